//! Every SQL statement about inspection grants.

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};

use super::{Grant, Narrow};
use crate::SEE_RECORD;

/// That a grant `g` holds on a day, which is a numbered bind.
macro_rules! holds_on {
    ($day:literal) => {
        concat!("g.from_on <= ", $day, " AND g.to_on >= ", $day, " AND g.ended_at IS NULL")
    };
}
pub(crate) use holds_on;

/// Whether the viewer may open this unit's records by name today.
pub(crate) fn is_granted(ctx: &Ctx, read: &Read, unit: i64) -> Result<bool> {
    let Some(person) = ctx.actor.person() else { return Ok(false) };
    let sql = concat!(
        "SELECT count(*) FROM record_grant g
         WHERE g.person = $1 AND g.unit = $2 AND g.kind IS NULL AND g.held_from IS NULL AND ",
        holds_on!("$3")
    );
    Ok(read.one::<i64>(sql, bind![person, unit, ctx.today])? > 0)
}

/// Units whose records are open to the viewer by name today.
pub(crate) fn granted_units(read: &Read, person: i64, today: Day) -> Result<Vec<Grant>> {
    let sql = concat!(
        "SELECT g.id, g.unit, u.name AS unit_name, '' AS name, g.basis, g.from_on, g.to_on
         FROM record_grant g JOIN unit_now u ON u.id = g.unit
         WHERE g.person = $1 AND g.kind IS NULL AND g.held_from IS NULL AND ",
        holds_on!("$2"),
        " ORDER BY g.from_on, g.id"
    );
    Ok(read.all(sql, bind![person, today])?)
}

/// Grants over units in the viewer's sight, also those that ended by date in the last year.
pub(super) fn list(ctx: &Ctx, read: &Read, (offset, limit): (i64, i64)) -> Result<Vec<Grant>> {
    let mut query = Query::new(
        "SELECT g.id, g.unit, u.name AS unit_name, p.name, g.basis, g.from_on, g.to_on",
        &[],
    );
    of_sight(&mut query, ctx);
    query.add(" ORDER BY g.to_on DESC, g.id DESC LIMIT {} OFFSET {}", bind![limit, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count(ctx: &Ctx, read: &Read) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    of_sight(&mut query, ctx);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn of_sight(query: &mut Query, ctx: &Ctx) {
    query.add(
        " FROM record_grant g JOIN unit_now u ON u.id = g.unit JOIN person_now p ON p.id = g.person
          WHERE g.ended_at IS NULL AND g.to_on >= {}",
        bind![ctx.today.plus_months(-12)],
    );
    ctx.sight(&SEE_RECORD).limit(query);
}

pub(super) fn unit_of(read: &Read, grant: i64) -> Result<Option<i64>> {
    Ok(read.maybe("SELECT unit FROM record_grant WHERE id = $1", bind![grant])?)
}

/// Whoever holds a post today with this name or police number: (id, name, post's unit).
pub(super) fn find_person(read: &Read, number: &str) -> Result<Option<(i64, String)>> {
    let sql = "SELECT id, name FROM person_now WHERE police_number = $1";
    Ok(read.maybe(sql, bind![number])?)
}

pub(super) struct NewGrant<'g> {
    pub(super) unit: i64,
    pub(super) person: i64,
    pub(super) basis: &'g str,
    pub(super) from_on: Day,
    pub(super) to_on: Day,
    /// Less than all of the unit's records.
    pub(super) of: Option<&'g Narrow>,
}

pub(super) fn insert(w: &Write, grant: &NewGrant, now: Instant, by: Option<i64>) -> Result<i64> {
    let sql =
        "INSERT INTO record_grant (id, unit, person, basis, from_on, to_on, granted_at, granted_by,
                 kind, held_from, held_to)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let NewGrant { unit, person, basis, from_on, to_on, of } = grant;
    let (kind, held) = (of.map(|it| it.kind.clone()), of.map(|it| (it.held_from, it.held_to)));
    let id = w.id();
    let first = bind![id, unit, person, basis, from_on, to_on, now, by, kind.flatten()];
    w.run(sql, &[first, bind![held.map(|it| it.0), held.map(|it| it.1)]].concat())?;
    Ok(id)
}

/// Its last day comes earlier.
pub(super) fn end_on(w: &Write, grant: i64, last: Day) -> Result<()> {
    w.run("UPDATE record_grant SET to_on = $2 WHERE id = $1 AND to_on > $2", bind![grant, last])?;
    Ok(())
}

/// *False* when it was ended already.
pub(super) fn end(w: &Write, grant: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE record_grant SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    Ok(w.run(sql, bind![grant, now])? == 1)
}
