//! The posts somebody may wear as a hat.

use calendar::Day;
use db::{Read, Result, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) post: i64,
    pub(crate) kind: String,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
}

/// Held today, in units that exist.
pub(crate) fn list(read: &Read, person: i64, today: Day) -> Result<Vec<Row>> {
    let sql = "SELECT t.id AS post, t.kind, u.kind AS unit_kind, u.name AS unit_name
               FROM post_now t JOIN unit_now u ON u.id = t.unit
               WHERE t.person = $1 AND t.from_on <= $2
               ORDER BY u.official_order, t.id";
    read.all(sql, bind![person, today])
}

/// The hat of the latest session before.
pub(crate) fn last_worn(read: &Read, person: i64) -> Result<Option<i64>> {
    let sql = "SELECT post FROM session WHERE person = $1 AND post IS NOT NULL
               ORDER BY created_at DESC, id DESC LIMIT 1";
    read.maybe(sql, bind![person])
}
