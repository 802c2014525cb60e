//! Every SQL statement of the counts.

use act::{Ctx, Result};
use calendar::{Day, Instant};
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

/// Which of the three administrators nobody is.
pub(crate) fn missing_administrators(ctx: &Ctx) -> Result<Vec<&'static str>> {
    let sql = "SELECT DISTINCT kind FROM post_span
               WHERE kind IN ('system_administrator', 'security_administrator', 'audit_administrator')
                 AND from_on <= $1 AND (to_on IS NULL OR to_on > $1)";
    let held: Vec<String> = ctx.read(|read| Ok(read.all(sql, db::bind![ctx.today])?))?;
    let wanted = [
        ("system_administrator", "系统管理员"),
        ("security_administrator", "安全保密管理员"),
        ("audit_administrator", "安全审计员"),
    ];
    let missing = wanted.into_iter().filter(|(kind, _)| !held.iter().any(|it| it == kind));
    Ok(missing.map(|(_, title)| title).collect())
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

/// The latest time among the newest acts, each by the clock of its time.
pub(crate) fn latest_act(ctx: &Ctx) -> Result<Option<Instant>> {
    let sql = "SELECT MAX(e.at) FROM (SELECT at FROM event ORDER BY id DESC LIMIT 10000) AS e";
    ctx.read(|read| Ok(read.one(sql, &[])?))
}

/// Person and post of a security administrator, by login.
pub(crate) fn security_administrator(ctx: &Ctx, login: &str) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT a.person, p.id FROM account a JOIN post_now p ON p.person = a.person
               WHERE a.login = $1 AND a.closed_at IS NULL AND p.kind = 'security_administrator'
               ORDER BY p.id LIMIT 1";
    ctx.read(|read| Ok(read.maybe(sql, bind![login])?))
}

/// Administrative units that stand under none.
pub(crate) fn topmost(read: &Read, at_most: i64) -> db::Result<Vec<i64>> {
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
