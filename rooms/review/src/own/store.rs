//! Every SQL statement about what is kept of one person.

use act::Result;
use calendar::Instant;
use db::{Read, bind};

/// Units with the instant of each.
pub(super) fn recusals(read: &Read, person: i64) -> Result<Vec<(String, Instant)>> {
    let sql = "SELECT u.name, r.declared_at FROM recusal r JOIN unit_now u ON u.id = r.unit
               WHERE r.person = $1 ORDER BY r.declared_at, r.unit";
    Ok(read.all(sql, bind![person])?)
}
