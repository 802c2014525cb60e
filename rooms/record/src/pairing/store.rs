//! Every SQL statement about plans of talks, and about who talked with whom.

use act::{Acting, Result};
use calendar::Day;
use db::{Read, bind};
use serde::Deserialize;

/// Two who are to talk.
#[derive(Debug, Clone, Deserialize)]
pub struct Planned {
    pub one: i64,
    pub other: i64,
    pub month: i64,
}

pub(super) fn plan(read: &Read, unit: i64, year: i16) -> Result<Vec<Planned>> {
    let sql =
        "SELECT one, other, month FROM talk_plan WHERE unit = $1 AND year = $2 ORDER BY month, id";
    Ok(read.all(sql, bind![unit, i64::from(year)])?)
}

/// In place of what was planned for the year.
pub(super) fn replace(
    w: &Acting,
    (unit, year): (i64, i16),
    rows: &[Planned],
    by: Option<i64>,
) -> Result<()> {
    let year = i64::from(year);
    w.run("DELETE FROM talk_plan WHERE unit = $1 AND year = $2", bind![unit, year])?;
    let mut cells = Vec::with_capacity(rows.len() * 8);
    for Planned { one, other, month } in rows {
        cells.extend_from_slice(bind![w.id(), unit, year, month, one, other, w.now, by]);
    }
    let head =
        "INSERT INTO talk_plan (id, unit, year, month, one, other, planned_at, planned_by) VALUES ";
    w.insert_rows(head, 8, &cells)?;
    Ok(())
}

/// Heart-to-heart talks of a unit since a day: the two, and when.
pub(super) fn held_since(read: &Read, unit: i64, since: Day) -> Result<Vec<(i64, i64, Day)>> {
    let sql = "SELECT chair, partner, held_on FROM record
               WHERE unit = $1 AND plan_on >= $2 AND kind = 'talk' AND closed_at IS NOT NULL
                 AND withdrawn_at IS NULL AND chair IS NOT NULL AND partner IS NOT NULL AND held_on IS NOT NULL
               ORDER BY held_on";
    Ok(read.all(sql, bind![unit, since])?)
}

/// What is planned for somebody in a year: the unit, the other's name, the month, and when the two talked.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Own {
    pub(crate) unit_name: String,
    pub(crate) with_name: Option<String>,
    pub(crate) month: i64,
    pub(crate) held_on: Option<Day>,
}

pub(crate) fn own_plan(read: &Read, person: i64, year: i16) -> Result<Vec<Own>> {
    let sql = "SELECT COALESCE(u.short_name, '') AS unit_name, p.name AS with_name, t.month,
                 (SELECT min(r.held_on) FROM record r
                  WHERE r.unit = t.unit AND r.kind = 'talk' AND r.closed_at IS NOT NULL
                    AND r.withdrawn_at IS NULL AND r.plan_on >= $3 AND r.plan_on <= $4
                    AND (r.chair = t.one AND r.partner = t.other OR r.chair = t.other AND r.partner = t.one)
                 ) AS held_on
               FROM talk_plan t LEFT JOIN unit_now u ON u.id = t.unit
               LEFT JOIN person_now p ON p.id = CASE WHEN t.one = $1 THEN t.other ELSE t.one END
               WHERE (t.one = $1 OR t.other = $1) AND t.year = $2 ORDER BY t.month, t.id";
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    Ok(read.all(sql, bind![person, i64::from(year), first, last])?)
}
