//! Every SQL statement about which meeting a paper is about.

use act::Result;
use calendar::Day;
use db::{Read, Write, bind};
use serde::Deserialize;

use crate::meeting::{Record, RecordId};

/// A meeting that has no such paper yet.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Open {
    pub(super) id: RecordId,
    #[serde(rename = "on_day")]
    pub(super) on: Day,
}

/// Meetings of a kind since a day that have no such paper yet, the latest first. `before`: those that are only planned too.
pub(super) fn open(
    read: &Read,
    unit: i64,
    (meeting, paper): (&str, &str),
    (before, since): (bool, Day),
) -> Result<Vec<Open>> {
    let sql = "SELECT r.id, r.plan_on AS on_day FROM record r
               WHERE r.unit = $1 AND r.kind = $2 AND r.plan_on >= $5 AND r.withdrawn_at IS NULL
                 AND (r.held_at IS NOT NULL OR $4)
                 AND NOT EXISTS (SELECT 1 FROM record p WHERE p.unit = $1 AND p.kind = $3
                                   AND p.about = CAST(r.id AS TEXT) AND p.closed_at IS NOT NULL
                                   AND p.withdrawn_at IS NULL)
               ORDER BY r.plan_on DESC, r.id DESC";
    Ok(read.all(sql, bind![unit, meeting, paper, before, since])?)
}

/// Papers sent before a meeting that names none of them, since the one before it.
pub(super) fn unnamed(read: &Read, meeting: &Record, paper: &str) -> Result<Vec<RecordId>> {
    let sql = "SELECT p.id FROM record p
               WHERE p.unit = $1 AND p.kind = $2 AND p.about = '' AND p.closed_at IS NOT NULL
                 AND p.withdrawn_at IS NULL AND p.held_on <= $3
                 AND NOT EXISTS (SELECT 1 FROM record m WHERE m.unit = $1 AND m.kind = $4 AND m.id <> $5
                                   AND m.closed_at IS NOT NULL AND m.withdrawn_at IS NULL
                                   AND m.held_on >= p.held_on AND m.held_on <= $3)
               ORDER BY p.id";
    let Record { id, unit, kind, plan_on, .. } = meeting;
    Ok(read.all(sql, bind![unit, paper, plan_on, kind, id])?)
}

/// *False* where it names one already.
pub(super) fn name(w: &Write, paper: RecordId, about: &str) -> Result<bool> {
    let sql = "UPDATE record SET about = $2 WHERE id = $1 AND about = ''";
    Ok(w.run(sql, bind![paper, about])? == 1)
}
