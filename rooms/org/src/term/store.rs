//! Every statement about terms and facts.

use act::Result;
use calendar::Day;
use db::{Query, Read, Touch, Value, Write, bind};

use super::Term;

pub(crate) fn all(read: &Read, unit: i64) -> Result<Vec<Term>> {
    let sql = "SELECT id, unit, elected_on, years, ends_on, basis, ended_on FROM term
               WHERE unit = $1 ORDER BY elected_on DESC";
    Ok(read.all(sql, bind![unit])?)
}

pub(crate) fn open(read: &Read, unit: i64) -> Result<Option<Term>> {
    let sql = "SELECT id, unit, elected_on, years, ends_on, basis, ended_on FROM term
               WHERE unit = $1 AND ended_on IS NULL";
    Ok(read.maybe(sql, bind![unit])?)
}

pub(crate) fn end(w: &Write, id: i64, on: Day) -> Result<()> {
    w.run("UPDATE term SET ended_on = $2 WHERE id = $1 AND ended_on IS NULL", bind![id, on])?;
    touch(w, id)
}

fn touch(w: &Write, term: i64) -> Result<()> {
    let unit: Option<i64> = w.maybe("SELECT unit FROM term WHERE id = $1", bind![term])?;
    w.touch_all(unit, Touch::Unit);
    Ok(())
}

/// How many terms these units have had.
pub(crate) fn count(read: &Read, units: &[i64]) -> Result<i64> {
    let mut all = 0;
    for part in units.chunks(500) {
        let mut query = Query::new("SELECT count(*) FROM term WHERE unit IN ", &[]);
        all += query.in_list("", part).maybe::<i64>(read)?.unwrap_or_default();
    }
    Ok(all)
}

pub(crate) fn insert_all(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO term (id, unit, elected_on, years, ends_on, basis) VALUES ";
    w.insert_rows(head, 6, cells)?;
    w.touch_all(cells.chunks(6).filter_map(|row| row[1].int()), Touch::Unit);
    Ok(())
}

pub(crate) fn extend(w: &Write, id: i64, ends_on: Day, basis: &str) -> Result<()> {
    let sql = "UPDATE term SET ends_on = $2, basis = $3 WHERE id = $1";
    w.run(sql, bind![id, ends_on, basis])?;
    touch(w, id)
}

pub(crate) fn set_fact(w: &Write, unit: i64, name: &str, from: Day, value: i64) -> Result<()> {
    let sql = "INSERT INTO unit_fact (unit, name, from_on, value) VALUES ($1, $2, $3, $4)
               ON CONFLICT (unit, name, from_on) DO UPDATE SET value = $4";
    w.run(sql, bind![unit, name, from, value])?;
    w.touch(unit, Touch::Unit);
    Ok(())
}

pub(crate) fn insert_facts(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows("INSERT INTO unit_fact (unit, name, from_on, value) VALUES ", 4, cells)?;
    w.touch_all(cells.chunks(4).filter_map(|row| row[0].int()), Touch::Unit);
    Ok(())
}

pub(crate) fn fact_on(read: &Read, unit: i64, name: &str, day: Day) -> Result<Option<i64>> {
    let sql = "SELECT value FROM unit_fact WHERE unit = $1 AND name = $2 AND from_on <= $3
               ORDER BY from_on DESC LIMIT 1";
    Ok(read.maybe(sql, bind![unit, name, day])?)
}

pub(crate) fn facts(read: &Read, units: &[i64]) -> Result<Vec<(i64, String, Day, i64)>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query =
            Query::new("SELECT unit, name, from_on, value FROM unit_fact WHERE unit IN ", &[]);
        query.in_list("", part).add(" ORDER BY unit, name, from_on", &[]);
        found.extend(query.all::<(i64, String, Day, i64)>(read)?);
    }
    Ok(found)
}
