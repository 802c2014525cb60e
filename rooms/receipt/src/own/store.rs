//! Every SQL statement about what is kept of one person.

use act::{Reason, Result};
use calendar::Instant;
use db::{Read, bind};
use serde::Deserialize;

use crate::report::Step;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Done {
    pub(super) sort: Step,
    /// `None` where the report was withdrawn since.
    pub(super) title: Option<String>,
    pub(super) said_at: Instant,
    pub(super) event: i64,
    #[serde(flatten)]
    pub(super) reason: Reason,
}

pub(super) fn done(read: &Read, person: i64) -> Result<Vec<Done>> {
    let sql = "SELECT s.sort, r.title, s.said_at, s.event, e.reason, w.said, w.person AS whose, k.wrapped AS own_key
               FROM receipt_step s JOIN event e ON e.id = s.event LEFT JOIN record_now r ON r.id = s.record
               LEFT JOIN event_reason w ON w.event = s.event LEFT JOIN own_key k ON k.person = w.person
               WHERE s.said_by = $1 ORDER BY s.said_at, s.record, s.no";
    Ok(read.all(sql, bind![person])?)
}
