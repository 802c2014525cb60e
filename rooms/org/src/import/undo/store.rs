//! Every SQL statement about taking a batch of units back.

use act::Result;
use db::{Query, Read, Touch, Write, bind};
use serde::Deserialize;

/// A unit that came with a batch.
#[derive(Debug, Clone, Deserialize)]
pub(in crate::import) struct Founded {
    pub(in crate::import) id: i64,
    pub(in crate::import) name: String,
    pub(in crate::import) kind: String,
    pub(in crate::import) code: String,
}

/// The units of a batch that are still there, in the order in which they were founded.
pub(in crate::import) fn founded(
    read: &Read,
    batch: i64,
    (offset, most): (i64, i64),
) -> Result<Vec<Founded>> {
    let sql = "SELECT id, name, kind, code FROM unit WHERE batch = $1
               ORDER BY id LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![batch, most, offset])?)
}

pub(in crate::import) fn ids(read: &Read, batch: i64) -> Result<Vec<i64>> {
    Ok(read.all("SELECT id FROM unit WHERE batch = $1 ORDER BY id", bind![batch])?)
}

pub(super) fn names(read: &Read, batch: i64) -> Result<Vec<(i64, String)>> {
    Ok(read.all("SELECT id, name FROM unit WHERE batch = $1 ORDER BY id", bind![batch])?)
}

/// Units that one of `acts` was done upon, or another unit became part of.
pub(super) fn changed(read: &Read, units: &[i64], acts: &[&str]) -> Result<Vec<i64>> {
    let mut query = Query::new("SELECT DISTINCT unit FROM event WHERE unit IN ", &[]);
    query.in_list("", units).in_list(" AND act IN ", acts);
    query.in_list(" UNION SELECT successor FROM unit_change WHERE successor IN ", units);
    Ok(query.all(read)?)
}

/// (unit below, unit above) of every tie and every service there ever was upon these units.
pub(super) fn below(read: &Read, units: &[i64]) -> Result<Vec<(i64, i64)>> {
    let mut query = Query::new("SELECT child, parent FROM tie WHERE parent IN ", &[]);
    query.in_list("", units);
    query
        .in_list(" UNION SELECT party, administrative FROM serves WHERE administrative IN ", units);
    Ok(query.all(read)?)
}

/// Every row of these units; nothing else knows them.
pub(super) fn remove(w: &Write, units: &[i64]) -> Result<()> {
    for fragment in [
        "DELETE FROM unit_name WHERE unit IN ",
        "DELETE FROM tie WHERE child IN ",
        "DELETE FROM serves WHERE party IN ",
        "DELETE FROM unit_path WHERE unit IN ",
        "DELETE FROM unit_change WHERE unit IN ",
        "DELETE FROM unit_fact WHERE unit IN ",
        "DELETE FROM term WHERE unit IN ",
        "DELETE FROM unit WHERE id IN ",
    ] {
        let mut query = Query::new(fragment, &[]);
        w.run_query(query.in_list("", units))?;
    }
    w.touch_all(units.iter().copied(), Touch::Place);
    Ok(())
}

/// Which of at most 500 units a question finds.
pub(super) fn used(read: &Read, units: &[i64], question: &'static str) -> Result<Vec<i64>> {
    Ok(Query::new(question, &[]).in_list("", units).all(read)?)
}
