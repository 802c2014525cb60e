//! What the demo asks of what it has loaded before.

use act::Result;
use calendar::Day;
use db::{Read, bind};

/// The Party unit that leads a unit.
pub(super) fn above(read: &Read, unit: i64) -> Result<Option<i64>> {
    let sql = "SELECT p.id FROM unit_now u JOIN unit_now p ON p.id = u.lead_parent
               WHERE u.id = $1 AND p.family = 'party'";
    Ok(read.maybe(sql, bind![unit])?)
}

/// Its last life meeting, and the day.
pub(super) fn life_meeting(read: &Read, unit: i64) -> Result<Option<(i64, Day)>> {
    let sql =
        "SELECT id, held_on FROM record_now WHERE unit = $1 AND kind = 'democratic_life_meeting'
               ORDER BY held_on DESC, id DESC LIMIT 1";
    Ok(read.maybe(sql, bind![unit])?)
}

/// Its study plan as it was filed, and the day.
pub(super) fn study_plan(read: &Read, unit: i64) -> Result<Option<(i64, Day)>> {
    let sql =
        "SELECT id, held_on FROM record_now WHERE unit = $1 AND kind = 'study_plan' ORDER BY id";
    Ok(read.maybe(sql, bind![unit])?)
}
