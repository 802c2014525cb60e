//! The one statement about series.

use act::Result;
use db::{Write, bind};

/// Moves the series on and gives its last number. The row stays locked until the act ends.
pub(crate) fn advance(
    w: &Write,
    (unit, series, year): (i64, &str, i64),
    count: i64,
) -> Result<i64> {
    let sql = "INSERT INTO number_series (unit, series, year, last) VALUES ($1, $2, $3, $4)
               ON CONFLICT (unit, series, year) DO UPDATE SET last = number_series.last + $4
               RETURNING last";
    Ok(w.one(sql, bind![unit, series, year, count])?)
}
