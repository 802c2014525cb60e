//! Every SQL statement about seals, their heads, and what they seal.

use std::collections::HashMap;

use act::{Acting, Look, Trace};
use calendar::Instant;
use db::{Query, Read, Result, Seal, bind};

use crate::head::{Head, KeyRow};

/// Ids in one statement at most.
const IDS_AT_ONCE: usize = 500;

/// Seals after a number, in order.
pub(crate) fn seals_after(read: &Read, no: i64, most: i64) -> Result<Vec<Seal>> {
    // Bounded: a stretch of the chain, which the verifier walks to its end.
    let sql = "SELECT no, events, digest FROM seal WHERE no > $1 ORDER BY no LIMIT $2";
    read.all(sql, bind![no, most])
}

/// Seals before a number, the latest first.
pub(crate) fn seals_below(read: &Read, no: i64, most: i64) -> Result<Vec<Seal>> {
    // Bounded: a stretch of the chain, which the verifier walks to its end.
    let sql = "SELECT no, events, digest FROM seal WHERE no < $1 ORDER BY no DESC LIMIT $2";
    read.all(sql, bind![no, most])
}

pub(crate) fn seal(read: &Read, no: i64) -> Result<Option<Seal>> {
    read.maybe("SELECT no, events, digest FROM seal WHERE no = $1", bind![no])
}

pub(crate) fn last_seal(read: &Read) -> Result<Option<Seal>> {
    read.maybe("SELECT no, events, digest FROM seal ORDER BY no DESC LIMIT 1", &[])
}

/// The latest time among the newest acts.
pub(crate) fn latest_act(read: &Read) -> Result<Option<Instant>> {
    // Bounded: the newest events, of which only the latest instant is wanted.
    let sql = "SELECT MAX(e.at) FROM (SELECT at FROM event ORDER BY id DESC LIMIT 10000) AS e";
    read.one(sql, &[])
}

/// How many things the seals after the one and up to the other hold.
pub(crate) fn sealed_between(read: &Read, after: i64, up_to: i64) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(
                   sum(length(events) - length(replace(events, ' ', '')) + 1), 0) AS BIGINT)
               FROM seal WHERE no > $1 AND no <= $2";
    read.one(sql, bind![after, up_to])
}

/// Something sealed, as it stands in its table.
pub(crate) struct Kept {
    pub(crate) what: What,
    /// As it was sealed; `None` for looks of before it was kept.
    pub(crate) digest: Option<Vec<u8>>,
}

pub(crate) enum What {
    Event(Trace),
    Look(Look),
}

impl What {
    pub(crate) fn at(&self) -> Instant {
        match self {
            Self::Event(it) => it.at,
            Self::Look(it) => it.at,
        }
    }

    pub(crate) fn detail(&self) -> String {
        match self {
            Self::Event(it) => it.detail(),
            Self::Look(it) => it.detail(),
        }
    }
}

type EventCells = (
    i64,
    Instant,
    Option<i64>,
    String,
    Option<i64>,
    String,
    Option<i64>,
    Option<String>,
    String,
    Option<String>,
    i64,
    Option<String>,
    Vec<u8>,
);
type LookCells =
    (i64, Instant, i64, Option<i64>, String, String, i64, Option<String>, Option<Vec<u8>>);

fn event(cells: EventCells) -> (i64, Kept) {
    let (id, at, person, actor, post, act, unit, about, changed, reason, rows, origin, digest) =
        cells;
    let trace = Trace {
        id,
        at,
        person,
        actor,
        post,
        act,
        unit,
        about,
        changed,
        reason,
        rows_count: rows,
        origin,
    };
    (id, Kept { what: What::Event(trace), digest: Some(digest) })
}

fn look((id, at, person, post, act, about, shown, origin, digest): LookCells) -> (i64, Kept) {
    let look = Look { id, at, person, post, act, about, shown, origin };
    (id, Kept { what: What::Look(look), digest })
}

/// What is there of these ids.
pub(crate) fn kept(read: &Read, ids: &[i64]) -> Result<HashMap<i64, Kept>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(IDS_AT_ONCE) {
        let mut events = Query::new(
            "SELECT id, at, person, actor, post, act, unit, about, changed, reason, rows_count,
                    origin, digest
             FROM event WHERE id IN ",
            &[],
        );
        found.extend(events.in_list("", ids).all(read)?.into_iter().map(event));
        let others: Vec<i64> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
        if others.is_empty() {
            continue;
        }
        let mut looks = Query::new(
            "SELECT id, at, person, post, act, about, shown, origin, digest
             FROM view_log WHERE id IN ",
            &[],
        );
        found.extend(looks.in_list("", &others).all(read)?.into_iter().map(look));
    }
    Ok(found)
}

/// Ids of events after one, in order.
pub(crate) fn event_ids(read: &Read, after: i64, most: i64) -> Result<Vec<i64>> {
    // Bounded: a stretch of the chain, which the verifier walks to its end.
    read.all("SELECT id FROM event WHERE id > $1 ORDER BY id LIMIT $2", bind![after, most])
}

