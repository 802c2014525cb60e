//! Who is told of an alarm, and who caused it.

use calendar::Day;
use db::{Query, Read, Result, bind};
use serde::Deserialize;

/// Everybody who holds this kind of post today.
pub(crate) fn holders(read: &Read, kind: &str, today: Day) -> Result<Vec<i64>> {
    let sql = "SELECT DISTINCT person FROM post_span
               WHERE kind = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)
               ORDER BY person";
    read.all(sql, bind![kind, today])
}

/// A post with its holder.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Held {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) unit_kind: String,
    pub(crate) unit_name: String,
}

pub(crate) fn posts(read: &Read, ids: &[i64]) -> Result<Vec<Held>> {
    let mut query = Query::new(
        "SELECT t.id, t.kind, u.kind AS unit_kind, u.name AS unit_name
         FROM post_span t JOIN unit_now u ON u.id = t.unit WHERE t.id IN ",
        &[],
    );
    query.in_list("", ids).all(read)
}

/// Names of people with a place today.
pub(crate) fn names(read: &Read, people: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new("SELECT id, name FROM person_now WHERE id IN ", &[]);
    query.in_list("", people).all(read)
}
