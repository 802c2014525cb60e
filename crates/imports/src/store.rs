//! Every SQL statement about kept files and batches.

use act::{Result, Sight};
use calendar::Instant;
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use crate::Batch;

const BATCH: &str = "SELECT b.id, b.kind, b.unit, u.name AS unit_name, b.file_name, b.rows_count,
                            b.refused, b.imported_at, b.imported_by, p.name AS importer,
                            b.undone_at, b.kept, b.stays, b.upload, b.problem
                     FROM import_batch b LEFT JOIN person p ON p.id = b.imported_by";

pub(crate) fn batch(read: &Read, id: i64) -> Result<Option<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    query.add(" LEFT JOIN unit_now u ON u.id = b.unit WHERE b.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// Batches of one kind in sight, newest first; of one unit only, where one is named.
pub(crate) fn batches(
    read: &Read,
    sight: &Sight,
    of: (&str, Option<i64>),
    (offset, most): (i64, i64),
) -> Result<Vec<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    add_batches(&mut query, sight, of);
    query.add(" ORDER BY b.id DESC LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(crate) fn count_batches(read: &Read, sight: &Sight, of: (&str, Option<i64>)) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM import_batch b", &[]);
    add_batches(&mut query, sight, of);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn add_batches(query: &mut Query, sight: &Sight, (kind, unit): (&str, Option<i64>)) {
    query.add(" JOIN unit_now u ON u.id = b.unit WHERE b.kind = {}", bind![kind]);
    if let Some(unit) = unit {
        query.add(" AND b.unit = {}", bind![unit]);
    }
    sight.limit(query);
}

/// One batch of a kind, in sight.
pub(crate) fn batch_in_sight(
    read: &Read,
    sight: &Sight,
    (kind, id): (&str, i64),
) -> Result<Option<Batch>> {
    let mut query = Query::new(BATCH, &[]);
    let cells = bind![kind, id];
    query.add(" JOIN unit_now u ON u.id = b.unit WHERE b.kind = {} AND b.id = {}", cells);
    sight.limit(&mut query);
    Ok(query.maybe(read)?)
}

/// What a batch begins with.
pub(crate) struct NewBatch<'a> {
    pub(crate) id: i64,
    pub(crate) kind: &'a str,
    pub(crate) unit: i64,
    pub(crate) file_name: &'a str,
    pub(crate) rows: usize,
    pub(crate) by: Option<i64>,
    /// The kept file, while a job still has to write its rows.
    pub(crate) upload: Option<i64>,
}

pub(crate) fn insert_batch(w: &Write, at: Instant, batch: &NewBatch) -> Result<()> {
    let sql = "INSERT INTO import_batch (id, kind, unit, file_name, rows_count, refused,
                                         imported_at, imported_by, upload)
               VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)";
    let NewBatch { id, kind, unit, file_name, rows, by, upload } = batch;
    w.run(sql, bind![id, kind, unit, file_name, rows, at, by, upload])?;
    Ok(())
}

/// How many rows were written and refused in the end.
pub(crate) fn set_counts(w: &Write, id: i64, rows: usize, refused: usize) -> Result<()> {
    let sql = "UPDATE import_batch SET rows_count = $2, refused = $3 WHERE id = $1";
    w.run(sql, bind![id, rows, refused])?;
    Ok(())
}

/// A job takes over a batch that waited for it; *false* when it does not wait (any more).
pub(crate) fn finish_batch(w: &Write, id: i64) -> Result<bool> {
    let sql = "UPDATE import_batch SET upload = NULL WHERE id = $1 AND upload IS NOT NULL";
    Ok(w.run(sql, bind![id])? == 1)
}

pub(crate) fn fail_batch(w: &Write, id: i64, problem: &str) -> Result<()> {
    let sql = "UPDATE import_batch SET problem = $2, upload = NULL WHERE id = $1";
    w.run(sql, bind![id, problem])?;
    Ok(())
}

/// *False* when somebody has undone it already, or its rows are not written yet.
pub(crate) fn mark_undone(
    w: &Write,
    batch: i64,
    (at, by): (Instant, Option<i64>),
    (kept, stays): (usize, &str),
) -> Result<bool> {
    let sql = "UPDATE import_batch SET undone_at = $2, undone_by = $3, kept = $4, stays = $5
               WHERE id = $1 AND undone_at IS NULL AND upload IS NULL AND problem IS NULL";
    Ok(w.run(sql, bind![batch, at, by, kept, stays])? == 1)
}

/// A file as it is kept.
#[derive(Debug, Deserialize)]
pub(crate) struct Kept {
    pub(crate) unit: i64,
    pub(crate) kind: String,
    pub(crate) file_name: String,
    pub(crate) content: Vec<u8>,
    pub(crate) added_by: Option<i64>,
}

/// What is being kept: id, unit, kind, name, sealed content, who brought it.
pub(crate) type Keeping<'a> = (i64, i64, &'a str, &'a str, Vec<u8>, Option<i64>);

pub(crate) fn insert_upload(w: &Write, at: Instant, upload: Keeping) -> Result<()> {
    let sql = "INSERT INTO import_upload (id, unit, kind, file_name, content, added_at, added_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (id, unit, kind, file_name, content, by) = upload;
    w.run(sql, bind![id, unit, kind, file_name, content, at, by])?;
    Ok(())
}

pub(crate) fn upload(read: &Read, id: i64) -> Result<Option<Kept>> {
    let sql = "SELECT unit, kind, file_name, content, added_by FROM import_upload WHERE id = $1";
    Ok(read.maybe(sql, bind![id])?)
}

pub(crate) fn delete_upload(w: &Write, id: i64) -> Result<()> {
    w.run("DELETE FROM import_upload WHERE id = $1", bind![id])?;
    Ok(())
}

/// Nobody comes back to a rehearsal after days; what waits for a job stays.
pub(crate) fn forget_uploads(w: &Write, before: Instant) -> db::Result<u64> {
    let sql = "DELETE FROM import_upload WHERE added_at < $1
               AND id NOT IN (SELECT b.upload FROM import_batch b WHERE b.upload IS NOT NULL)";
    w.run(sql, bind![before])
}

pub(crate) fn count_uploads(read: &Read, before: Instant) -> db::Result<i64> {
    let sql = "SELECT count(*) FROM import_upload WHERE added_at < $1
               AND id NOT IN (SELECT b.upload FROM import_batch b WHERE b.upload IS NOT NULL)";
    read.one(sql, bind![before])
}
