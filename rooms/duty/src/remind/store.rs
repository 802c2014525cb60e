//! Every statement about who is to be told.

use act::Result;
use db::{Read, bind};

/// Holders of a post in a unit today.
pub(super) fn holders(read: &Read, unit: i64, kind: &str) -> Result<Vec<i64>> {
    let sql =
        "SELECT person FROM post_now WHERE unit = $1 AND kind = $2 ORDER BY official_order, id";
    Ok(read.all(sql, bind![unit, kind])?)
}

/// Days on which the act was done about a slot.
pub(crate) fn reminded_on(read: &Read, act: &str, about: &str) -> Result<Vec<String>> {
    let sql =
        "SELECT DISTINCT substr(at, 1, 10) FROM event WHERE about = $1 AND act = $2 ORDER BY 1";
    Ok(read.all(sql, bind![about, act])?)
}
