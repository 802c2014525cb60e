//! Every SQL statement about sums of hearings.

use act::Result;
use db::{Read, bind};
use serde::Deserialize;

/// One branch of a round that was not called off.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Heard {
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) verdict: Option<String>,
    pub(super) marks: Option<String>,
    pub(super) is_held_again: bool,
}

pub(super) fn heard(read: &Read, path: &str, year: i16) -> Result<Vec<Heard>> {
    let sql = "SELECT u.lead_path AS path, r.kind, h.verdict, h.marks,
                      EXISTS (SELECT 1 FROM record_course c JOIN record_course it ON it.id = h.record
                              WHERE c.unit = h.unit AND c.kind = r.kind AND c.closed_at IS NOT NULL
                                AND c.plan_on > it.plan_on AND c.plan_on >= h.filed_on) AS is_held_again
               FROM hearing h JOIN hearing_round r ON r.id = h.round JOIN unit_now u ON u.id = h.unit
               WHERE u.lead_path >= $1 AND u.lead_path < $2 AND r.ended_at IS NULL
                 AND r.to_on >= $3 AND r.from_on <= $4
               ORDER BY h.id";
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    Ok(read.all(sql, bind![path, format!("{path}~"), first, last])?)
}

/// (id, name, path, whether it is a branch)
pub(super) fn children(read: &Read, unit: i64) -> Result<Vec<(i64, String, String, bool)>> {
    let sql = "SELECT id, short_name, COALESCE(lead_path, '~'),
                      (kind LIKE '%branch' AND kind <> 'general_branch') AS is_branch
               FROM unit_now WHERE lead_parent = $1 AND family = 'party' AND kind <> 'subgroup'
               ORDER BY official_order, name_key, id";
    Ok(read.all(sql, bind![unit])?)
}
