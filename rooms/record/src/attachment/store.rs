//! Every SQL statement about the files of records.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

use crate::meeting::RecordId;

/// One file of a record.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Attached {
    pub(crate) file: i64,
    /// "" where it is none of those that the regulations name.
    pub(crate) what: String,
    pub(crate) name: String,
    pub(crate) bytes: i64,
    pub(crate) added_at: Instant,
}

/// In the order in which they came.
pub(crate) fn of(read: &Read, record: RecordId) -> Result<Vec<Attached>> {
    let sql = "SELECT r.file, r.what, f.name, f.bytes, f.added_at
               FROM record_file r JOIN file f ON f.id = r.file
               WHERE r.record = $1 AND f.removed_at IS NULL ORDER BY r.file";
    read.all(sql, bind![record])
}

pub(super) fn add(write: &Write, record: RecordId, file: i64, what: &str) -> Result<u64> {
    let sql = "INSERT INTO record_file (file, record, what) VALUES ($1, $2, $3)";
    write.run(sql, bind![file, record, what])
}

/// False when it is none of this record's.
pub(super) fn remove(write: &Write, record: RecordId, file: i64) -> Result<bool> {
    let sql = "DELETE FROM record_file WHERE record = $1 AND file = $2";
    Ok(write.run(sql, bind![record, file])? == 1)
}
