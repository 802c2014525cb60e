//! Every statement about who is to be told.

use act::Result;
use calendar::Day;
use db::{Read, bind};

/// Holders of a post in a unit today.
pub(super) fn holders(read: &Read, unit: i64, kind: &str, today: Day) -> Result<Vec<i64>> {
    let sql = "SELECT person FROM post_held
               WHERE unit = $1 AND kind = $2 AND from_on <= $3 AND (to_on IS NULL OR to_on > $3)
               ORDER BY official_order, id";
    Ok(read.all(sql, bind![unit, kind, today])?)
}

/// Days on which the act was done about a slot.
pub(crate) fn reminded_on(read: &Read, act: &str, about: &str) -> Result<Vec<String>> {
    let sql =
        "SELECT DISTINCT substr(at, 1, 10) FROM event WHERE about = $1 AND act = $2 ORDER BY 1";
    Ok(read.all(sql, bind![about, act])?)
}
