//! Every SQL statement about own words.

use act::Result;
use db::{Write, bind};

use crate::meeting::RecordId;

pub(super) fn keep(w: &Write, record: RecordId, person: i64, words: &str) -> Result<()> {
    if words.is_empty() {
        let sql = "DELETE FROM record_remark WHERE record = $1 AND person = $2";
        w.run(sql, bind![record, person])?;
        return Ok(());
    }
    let sql = "INSERT INTO record_remark (record, person, words) VALUES ($1, $2, $3)
               ON CONFLICT (record, person) DO UPDATE SET words = $3";
    w.run(sql, bind![record, person, words])?;
    Ok(())
}
