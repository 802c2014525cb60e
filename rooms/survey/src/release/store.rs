//! Every SQL statement about releases. None of them reads an answer: that is in an urn.

use std::collections::BTreeMap;

use act::{Acting, Result};
use calendar::{Day, Period};
use db::{Query, Read, Value, bind};

use super::{lecture_node, of_node, protect::Shown};

const AT_ONCE: usize = 400;

/// False when it was released before.
pub(super) fn note_release(w: &Acting, poll: &str, quarter: Period, on: Day) -> Result<bool> {
    let sql = "INSERT INTO poll_release (poll, quarter, released_on) VALUES ($1, $2, $3)
               ON CONFLICT DO NOTHING";
    Ok(w.run(sql, bind![poll, quarter.key(), on])? == 1)
}

/// Where branches stand today; those that are gone are left out.
pub(super) fn paths(read: &Read, units: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut found = BTreeMap::new();
    for units in units.chunks(AT_ONCE) {
        let mut query =
            Query::new("SELECT id, lead_path FROM unit_now WHERE lead_path IS NOT NULL", &[]);
        query.in_list(" AND id IN ", units);
        found.extend(query.all::<(i64, String)>(read)?);
    }
    Ok(found)
}

pub(super) fn lecture_paths(read: &Read, lectures: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut found = BTreeMap::new();
    for lectures in lectures.chunks(AT_ONCE) {
        let mut query = Query::new(
            "SELECT r.id, u.lead_path FROM record_now r JOIN unit_now u ON u.id = r.unit
             WHERE u.lead_path IS NOT NULL",
            &[],
        );
        query.in_list(" AND r.id IN ", lectures);
        let rows: Vec<(i64, String)> = query.all(read)?;
        found.extend(rows.into_iter().map(|(id, path)| (id, lecture_node(&path, id))));
    }
    Ok(found)
}

pub(super) fn insert(
    w: &Acting,
    (poll, quarter): (&str, Period),
    question: &str,
    shown: &BTreeMap<String, Shown>,
) -> Result<()> {
    let mut cells: Vec<Value> = Vec::new();
    for (node, shown) in shown {
        let Some((unit, record)) = of_node(node) else { continue };
        let (yes, others, no) = shown.cells();
        cells.extend_from_slice(bind![
            poll,
            quarter.key(),
            unit,
            record,
            question,
            yes,
            others,
            no
        ]);
    }
    let head =
        "INSERT INTO poll_figure (poll, quarter, unit, record, question, yes, others, no) VALUES ";
    w.insert_rows(head, 8, &cells)?;
    Ok(())
}
