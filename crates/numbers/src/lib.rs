//! Official numbers without gaps: one after the other per unit, series and year.
//!
//! A number is taken inside the act that uses it. When the act fails the number was never taken; while it is
//! under way, whoever wants the next number of the same series waits for it (docs/adr/0051). A database sequence
//! does not do that: it counts on whatever becomes of the transaction.

mod store;

use act::{Acting, Result};

/// The next number, from 1. `series` names what is numbered: `record.committee_meeting`.
pub fn next(w: &Acting, unit: i64, series: &str, year: i16) -> Result<i64> {
    take(w, unit, series, year, 1)
}

/// So many numbers in a row, for acts that write many things at once; the first of them.
pub fn take(w: &Acting, unit: i64, series: &str, year: i16, count: usize) -> Result<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Ok(store::advance(w, (unit, series, i64::from(year)), count)? - count + 1)
}
