//! Every SQL statement about notices.

use calendar::Instant;
use db::{Query, Read, Result, Write, bind};
use retention::{Past, unheld};
use serde::Deserialize;

use crate::{Hours, Tell};

/// A notice as its person sees it.
#[derive(Debug, Clone, Deserialize)]
pub struct Notice {
    pub id: i64,
    pub unit: Option<i64>,
    pub kind: String,
    pub text: String,
    pub url: String,
    pub sender: Option<i64>,
    pub created_at: Instant,
    /// The digest it goes out with.
    pub digest_at: Instant,
    /// Equal for all of one digest; `None` while it waits for working hours.
    pub sent_at: Option<Instant>,
    pub read_at: Option<Instant>,
}

/// False when the same matter was told today.
pub(crate) fn add(
    w: &act::Acting,
    tell: &Tell,
    digest_at: Instant,
    matter: Option<&str>,
) -> Result<bool> {
    let sql = "INSERT INTO notice (id, person, unit, kind, text, url, sender, dedup, created_at,
                                   digest_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    let (person, unit, sender) = (tell.person, tell.unit, tell.sender);
    let row = bind![
        w.id(),
        person,
        unit,
        tell.kind,
        tell.text,
        tell.url,
        sender,
        matter,
        w.now,
        digest_at
    ];
    Ok(w.run(sql, row)? == 1)
}

/// What somebody was told, the latest digest first; what waits stands on top.
pub fn list(read: &Read, person: i64, (offset, most): (i64, i64)) -> Result<Vec<Notice>> {
    let sql = "SELECT id, unit, kind, text, url, sender, created_at, digest_at, sent_at, read_at
               FROM notice WHERE person = $1
               ORDER BY sent_at DESC NULLS FIRST, created_at DESC, id DESC LIMIT $2 OFFSET $3";
    read.all(sql, bind![person, most, offset])
}

/// How many there are, and how many are unread.
pub fn count(read: &Read, person: i64) -> Result<(i64, i64)> {
    let sql = "SELECT count(*), count(CASE WHEN read_at IS NULL THEN 1 END) FROM notice WHERE person = $1";
    read.one(sql, bind![person])
}

pub(crate) fn mark_read(write: &Write, person: i64, notice: i64, now: Instant) -> Result<u64> {
    let sql = "UPDATE notice SET read_at = $3 WHERE id = $2 AND person = $1 AND read_at IS NULL";
    write.run(sql, bind![person, notice, now])
}

pub(crate) fn mark_all_read(write: &Write, person: i64, now: Instant) -> Result<u64> {
    let sql = "UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL";
    write.run(sql, bind![person, now])
}

pub(crate) fn url(read: &Read, person: i64, notice: i64) -> Result<Option<String>> {
    read.maybe("SELECT url FROM notice WHERE id = $2 AND person = $1", bind![person, notice])
}

pub(crate) fn is_anything_to_do(read: &Read, now: Instant, old: Instant) -> Result<bool> {
    let sql = "SELECT id FROM notice WHERE sent_at IS NULL AND digest_at <= $1
               UNION ALL
               SELECT id FROM notice WHERE read_at IS NOT NULL AND sent_at < $2
               LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![now, old])?.is_some())
}

pub(crate) fn send(write: &Write, now: Instant) -> Result<u64> {
    let sql = "UPDATE notice SET sent_at = $1 WHERE sent_at IS NULL AND digest_at <= $1";
    write.run(sql, bind![now])
}

pub(crate) fn remove_old(write: &Write, before: Instant) -> Result<u64> {
    write.run("DELETE FROM notice WHERE read_at IS NOT NULL AND sent_at < $1", bind![before])
}

/// Hours as somebody set them.
#[derive(Debug, Deserialize)]
pub(crate) struct HoursRow {
    pub(crate) id: i64,
    pub(crate) works_from: String,
    pub(crate) works_to: String,
    /// `9:00 14:30`
    pub(crate) digests: String,
    pub(crate) set_at: Instant,
    pub(crate) set_by: Option<i64>,
}

/// The newest; `None` while nobody has set any.
pub(crate) fn hours(read: &Read) -> Result<Option<HoursRow>> {
    let sql = "SELECT id, works_from, works_to, digests, set_at, set_by FROM notice_hours
               ORDER BY set_at DESC, id DESC LIMIT 1";
    read.maybe(sql, &[])
}

pub(crate) fn set_hours(w: &act::Acting, hours: &Hours, by: Option<i64>) -> Result<i64> {
    let id = w.id();
    let digests: Vec<String> = hours.digests.iter().map(ToString::to_string).collect();
    let (from, to, digests) = (hours.from.to_string(), hours.to.to_string(), digests.join(" "));
    let sql = "INSERT INTO notice_hours (id, works_from, works_to, digests, set_at, set_by)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![id, from, to, digests, w.now, by])?;
    Ok(id)
}

/// Everything that waits goes out at `digest_at`.
pub(crate) fn put_off(write: &Write, digest_at: Instant) -> Result<u64> {
    write.run("UPDATE notice SET digest_at = $1 WHERE sent_at IS NULL", bind![digest_at])
}

fn old(start: &'static str, past: Past) -> Query {
    let mut query = Query::new(start, &[]);
    query.add(" FROM notice WHERE created_at < {}", bind![past.before()]);
    unheld!(query, past, "notice.person");
    query
}

/// Of nobody who is held.
pub(crate) fn count_old(read: &Read, past: Past) -> db::Result<i64> {
    Ok(old("SELECT count(*)", past).maybe(read)?.unwrap_or_default())
}

pub(crate) fn remove_past(w: &Write, past: Past) -> db::Result<u64> {
    w.run_query(&old("DELETE", past))
}
