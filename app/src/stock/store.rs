//! Every SQL statement of the counts.

use act::{Ctx, Result};
use calendar::Day;
use db::{Read, bind};

/// (units that exist today, people).
pub(crate) fn count(ctx: &Ctx) -> Result<(i64, i64)> {
    ctx.read(|read| {
        let sql = "SELECT count(*) FROM unit_now";
        let units = read.one(sql, &[])?;
        let sql = "SELECT count(*) FROM person_now";
        Ok((units, read.one(sql, &[])?))
    })
}

/// (events, seals).
pub(crate) fn sealed(ctx: &Ctx) -> Result<(i64, i64)> {
    ctx.read(|read| {
        let sql = "SELECT count(*) FROM event";
        let events = read.one(sql, &[])?;
        let sql = "SELECT count(*) FROM seal";
        Ok((events, read.one(sql, &[])?))
    })
}

/// An administrative unit, as the division table named it.
#[derive(serde::Deserialize)]
pub(crate) struct Organ {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
}

/// Every administrative unit, by code.
pub(crate) fn organs(ctx: &Ctx) -> Result<Vec<Organ>> {
    let sql = "SELECT id, code, name FROM unit_now WHERE family = 'administrative' ORDER BY code";
    ctx.read(|read| Ok(read.all(sql, &[])?))
}

/// Whether nothing has ever happened here.
pub(crate) fn is_unused(db: &db::Db) -> db::Result<bool> {
    let sql = "SELECT id FROM event LIMIT 1";
    db.read(|read| Ok(read.maybe::<i64>(sql, &[])?.is_none()))
}

/// Person and post of somebody who is a security administrator today, by login.
pub(crate) fn security_administrator(ctx: &Ctx, login: &str) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT a.person, p.id FROM account a JOIN post_span p ON p.person = a.person
               WHERE a.login = $1 AND a.closed_at IS NULL AND p.kind = 'security_administrator'
                 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on > $2)
               ORDER BY p.id LIMIT 1";
    ctx.read(|read| Ok(read.maybe(sql, bind![login, ctx.today])?))
}

/// Administrative units that stand under none.
pub(crate) fn topmost(read: &Read, at_most: i64) -> db::Result<Vec<i64>> {
    // Bounded: so many pictures a backup is compared by.
    let sql = "SELECT id FROM unit_now WHERE family = 'administrative' AND line_parent IS NULL
               ORDER BY id LIMIT $1";
    read.all(sql, bind![at_most])
}

/// Switches that end up to a day: (system, unit, last day).
pub(crate) fn ending_switches(ctx: &Ctx, until: Day) -> Result<Vec<(String, String, Day)>> {
    let sql = "SELECT s.system, u.name, s.on_to FROM switch s JOIN unit_now u ON u.id = s.unit
               WHERE s.off_at IS NULL AND s.on_to >= $1 AND s.on_to <= $2
               ORDER BY s.on_to, s.id";
    ctx.read(|read| Ok(read.all(sql, bind![ctx.today, until])?))
}
