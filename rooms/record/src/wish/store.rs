//! Every SQL statement about whom somebody can ask for a talk.

use act::Result;
use db::{Read, bind};

/// The unit that leads this one: id and short name.
pub(super) fn above(read: &Read, unit: i64) -> Result<Option<(i64, String)>> {
    let sql = "SELECT p.id, p.short_name FROM unit_now u JOIN unit_now p ON p.id = u.lead_parent WHERE u.id = $1";
    Ok(read.maybe(sql, bind![unit])?)
}
