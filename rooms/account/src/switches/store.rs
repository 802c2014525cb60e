//! Every SQL statement about switches.

use act::Acting;
use calendar::Day;
use db::{Query, Read, Result, Write, bind};
use serde::Deserialize;

use super::NewSwitch;

/// Each unit with the keys of systems switched on at it or above it, by either relation. What stands off the line is
/// under the switches of the unit that leads it.
pub(crate) fn on_at(read: &Read, units: &[i64], day: Day) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new(
        "SELECT DISTINCT u.id, s.system
         FROM unit_now u
         LEFT JOIN unit_now a ON a.id = u.lead_parent AND u.line_path IS NULL
         JOIN switch s
           ON (u.lead_path LIKE '%/' || CAST(s.unit AS TEXT) || '/%'
               OR COALESCE(u.line_path, a.line_path) LIKE '%/' || CAST(s.unit AS TEXT) || '/%')
         WHERE s.on_from <= {} AND (s.on_to IS NULL OR s.on_to >= {}) AND s.off_at IS NULL",
        bind![day, day],
    );
    query.in_list(" AND u.id IN ", units);
    query.all(read)
}

/// A switch with the unit that decided and the person answerable.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) system: String,
    pub(crate) unit_name: String,
    pub(crate) on_from: Day,
    /// Last day.
    pub(crate) on_to: Option<Day>,
    pub(crate) document_no: String,
    pub(crate) owner_name: Option<String>,
    pub(crate) minutes: i64,
    pub(crate) version: i64,
}

/// Not switched off and not run out, at the unit, above it, or below it by line.
pub(crate) fn list(read: &Read, unit: i64, day: Day) -> Result<Vec<Row>> {
    let sql = "SELECT s.id, s.system, d.name AS unit_name, s.on_from, s.on_to, s.document_no,
                      (SELECT p.name FROM person_now p WHERE p.id = s.owner) AS owner_name,
                      s.minutes, s.version
               FROM switch s
               JOIN unit_now d ON d.id = s.unit
               JOIN unit_now u ON u.id = $1
               WHERE s.off_at IS NULL AND (s.on_to IS NULL OR s.on_to >= $2)
                 AND (u.line_path LIKE d.line_path || '%' OR d.line_path LIKE u.line_path || '%')
               ORDER BY s.system, s.on_from, s.id";
    read.all(sql, bind![unit, day])
}

/// The unit that decided, for the permission of switching off.
pub(crate) fn unit_of(read: &Read, switch: i64) -> Result<Option<i64>> {
    read.maybe("SELECT unit FROM switch WHERE id = $1", bind![switch])
}

/// Whether the same unit has the system on within these days.
pub(crate) fn overlaps(read: &Read, new: &NewSwitch) -> Result<bool> {
    let sql = "SELECT id FROM switch
               WHERE unit = $1 AND system = $2 AND off_at IS NULL
                 AND (on_to IS NULL OR on_to >= $3) AND on_from <= $4 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![new.unit, new.system, new.from, new.to])?.is_some())
}

pub(crate) fn add(write: &Write, new: &NewSwitch) -> Result<i64> {
    let id = write.id();
    let sql = "INSERT INTO switch (id, system, unit, on_from, on_to, document_no, owner, minutes,
                                   version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)";
    let (system, unit, document) = (&new.system, new.unit, &new.document_no);
    write.run(sql, bind![id, system, unit, new.from, new.to, document, new.owner, new.minutes])?;
    Ok(id)
}

/// False when somebody was faster.
pub(crate) fn switch_off(w: &Acting, switch: i64, version: i64) -> Result<bool> {
    let sql = "UPDATE switch SET off_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND off_at IS NULL";
    Ok(w.run(sql, bind![switch, version, w.now])? == 1)
}

/// What this room may put upon a unit, for `org::Uses`.
pub const UPON: &[(&str, &str)] = &[("SELECT unit FROM switch WHERE unit IN ", "有系统开关")];
