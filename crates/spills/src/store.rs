//! Every SQL statement about spills.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

use crate::{Backups, Seen, Standby};

/// What who waits for a list reads instead.
const STOPPED: &str = "按保密规定停发，请重新申请";

/// A spill as the report tells it.
#[derive(Debug, Clone)]
pub struct Spill {
    pub id: i64,
    pub no: i64,
    pub since: Instant,
    pub opened_at: Instant,
    pub dropped: i64,
    pub purged_at: Option<Instant>,
    /// What was looked through; nothing is known of spills from before this was noted.
    pub looked: Option<Seen>,
    /// Names of backups that hold it; known once it is purged.
    pub backups: Vec<String>,
    /// The folder of backups that was looked through, and how many.
    pub backups_in: Option<(String, i64)>,
    /// When the database had been rewritten.
    pub rewritten_at: Option<Instant>,
    /// Each standby then, with the bytes that it still lacked.
    pub standbys: Vec<Standby>,
    /// The file of PostgreSQL's log that was written then; *None* where the log went with the rewriting, or for
    /// spills from before this was noted.
    pub log_until: Option<String>,
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

#[derive(Deserialize)]
struct Row {
    id: i64,
    no: i64,
    since: Instant,
    opened_at: Instant,
    dropped: i64,
    purged_at: Option<Instant>,
    backups: Option<String>,
    looked: Option<String>,
    backups_in: Option<String>,
    backups_seen: Option<i64>,
    rewritten_at: Option<Instant>,
    standbys: Option<String>,
    log_until: Option<String>,
}

pub(crate) fn find(read: &Read, no: i64) -> Result<Option<Spill>> {
    let sql = "SELECT id, no, since, opened_at, dropped, purged_at, backups, looked, backups_in, backups_seen,
                      rewritten_at, standbys, log_until
               FROM spill WHERE no = $1";
    let Some(row) = read.maybe::<Row>(sql, bind![no])? else { return Ok(None) };
    let sql = "SELECT in_table, in_field, digest, stays, content IS NOT NULL AS is_kept
               FROM spill_place WHERE spill = $1 ORDER BY id";
    Ok(Some(Spill {
        id: row.id,
        no: row.no,
        since: row.since,
        opened_at: row.opened_at,
        dropped: row.dropped,
        purged_at: row.purged_at,
        looked: row.looked.and_then(|it| serde_json::from_str(&it).ok()),
        backups: row.backups.unwrap_or_default().lines().map(str::to_owned).collect(),
        backups_in: row.backups_in.zip(row.backups_seen),
        rewritten_at: row.rewritten_at,
        standbys: row.standbys.and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default(),
        log_until: row.log_until,
        places: read.all(sql, bind![row.id])?,
    }))
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
    (words, looked): (&[u8], &Seen),
    since: Instant,
    (at, by): (Instant, i64),
    dropped: u64,
) -> Result<u64> {
    let looked = serde_json::to_string(looked).unwrap_or_default();
    let sql = "INSERT INTO spill (id, no, words, since, opened_at, opened_by, dropped, looked)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    w.run(sql, bind![id, no, words, since, at, by, dropped as i64, looked])
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

/// Half-filled forms, lists on their way out and in: what is in their pictures no words find.
pub(crate) fn drop_unfinished(w: &Write, since: Instant, now: Instant) -> Result<u64> {
    let forms = w.run("DELETE FROM kept_form WHERE saved_at >= $1", bind![since])?;
    let sql = "UPDATE export SET content = NULL, expires_at = $2, problem = $3
               WHERE content IS NOT NULL AND asked_at >= $1";
    let exports = w.run(sql, bind![since, now, STOPPED])?;
    let uploads = w.run("DELETE FROM import_upload WHERE added_at >= $1", bind![since])?;
    Ok(forms + exports + uploads)
}

/// One list, because the words stand in it.
pub(crate) fn drop_list(w: &Write, table: &str, id: i64, now: Instant) -> Result<u64> {
    if table == "import_upload" {
        return w.run("DELETE FROM import_upload WHERE id = $1", bind![id]);
    }
    let sql = "UPDATE export SET content = NULL, expires_at = $2, problem = $3 WHERE id = $1";
    w.run(sql, bind![id, now, STOPPED])
}

/// False when it was purged before.
pub(crate) fn purge(
    w: &Write,
    id: i64,
    (at, by): (Instant, i64),
    backups: &Backups,
) -> Result<bool> {
    let sql = "UPDATE spill SET words = NULL, purged_at = $2, purged_by = $3, backups = $4, backups_in = $5,
                      backups_seen = $6
               WHERE id = $1 AND purged_at IS NULL";
    let (holding, seen) = (backups.holding.join("\n"), backups.seen as i64);
    let is_first = w.run(sql, bind![id, at, by, holding, backups.folder, seen])? == 1;
    w.run("UPDATE spill_place SET content = NULL WHERE spill = $1", bind![id])?;
    Ok(is_first)
}

pub(crate) fn rewrote(
    w: &Write,
    id: i64,
    at: Instant,
    (standbys, log_until): (&[Standby], Option<&str>),
) -> Result<()> {
    let standbys = serde_json::to_string(standbys).unwrap_or_default();
    let sql = "UPDATE spill SET rewritten_at = $2, standbys = $3, log_until = $4 WHERE id = $1";
    w.run(sql, bind![id, at, standbys, log_until])?;
    Ok(())
}
