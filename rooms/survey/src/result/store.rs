//! Every SQL statement about released figures.

use act::Result;
use db::{Query, Read, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Figure {
    pub(super) poll: String,
    pub(super) quarter: String,
    pub(super) unit: i64,
    /// 0: the unit with all below it.
    pub(super) record: i64,
    pub(super) question: String,
    pub(super) yes: i64,
    pub(super) others: i64,
    pub(super) no: Option<i64>,
}

pub(super) fn figures(read: &Read, units: &[i64]) -> Result<Vec<Figure>> {
    let mut query = Query::new(
        "SELECT poll, quarter, unit, record, question, yes, others, no FROM poll_figure WHERE 1 = 1",
        &[],
    );
    query.in_list(" AND unit IN ", units);
    query.add(" ORDER BY quarter DESC, poll, unit, record, question", &[]);
    Ok(query.all(read)?)
}

/// Lectures of a unit that have a figure of their own.
pub(super) fn titles(read: &Read, unit: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT r.id, r.title FROM record_now r
               WHERE r.unit = $1 AND r.id IN (SELECT f.record FROM poll_figure f WHERE f.unit = $1)";
    Ok(read.all(sql, bind![unit])?)
}

pub(super) fn names(read: &Read, units: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new("SELECT id, name FROM unit_now WHERE 1 = 1", &[]);
    query.in_list(" AND id IN ", units);
    Ok(query.all(read)?)
}

pub(super) fn below(read: &Read, unit: i64) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, name FROM unit_now
               WHERE lead_parent = $1 AND family = 'party' AND kind <> 'subgroup' AND line_path IS NOT NULL
               ORDER BY official_order, name_key, id";
    Ok(read.all(sql, bind![unit])?)
}

/// Committees that stand in an organ itself, the highest first.
pub(super) fn committees(read: &Read, organ: i64) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM unit_now
               WHERE organ = $1 AND host = $1 AND family = 'party' AND kind LIKE '%committee'
               ORDER BY length(lead_path), official_order, id";
    Ok(read.all(sql, bind![organ])?)
}
