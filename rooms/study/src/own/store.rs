//! Every SQL statement about what is kept of one person.

use act::Result;
use db::{Read, bind};
use serde::Deserialize;

/// Something that he was to lead.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Led {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) unit: String,
    pub(super) topic: String,
}

pub(super) fn led(read: &Read, person: i64) -> Result<Vec<Led>> {
    let sql = "SELECT p.year, i.month, COALESCE(u.short_name, '已撤销的组织') AS unit, i.topic
               FROM study_item i JOIN study_plan p ON p.id = i.plan LEFT JOIN unit_now u ON u.id = p.unit
               WHERE i.speaker = $1 ORDER BY p.year, i.month, i.id";
    Ok(read.all(sql, bind![person])?)
}
