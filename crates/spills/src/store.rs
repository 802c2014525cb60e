//! Every SQL statement about spills.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

/// A spill as the report tells it.
#[derive(Debug, Clone)]
pub struct Spill {
    pub id: i64,
    pub no: i64,
    pub since: Instant,
    pub opened_at: Instant,
    pub dropped: i64,
    pub purged_at: Option<Instant>,
    /// Names of backups that hold it; known once it is purged.
    pub backups: Vec<String>,
    pub places: Vec<Place>,
}

/// Where something of it stood.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    pub in_table: String,
    pub in_field: String,
    pub digest: String,
    /// It could not be taken out.
    pub stays: bool,
    /// Whether the original is still kept, sealed.
    pub is_kept: bool,
}

type Row = (i64, i64, Instant, Instant, i64, Option<Instant>, Option<String>);

pub(crate) fn find(read: &Read, no: i64) -> Result<Option<Spill>> {
    let sql =
        "SELECT id, no, since, opened_at, dropped, purged_at, backups FROM spill WHERE no = $1";
    let Some(row) = read.maybe::<Row>(sql, bind![no])? else { return Ok(None) };
    let (id, no, since, opened_at, dropped, purged_at, backups) = row;
    let sql = "SELECT in_table, in_field, digest, stays, content IS NOT NULL AS is_kept
               FROM spill_place WHERE spill = $1 ORDER BY id";
    let places = read.all(sql, bind![id])?;
    let backups = backups.unwrap_or_default().lines().map(str::to_owned).collect();
    Ok(Some(Spill { id, no, since, opened_at, dropped, purged_at, backups, places }))
}

pub(crate) fn words(read: &Read, id: i64) -> Result<Option<Vec<u8>>> {
    let cells = read.cells("SELECT words FROM spill WHERE id = $1", bind![id])?;
    Ok(cells.into_iter().flatten().find_map(|cell| match cell {
        db::Value::Bytes(words) => Some(words),
        _ => None,
    }))
}

pub(crate) fn next_no(read: &Read) -> Result<i64> {
    read.one("SELECT CAST(COALESCE(MAX(no), 0) + 1 AS BIGINT) FROM spill", &[])
}

pub(crate) fn open(
    w: &Write,
    (id, no): (i64, i64),
    words: &[u8],
    since: Instant,
    (at, by): (Instant, i64),
    dropped: u64,
) -> Result<u64> {
    let sql = "INSERT INTO spill (id, no, words, since, opened_at, opened_by, dropped)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    w.run(sql, bind![id, no, words, since, at, by, dropped as i64])
}

pub(crate) fn add_place(
    w: &Write,
    (id, spill): (i64, i64),
    (table, field): (&str, &str),
    digest: &str,
    content: Option<&[u8]>,
    stays: bool,
) -> Result<()> {
    let sql = "INSERT INTO spill_place (id, spill, in_table, in_field, digest, content, stays)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    w.run(sql, bind![id, spill, table, field, digest, content, stays])?;
    Ok(())
}

/// What lies encrypted and cannot be looked into: half-filled forms, lists on their way out and in.
pub(crate) fn drop_unfinished(w: &Write, since: Instant, now: Instant) -> Result<u64> {
    let forms = w.run("DELETE FROM kept_form WHERE saved_at >= $1", bind![since])?;
    let sql = "UPDATE export SET content = NULL, expires_at = $2, problem = $3
               WHERE content IS NOT NULL AND asked_at >= $1";
    let words = "按保密规定停发，请重新申请";
    let exports = w.run(sql, bind![since, now, words])?;
    let uploads = w.run("DELETE FROM import_upload WHERE added_at >= $1", bind![since])?;
    Ok(forms + exports + uploads)
}

/// False when it was purged before.
pub(crate) fn purge(w: &Write, id: i64, (at, by): (Instant, i64), backups: &str) -> Result<bool> {
    let sql = "UPDATE spill SET words = NULL, purged_at = $2, purged_by = $3, backups = $4
               WHERE id = $1 AND purged_at IS NULL";
    let is_first = w.run(sql, bind![id, at, by, backups])? == 1;
    w.run("UPDATE spill_place SET content = NULL WHERE spill = $1", bind![id])?;
    Ok(is_first)
}
