//! Every SQL statement about plans of talks, and about who talked with whom.

use act::{Acting, Result};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

/// Two who are to talk.
#[derive(Debug, Clone, Deserialize)]
pub struct Planned {
    pub one: i64,
    pub other: i64,
    pub month: i64,
}

/// What a unit planned for a year, month by month, and which heart-to-heart talks it has held.
#[derive(Default)]
pub(super) struct Year {
    pub(super) planned: Vec<Planned>,
    /// Which rows these are, in the same order.
    pub(super) ids: Vec<i64>,
    /// The two, and when; oldest first.
    pub(super) held: Vec<(i64, i64, Day)>,
}

/// `since`: from which day on talks that were held are wanted.
pub(super) fn year(read: &Read, unit: i64, year: i16, since: Day) -> Result<Year> {
    let sql = "SELECT id, one, other, month, CAST(NULL AS TEXT) AS held_on FROM talk_plan
               WHERE unit = $1 AND year = $2
               UNION ALL
               SELECT id, chair, partner, 0, held_on FROM record
               WHERE unit = $1 AND plan_on >= $3 AND kind = 'talk' AND closed_at IS NOT NULL
                 AND withdrawn_at IS NULL AND chair IS NOT NULL AND partner IS NOT NULL AND held_on IS NOT NULL
               ORDER BY month, held_on, id";
    let mut found = Year::default();
    let rows: Vec<(i64, i64, i64, i64, Option<Day>)> =
        read.all(sql, bind![unit, i64::from(year), since])?;
    for (id, one, other, month, held_on) in rows {
        if let Some(on) = held_on {
            found.held.push((one, other, on));
        } else {
            found.planned.push(Planned { one, other, month });
            found.ids.push(id);
        }
    }
    Ok(found)
}

/// In place of some rows of the year's plan; the others stay.
pub(super) fn exchange(
    w: &Acting,
    (unit, year): (i64, i16),
    was: &[i64],
    rows: &[Planned],
    by: Option<i64>,
) -> Result<()> {
    for part in was.chunks(500) {
        let mut query = Query::new(
            "DELETE FROM talk_plan WHERE unit = {} AND year = {}",
            bind![unit, i64::from(year)],
        );
        query.in_list(" AND id IN ", part);
        w.run_query(&query)?;
    }
    insert(w, (unit, year), rows, by)
}

/// In place of what was planned for the year.
pub(super) fn replace(
    w: &Acting,
    (unit, year): (i64, i16),
    rows: &[Planned],
    by: Option<i64>,
) -> Result<()> {
    let sql = "DELETE FROM talk_plan WHERE unit = $1 AND year = $2";
    w.run(sql, bind![unit, i64::from(year)])?;
    insert(w, (unit, year), rows, by)
}

fn insert(w: &Acting, (unit, year): (i64, i16), rows: &[Planned], by: Option<i64>) -> Result<()> {
    let year = i64::from(year);
    let mut cells = Vec::with_capacity(rows.len() * 8);
    for Planned { one, other, month } in rows {
        cells.extend_from_slice(bind![w.id(), unit, year, month, one, other, w.now, by]);
    }
    let head =
        "INSERT INTO talk_plan (id, unit, year, month, one, other, planned_at, planned_by) VALUES ";
    w.insert_rows(head, 8, &cells)?;
    Ok(())
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
