//! Every SQL statement about stored files.

use act::Acting;
use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

use crate::{Label, Upload};

/// A stored file without its content.
#[derive(Debug, Clone, Deserialize)]
pub struct Stored {
    pub id: i64,
    pub digest: String,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub label: Label,
    /// The unit that answers for it.
    pub unit: i64,
    pub added_at: Instant,
    pub added_by: Option<i64>,
}

/// The file, unless it was removed. The caller checks who may have it.
pub fn find(read: &Read, id: i64) -> Result<Option<Stored>> {
    let sql = "SELECT id, digest, name, media_type, bytes, label, unit, added_at, added_by
               FROM file WHERE id = $1 AND removed_at IS NULL";
    read.maybe(sql, bind![id])
}

/// Every file that is there: for who must look through all of them.
pub fn all(read: &Read) -> Result<Vec<Stored>> {
    let sql = "SELECT id, digest, name, media_type, bytes, label, unit, added_at, added_by
               FROM file WHERE removed_at IS NULL ORDER BY id";
    read.all(sql, &[])
}

/// What is in it; *Conflict*, in words, when it is not what was stored.
pub fn content(read: &Read, file: &Stored) -> act::Result<Option<Vec<u8>>> {
    let sql = "SELECT content FROM file_content WHERE digest = $1";
    let cells = read.cells(sql, bind![file.digest])?;
    let first = cells.into_iter().next().and_then(|row| row.into_iter().next());
    let Some(db::Value::Bytes(content)) = first else { return Ok(None) };
    if crypto::hex(&crypto::sm3(&content)) != file.digest {
        tracing::error!(file = file.id, "a stored file is not what was stored");
        return Err(act::Error::Conflict(format!(
            "文件“{}”在存放中损坏了，没有拿给您。请告诉系统管理员：从备份里取回这个文件",
            file.name
        )));
    }
    Ok(Some(content))
}

/// The same content is kept once.
pub(crate) fn add_content(write: &Write, digest: &str, content: &[u8]) -> Result<u64> {
    let sql = "INSERT INTO file_content (digest, content) VALUES ($1, $2)
               ON CONFLICT (digest) DO NOTHING";
    write.run(sql, bind![digest, content])
}

pub(crate) fn add(
    w: &Acting,
    id: i64,
    upload: &Upload,
    (unit, label, by): (i64, Label, Option<i64>),
) -> Result<u64> {
    let sql =
        "INSERT INTO file (id, digest, name, media_type, bytes, label, unit, added_at, added_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let (bytes, label) = (upload.content.len(), label.key());
    let file =
        bind![id, upload.digest, upload.name, upload.media_type, bytes, label, unit, w.now, by];
    w.run(sql, file)
}

pub(crate) fn remove(write: &Write, id: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE file SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
    Ok(write.run(sql, bind![id, now])? == 1)
}

pub(crate) fn remove_unused_content(write: &Write, id: i64) -> Result<u64> {
    let sql = "DELETE FROM file_content
               WHERE digest = (SELECT digest FROM file WHERE id = $1)
                 AND NOT EXISTS (SELECT 1 FROM file f
                                 WHERE f.digest = file_content.digest AND f.removed_at IS NULL)";
    write.run(sql, bind![id])
}
