//! The one statement about marking oneself.

use act::Result;
use db::{Write, bind};

use crate::{meeting::RecordId, roll::Expected};

/// He came, to this session, as he says himself; *false* when the record was closed or withdrawn meanwhile.
pub(super) fn mark(w: &Write, record: RecordId, who: &Expected, session: i64) -> Result<bool> {
    let sql =
        "INSERT INTO record_attendance (record, person, subgroup, state, word, session, by_self)
               SELECT r.id, $2, $3, 'came', '', $4, TRUE FROM record r
               WHERE r.id = $1 AND r.closed_at IS NULL AND r.withdrawn_at IS NULL
               ON CONFLICT (record, person) DO UPDATE
               SET state = 'came', word = '', session = $4, by_self = TRUE";
    Ok(w.run(sql, bind![record, who.person, who.subgroup, session])? == 1)
}
