//! Every SQL statement about what rests and what is made up.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};

use super::{Paused, ToMakeUp};

/// Full members of some branches on a day.
pub(super) fn voters(read: &Read, homes: &[i64], on: Day) -> Result<Vec<(i64, i64)>> {
    let mut found = Vec::new();
    for part in homes.chunks(500) {
        let mut query = Query::new(
            "SELECT unit, count(*) FROM membership_span
             WHERE status = 'full' AND from_on <= {} AND (to_on IS NULL OR to_on > {})",
            bind![on, on],
        );
        query.in_list(" AND unit IN ", part).add(" GROUP BY unit ORDER BY unit", &[]);
        found.extend(query.all::<(i64, i64)>(read)?);
    }
    Ok(found)
}

pub(super) fn insert(
    w: &Write,
    operation: i64,
    slots: &[(i64, &Paused)],
    exemptions: &[i64],
) -> Result<()> {
    let mut cells = Vec::new();
    for ((unit, slot), exemption) in slots.iter().zip(exemptions) {
        let (first, last) = (slot.period.first(), slot.period.last());
        let (duty, period, kind) = (&slot.duty, slot.period.key(), &slot.kind);
        let row = bind![w.id(), operation, unit, duty, period, kind, first, last, exemption];
        cells.extend_from_slice(row);
    }
    let head = "INSERT INTO operation_pause (id, operation, unit, duty, period, kind, first_on, last_on, exemption) VALUES ";
    w.insert_rows(head, 9, &cells)?;
    Ok(())
}

/// Exemptions whose period is not over on `on`.
pub(super) fn not_over(read: &Read, operation: i64, on: Day) -> Result<Vec<i64>> {
    let sql = "SELECT exemption FROM operation_pause
               WHERE operation = $1 AND last_on >= $2 AND lifted_at IS NULL ORDER BY id";
    Ok(read.all(sql, bind![operation, on])?)
}

pub(super) fn mark_lifted(w: &Write, operation: i64, on: Day, at: Instant) -> Result<()> {
    let sql = "UPDATE operation_pause SET lifted_at = $3
               WHERE operation = $1 AND last_on >= $2 AND lifted_at IS NULL";
    w.run(sql, bind![operation, on, at])?;
    Ok(())
}

/// Not made up, not settled, the operation over: a record made up for the period, or held in it, takes it off.
/// The unit is bound twice.
macro_rules! waiting {
    () => {
        "FROM operation_pause p JOIN operation o ON o.id = p.operation
         WHERE p.unit = {} AND p.kind <> '' AND p.lifted_at IS NULL AND p.settled_at IS NULL
           AND o.ended_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM record_now r
                           WHERE r.unit = {} AND (r.kind = p.kind OR ' ' || r.also || ' ' LIKE '% ' || p.kind || ' %')
                             AND (r.makes_up = p.period
                                  OR r.makes_up IS NULL AND r.held_on >= p.first_on AND r.held_on <= p.last_on))"
    };
}
pub(crate) use waiting;

/// What a branch still makes up, the earliest first.
pub(super) fn to_make_up(read: &Read, unit: i64) -> Result<Vec<ToMakeUp>> {
    let mut query = Query::new("SELECT p.id, p.unit, p.period, p.kind ", &[]);
    query.add(waiting!(), bind![unit, unit]).add(" ORDER BY p.last_on, p.id", &[]);
    Ok(query.all(read)?)
}

/// What rests in a branch while an operation runs, the earliest first: duty, period and whether it is made up afterwards.
pub(super) fn resting_now(read: &Read, unit: i64) -> Result<Vec<(String, String, String)>> {
    let sql = "SELECT p.duty, p.period, p.kind FROM operation_pause p JOIN operation o ON o.id = p.operation
               WHERE p.unit = $1 AND p.lifted_at IS NULL AND o.ended_at IS NULL ORDER BY p.last_on, p.id";
    Ok(read.all(sql, bind![unit])?)
}

pub(super) fn unit_of(read: &Read, id: i64) -> Result<Option<i64>> {
    Ok(read.maybe("SELECT unit FROM operation_pause WHERE id = $1", bind![id])?)
}

/// *False* when somebody has settled it.
pub(super) fn settle(w: &Write, id: i64, why: &str, at: Instant) -> Result<bool> {
    let sql = "UPDATE operation_pause SET settled_at = $3, settled_why = $2 WHERE id = $1 AND settled_at IS NULL";
    Ok(w.run(sql, bind![id, why, at])? == 1)
}