pub(crate) fn look_ids(read: &Read, after: i64, most: i64) -> Result<Vec<i64>> {
    // Bounded: a stretch of the chain, which the verifier walks to its end.
    read.all("SELECT id FROM view_log WHERE id > $1 ORDER BY id LIMIT $2", bind![after, most])
}

/// What waits for its seal, after an id: (id, digest).
pub(crate) fn waiting(read: &Read, after: i64, most: i64) -> Result<Vec<(i64, Vec<u8>)>> {
    // Bounded: a stretch of the chain, which the verifier walks to its end.
    let sql = "SELECT event, digest FROM unsealed WHERE event > $1 ORDER BY event LIMIT $2";
    read.all(sql, bind![after, most])
}

pub(crate) fn heads(read: &Read) -> Result<Vec<Head>> {
    let sql = "SELECT no, day, signed_at, seal, digest, events, previous, signer, signature
               FROM audit_head ORDER BY no";
    read.all(sql, &[])
}

pub(crate) fn newest_heads(read: &Read, offset: i64, limit: i64) -> Result<Vec<Head>> {
    let sql = "SELECT no, day, signed_at, seal, digest, events, previous, signer, signature
               FROM audit_head ORDER BY no DESC LIMIT $1 OFFSET $2";
    read.all(sql, bind![limit, offset])
}

pub(crate) fn count_heads(read: &Read) -> Result<i64> {
    read.one("SELECT count(*) FROM audit_head", &[])
}

/// How many heads were signed, by what the acts left behind.
pub(crate) fn count_signed(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM event WHERE act = $1";
    read.one(sql, bind![crate::SIGN_HEAD.key])
}

/// What names an event that is not there: (event, table).
pub(crate) fn missed(read: &Read) -> Result<Option<(i64, String)>> {
    let sql = "SELECT event, what FROM (
                   SELECT min(t.event) AS event, 'touched' AS what FROM touched t
                   WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = t.event)
                   UNION ALL
                   SELECT min(c.event), 'unit_change' FROM unit_change c
                   WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = c.event)) x
               WHERE event IS NOT NULL ORDER BY event LIMIT 1";
    read.maybe(sql, &[])
}

/// Restores noted since a moment, latest first: (event, of the seal that the backup came to).
pub(crate) fn restores(read: &Read, since: Instant) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT id, about FROM event WHERE act = $1 AND at >= $2 ORDER BY at DESC, id DESC";
    read.all(sql, bind![crate::RESTORE.key, since])
}

/// When the database last came out of a backup: (moment, of the seal that it came to).
pub(crate) fn last_restore(read: &Read) -> Result<Option<(Instant, String)>> {
    let sql = "SELECT at, about FROM event WHERE act = $1 ORDER BY at DESC, id DESC LIMIT 1";
    read.maybe(sql, bind![crate::RESTORE.key])
}

pub(crate) fn last_head(read: &Read) -> Result<Option<Head>> {
    let sql = "SELECT no, day, signed_at, seal, digest, events, previous, signer, signature
               FROM audit_head ORDER BY no DESC LIMIT 1";
    read.maybe(sql, &[])
}

pub(crate) fn insert_head(w: &Acting, head: &Head) -> Result<()> {
    let sql = "INSERT INTO audit_head (no, day, signed_at, seal, digest, events, previous, signer,
                                       signature)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Head { no, day, signed_at, seal, digest, events, previous, signer, signature } = head;
    w.run(sql, bind![no, day, signed_at, seal, digest, events, previous, signer, signature])?;
    Ok(())
}

pub(crate) fn keys(read: &Read) -> Result<Vec<KeyRow>> {
    read.all("SELECT id, public, secret FROM audit_key ORDER BY id", &[])
}

pub(crate) fn insert_key(w: &Acting, id: i64, public: &[u8], secret: &[u8]) -> Result<()> {
    let sql = "INSERT INTO audit_key (id, public, secret, made_at) VALUES ($1, $2, $3, $4)";
    w.run(sql, bind![id, public, secret, w.now])?;
    Ok(())
}

/// Keys wrapped under another key than the newest.
pub(crate) fn left_under_older(read: &Read, newest: &[u8]) -> Result<i64> {
    read.one("SELECT count(*) FROM audit_key WHERE substr(secret, 1, 1) <> $1", bind![newest])
}

/// Those after an id; with nothing as the newest, under any key. There are few.
pub(crate) fn older_keys(read: &Read, newest: &[u8], after: i64) -> Result<Vec<KeyRow>> {
    let sql = "SELECT id, public, secret FROM audit_key
               WHERE id > $2 AND substr(secret, 1, 1) <> $1 ORDER BY id";
    read.all(sql, bind![newest, after])
}

pub(crate) fn replace_secret(w: &Acting, id: i64, secret: &[u8]) -> Result<u64> {
    w.run("UPDATE audit_key SET secret = $2 WHERE id = $1", bind![id, secret])
}
