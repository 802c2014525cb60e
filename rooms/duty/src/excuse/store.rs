//! Every statement about explanations and exemptions.

use act::Result;
use calendar::Instant;
use db::{Read, Value, Write, bind};

use super::Exempt;
use crate::{Bearer, cell, slot::Address};

pub(super) fn explain(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    reason: &str,
    (now, person): (Instant, Option<i64>),
) -> Result<i64> {
    let (id, (kind, key)) = (w.id(), bearer.key());
    w.touch_duty(at.unit, &at.duty);
    let sql = "INSERT INTO explanation (id, bearer_kind, bearer, unit, duty, period, about, reason,
                   given_at, given_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    w.run(sql, bind![id, kind, key, at.unit, at.duty, at.period, at.about, reason, now, person])?;
    Ok(id)
}

pub(super) fn exempt(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    Exempt { reason, decided_by, decided_on }: &Exempt,
    document_no: &str,
) -> Result<i64> {
    let (id, (kind, key)) = (w.id(), bearer.key());
    w.touch_duty(at.unit, &at.duty);
    let sql = "INSERT INTO exemption (id, bearer_kind, bearer, unit, duty, period, about, reason,
                   decided_by, decided_on, document_no)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let slot = bind![id, kind, key, at.unit, at.duty, at.period, at.about];
    w.run(sql, &[slot, bind![reason, decided_by, decided_on, document_no]].concat())?;
    Ok(id)
}

/// *False* when there is none that stands.
pub(super) fn withdraw_explanation(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    now: Instant,
) -> Result<bool> {
    let (kind, key) = bearer.key();
    w.touch_duty(at.unit, &at.duty);
    let sql = "UPDATE explanation SET withdrawn_at = $7
               WHERE bearer_kind = $1 AND bearer = $2 AND unit = $3 AND duty = $4 AND period = $5
                 AND about = $6 AND withdrawn_at IS NULL";
    Ok(w.run(sql, bind![kind, key, at.unit, at.duty, at.period, at.about, now])? > 0)
}

/// *False* when there is none that stands.
pub(super) fn withdraw_exemption(
    w: &Write,
    bearer: &Bearer,
    at: &Address,
    now: Instant,
) -> Result<bool> {
    let (kind, key) = bearer.key();
    w.touch_duty(at.unit, &at.duty);
    let sql = "UPDATE exemption SET withdrawn_at = $7
               WHERE bearer_kind = $1 AND bearer = $2 AND unit = $3 AND duty = $4 AND period = $5
                 AND about = $6 AND withdrawn_at IS NULL";
    Ok(w.run(sql, bind![kind, key, at.unit, at.duty, at.period, at.about, now])? > 0)
}

/// Nothing happens to one that was taken back before.
pub(super) fn lift(w: &Write, id: i64, now: Instant) -> Result<()> {
    let sql = "SELECT unit, duty FROM exemption WHERE id = $1 AND withdrawn_at IS NULL";
    let Some((unit, duty)) = w.maybe::<(i64, String)>(sql, bind![id])? else { return Ok(()) };
    w.touch_duty(unit, &duty);
    w.run("UPDATE exemption SET withdrawn_at = $2 WHERE id = $1", bind![id, now])?;
    Ok(())
}

/// The name of the body that leads the unit today.
pub(crate) fn leading_body(read: &Read, unit: i64) -> Result<Option<(i64, String)>> {
    let sql = "SELECT p.id, p.name FROM unit_now u JOIN unit_now p ON p.id = u.lead_parent
               WHERE u.id = $1";
    Ok(read.maybe(sql, bind![unit])?)
}

/// Columns of one exemption, in the order of [`exempt_many`].
pub(super) const EXEMPTION_WIDTH: usize = 10;

pub(super) fn exempt_many(w: &Write, cells: &[Value]) -> Result<()> {
    let sql = "INSERT INTO exemption (id, bearer_kind, bearer, unit, duty, period, about, reason,
                   decided_by, decided_on)
               VALUES ";
    w.insert_rows(sql, EXEMPTION_WIDTH, cells)?;
    for row in cells.chunks(EXEMPTION_WIDTH) {
        w.touch_duty(cell::int(&row[3]), cell::text(&row[4]));
    }
    Ok(())
}
