//! Every SQL statement about jobs.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

/// A job in our hands.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Claimed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) payload: String,
    /// This try included.
    pub(crate) attempts: i64,
}

/// Takes the job that has been due longest; `None` when nothing is due, or another worker was
/// faster (then there may be more: `claim` is asked again). A claim older than `lost` belongs to a
/// worker that died.
pub(crate) fn claim(write: &Write, now: Instant, lost: Instant) -> Result<Option<Claimed>> {
    let sql = "UPDATE job SET claimed_at = $1, attempts = attempts + 1
               WHERE done_at IS NULL AND failed_at IS NULL
                 AND (claimed_at IS NULL OR claimed_at < $2)
                 AND id = (SELECT id FROM job
                           WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= $1
                             AND (claimed_at IS NULL OR claimed_at < $2)
                           ORDER BY due_at, id LIMIT 1)
               RETURNING id, kind, payload, attempts";
    write.maybe(sql, bind![now, lost])
}

/// Whether anything is due: asked on a reading connection, so that an idle installation writes nothing.
pub(crate) fn is_any_due(read: &Read, now: Instant, lost: Instant) -> Result<bool> {
    let sql = "SELECT id FROM job
               WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= $1
                 AND (claimed_at IS NULL OR claimed_at < $2) LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![now, lost])?.is_some())
}

pub(crate) fn done(write: &Write, job: &Claimed, now: Instant) -> Result<u64> {
    let sql = "UPDATE job SET done_at = $3, error = NULL
               WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    write.run(sql, bind![job.id, job.attempts, now])
}

pub(crate) fn put_off(write: &Write, job: &Claimed, due: Instant, cause: &str) -> Result<u64> {
    let sql = "UPDATE job SET claimed_at = NULL, due_at = $3, error = $4
               WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    write.run(sql, bind![job.id, job.attempts, due, cause])
}

pub(crate) fn fail(write: &Write, job: &Claimed, now: Instant, cause: &str) -> Result<u64> {
    let sql = "UPDATE job SET claimed_at = NULL, failed_at = $3, error = $4
               WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    write.run(sql, bind![job.id, job.attempts, now, cause])
}

/// Puts a slot of the schedule among the jobs, once for ever: done ones count too.
pub(crate) fn enter_slot(write: &Write, kind: &str, slot: &str, due: Instant) -> Result<u64> {
    let sql = "INSERT INTO job (id, kind, payload, dedup, due_at, attempts)
               SELECT $1, $2, '{}', $3, $4, 0
               WHERE NOT EXISTS (SELECT 1 FROM job WHERE dedup = $3)
               ON CONFLICT DO NOTHING";
    write.run(sql, bind![write.id(), kind, slot, due])
}

pub(crate) fn is_entered(read: &Read, slot: &str) -> Result<bool> {
    let sql = "SELECT id FROM job WHERE dedup = $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![slot])?.is_some())
}

/// A job that was given up and waits for the administrator.
#[derive(Debug, Clone, Deserialize)]
pub struct Failed {
    pub id: i64,
    pub kind: String,
    pub due_at: Instant,
    pub failed_at: Instant,
    pub attempts: i64,
    pub error: Option<String>,
}

/// The latest failures first.
pub(crate) fn failed(read: &Read, offset: i64, limit: i64) -> Result<Vec<Failed>> {
    let sql = "SELECT id, kind, due_at, failed_at, attempts, error FROM job
               WHERE failed_at IS NOT NULL AND done_at IS NULL
               ORDER BY failed_at DESC, id DESC LIMIT $1 OFFSET $2";
    read.all(sql, bind![limit, offset])
}

/// What waits to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Backlog {
    /// Jobs that are neither done nor failed.
    pub waiting: i64,
    /// Jobs that failed and wait for the administrator.
    pub failed: i64,
    /// Events not yet sealed; only on `PostgreSQL` there are any.
    pub unsealed: i64,
}

/// What waits to be done, in one look.
pub fn backlog(read: &Read) -> Result<Backlog> {
    let sql = "SELECT
        (SELECT count(*) FROM job WHERE done_at IS NULL AND failed_at IS NULL) AS waiting,
        (SELECT count(*) FROM job WHERE done_at IS NULL AND failed_at IS NOT NULL) AS failed,
        (SELECT count(*) FROM unsealed) AS unsealed";
    read.one(sql, &[])
}

/// False when the job does not wait for the administrator any more.
pub(crate) fn retry(write: &Write, id: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE job SET failed_at = NULL, claimed_at = NULL, attempts = 0, due_at = $2
               WHERE id = $1 AND failed_at IS NOT NULL AND done_at IS NULL";
    Ok(write.run(sql, bind![id, now])? == 1)
}

/// Settles a failed job: `failed_at` and its cause stay.
pub(crate) fn give_up(write: &Write, id: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE job SET done_at = $2
               WHERE id = $1 AND failed_at IS NOT NULL AND done_at IS NULL";
    Ok(write.run(sql, bind![id, now])? == 1)
}

/// Removes settled jobs of before that instant.
pub(crate) fn remove_done(write: &Write, before: Instant) -> Result<u64> {
    write.run("DELETE FROM job WHERE done_at < $1", bind![before])
}

/// Forgets the one-time keys of forms sent before that instant.
pub(crate) fn forget_request_keys(write: &Write, before: Instant) -> Result<u64> {
    let sql = "UPDATE event SET request_key = NULL WHERE request_key IS NOT NULL AND at < $1";
    write.run(sql, bind![before])
}

/// Whether [`remove_done`] or [`forget_request_keys`] would find anything.
pub(crate) fn is_any_old(read: &Read, jobs: Instant, keys: Instant) -> Result<bool> {
    let sql = "SELECT id FROM job WHERE done_at < $1
               UNION ALL
               SELECT id FROM event WHERE request_key IS NOT NULL AND at < $2
               LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![jobs, keys])?.is_some())
}
