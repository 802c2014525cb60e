//! Every SQL statement about sessions.

use calendar::{Day, Instant};
use db::{Read, Result, Write, bind};
use serde::Deserialize;

/// A session with its person and the hat it wears.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) must_change: bool,
    pub(crate) seen_at: Instant,
    pub(crate) ends_at: Instant,
    pub(crate) proved_at: Instant,
    /// Second steps set up.
    pub(crate) factors: i64,
    pub(crate) hats: i64,
    pub(crate) kept: i64,
    pub(crate) unread: i64,
    pub(crate) post: Option<i64>,
    pub(crate) post_kind: Option<String>,
    pub(crate) unit: Option<i64>,
    pub(crate) unit_kind: Option<String>,
    pub(crate) unit_name: Option<String>,
    pub(crate) short_name: Option<String>,
    pub(crate) lead_path: Option<String>,
    pub(crate) line_path: Option<String>,
    pub(crate) organ: Option<i64>,
    pub(crate) stand_in: Option<i64>,
    pub(crate) acts: Option<String>,
    pub(crate) until: Option<Day>,
    pub(crate) holder: Option<String>,
}

/// Somebody under one of his hats, or under none.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Worn {
    pub(crate) name: String,
    pub(crate) must_change: bool,
    /// How many hats he has today: an administrator has one.
    pub(crate) hats: i64,
    pub(crate) post: Option<i64>,
    pub(crate) post_kind: Option<String>,
    pub(crate) unit: Option<i64>,
    pub(crate) unit_kind: Option<String>,
    pub(crate) unit_name: Option<String>,
    pub(crate) short_name: Option<String>,
    pub(crate) lead_path: Option<String>,
    pub(crate) line_path: Option<String>,
    pub(crate) organ: Option<i64>,
    /// It is the post of `holder`, for whom he acts with these acts until a day.
    pub(crate) stand_in: Option<i64>,
    pub(crate) acts: Option<String>,
    pub(crate) until: Option<Day>,
    pub(crate) holder: Option<String>,
}

impl Row {
    pub(crate) fn worn(self) -> Worn {
        let Self { name, must_change, hats, post, post_kind, unit, unit_kind, .. } = self;
        let Self { stand_in, acts, until, holder, .. } = self;
        let Self { unit_name, short_name, lead_path, line_path, organ, .. } = self;
        Worn {
            name,
            must_change,
            hats,
            post,
            post_kind,
            unit,
            unit_kind,
            unit_name,
            short_name,
            lead_path,
            line_path,
            organ,
            stand_in,
            acts,
            until,
            holder,
        }
    }
}

/// The holder of an account under `hat` (a post of his, or one in which he stands in) as of today; no hat
/// where he has it not, or where the hand that gave it handed over his password as well.
pub(crate) fn worn(read: &Read, person: i64, hat: Option<i64>, today: Day) -> Result<Option<Worn>> {
    // A view of two tables is not joined from the left: SQLite would make all of its rows each time.
    let sql = "SELECT COALESCE((SELECT p.name FROM person_now p WHERE p.id = a.person),
                               (SELECT h.name FROM post_held h
                                WHERE h.id = t.id AND h.person = a.person), a.login) AS name,
                      a.must_change,
                      (SELECT count(*) FROM post_span h JOIN unit_now v ON v.id = h.unit
                       WHERE h.person = a.person AND h.from_on <= $3
                         AND (h.to_on IS NULL OR h.to_on > $3))
                      + (SELECT count(*) FROM stand_in_span e WHERE e.person = a.person
                           AND e.from_on <= $3 AND e.to_on > $3) AS hats,
                      t.id AS post, t.kind AS post_kind,
                      u.id AS unit, u.kind AS unit_kind, u.name AS unit_name, u.short_name,
                      u.lead_path, u.line_path, u.organ,
                      d.id AS stand_in, d.acts, d.to_on AS until,
                      (SELECT h.name FROM post_held h WHERE h.id = d.post) AS holder
               FROM account a
               LEFT JOIN stand_in_span d ON d.id = $2 AND d.person = a.person
                AND d.from_on <= $3 AND d.to_on > $3
               LEFT JOIN post_span t ON t.id = COALESCE(d.post, $2)
                AND (t.person = a.person OR d.id IS NOT NULL) AND t.from_on <= $3
                AND (t.to_on IS NULL OR t.to_on > $3)
                AND (a.handed_by IS NULL OR a.handed_by <>
                     COALESCE(CASE WHEN d.id IS NULL THEN t.given_by ELSE t.person END, 0))
               LEFT JOIN unit_now u ON u.id = t.unit
               WHERE a.person = $1 AND a.closed_at IS NULL";
    read.maybe(sql, bind![person, hat, today])
}

/// A post that has ended, or whose unit is no more, is no hat: it falls off at once.
pub(crate) fn find(read: &Read, token: &[u8], today: Day) -> Result<Option<Row>> {
    let sql = "SELECT s.id, s.person,
                      COALESCE((SELECT p.name FROM person_now p WHERE p.id = s.person),
                               (SELECT h.name FROM post_held h
                                WHERE h.id = t.id AND h.person = s.person), a.login) AS name,
                      a.must_change, s.seen_at, s.ends_at,
                      COALESCE(s.proved_at, s.created_at) AS proved_at,
                      (SELECT count(*) FROM second_factor f WHERE f.person = s.person)
                      + (SELECT count(*) FROM passkey k WHERE k.person = s.person) AS factors,
                      (SELECT count(*) FROM post_span h JOIN unit_now v ON v.id = h.unit
                       WHERE h.person = s.person AND h.from_on <= $2
                         AND (h.to_on IS NULL OR h.to_on > $2))
                      + (SELECT count(*) FROM stand_in_span e WHERE e.person = s.person
                           AND e.from_on <= $2 AND e.to_on > $2) AS hats,
                      (SELECT count(*) FROM kept_form k WHERE k.person = s.person) AS kept,
                      (SELECT count(*) FROM notice n
                       WHERE n.person = s.person AND n.read_at IS NULL) AS unread,
                      t.id AS post, t.kind AS post_kind,
                      u.id AS unit, u.kind AS unit_kind, u.name AS unit_name, u.short_name,
                      u.lead_path, u.line_path, u.organ,
                      d.id AS stand_in, d.acts, d.to_on AS until,
                      (SELECT h.name FROM post_held h WHERE h.id = d.post) AS holder
               FROM session s
               JOIN account a ON a.person = s.person AND a.closed_at IS NULL
               LEFT JOIN stand_in_span d ON d.id = s.post AND d.person = s.person
                AND d.from_on <= $2 AND d.to_on > $2
               LEFT JOIN post_span t ON t.id = COALESCE(d.post, s.post)
                AND (t.person = s.person OR d.id IS NOT NULL) AND t.from_on <= $2
                AND (t.to_on IS NULL OR t.to_on > $2)
                AND (a.handed_by IS NULL OR a.handed_by <>
                     COALESCE(CASE WHEN d.id IS NULL THEN t.given_by ELSE t.person END, 0))
               LEFT JOIN unit_now u ON u.id = t.unit
               WHERE s.token = $1 AND s.revoked_at IS NULL";
    read.maybe(sql, bind![token, today])
}

/// Revoked, or of an account that was closed; false for a token that nobody has.
pub(crate) fn was_ended(read: &Read, token: &[u8]) -> Result<bool> {
    let sql = "SELECT s.revoked_at IS NOT NULL OR a.closed_at IS NOT NULL
               FROM session s JOIN account a ON a.person = s.person WHERE s.token = $1";
    Ok(read.maybe(sql, bind![token])?.unwrap_or_default())
}

pub(crate) fn touch(write: &Write, session: i64, now: Instant) -> Result<u64> {
    let sql = "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    write.run(sql, bind![session, now])
}

/// He has shown once more that it is he. False when the session is over.
pub(crate) fn prove(write: &Write, person: i64, session: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE session SET proved_at = $3
               WHERE id = $2 AND person = $1 AND revoked_at IS NULL";
    Ok(write.run(sql, bind![person, session, now])? == 1)
}

/// A new session; `post` is the hat to begin with.
pub(crate) struct NewSession<'s> {
    pub(crate) token: &'s [u8],
    pub(crate) person: i64,
    pub(crate) post: Option<i64>,
    pub(crate) device: &'s str,
    pub(crate) address: Option<String>,
    pub(crate) ends_at: Instant,
    /// `None`: by signing in, just now.
    pub(crate) proved_at: Option<Instant>,
    pub(crate) by_sign_on: bool,
}

pub(crate) fn add(write: &Write, new: &NewSession, now: Instant) -> Result<i64> {
    let id = write.id();
    let sql = "INSERT INTO session (id, token, person, post, device, address, created_at, seen_at, ends_at,
                                    proved_at, by_sign_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)";
    let NewSession { token, person, post, device, address, ends_at, proved_at, by_sign_on } = new;
    let row = bind![id, token, person, post, device, address, now, ends_at, proved_at, by_sign_on];
    write.run(sql, row)?;
    Ok(id)
}

/// A browser that is signed in, for its owner.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: i64,
    pub(crate) device: String,
    pub(crate) address: Option<String>,
    pub(crate) created_at: Instant,
    pub(crate) seen_at: Instant,
    pub(crate) by_sign_on: bool,
}

/// Those that are alive, the latest used first.
pub(crate) fn list(
    read: &Read,
    person: i64,
    now: Instant,
    idle_before: Instant,
) -> Result<Vec<Session>> {
    let sql = "SELECT id, device, address, created_at, seen_at, by_sign_on FROM session
               WHERE person = $1 AND revoked_at IS NULL AND ends_at > $2 AND seen_at > $3
               ORDER BY seen_at DESC, id DESC";
    read.all(sql, bind![person, now, idle_before])
}

/// How often somebody tried his name in vain since then, from anywhere.
pub(crate) fn failures_since(read: &Read, person: i64, since: Instant) -> Result<i64> {
    let sql = "SELECT count(*) FROM event WHERE about = $1 AND act = $2 AND at >= $3";
    let about = format!("person:{person}");
    read.one(sql, bind![about, crate::entry::actions::FAIL.key, since])
}

/// False for one that was begun here, or is not there.
pub(crate) fn is_by_sign_on(read: &Read, session: i64) -> Result<bool> {
    let sql = "SELECT by_sign_on FROM session WHERE id = $1";
    Ok(read.maybe(sql, bind![session])?.unwrap_or_default())
}

/// False when it is not his, or has ended.
pub(crate) fn revoke(write: &Write, person: i64, session: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE session SET revoked_at = $3
               WHERE id = $2 AND person = $1 AND revoked_at IS NULL";
    Ok(write.run(sql, bind![person, session, now])? == 1)
}

/// Every session of a person but `kept`.
pub(crate) fn revoke_others(write: &Write, person: i64, kept: i64, now: Instant) -> Result<u64> {
    let sql = "UPDATE session SET revoked_at = $3
               WHERE person = $1 AND id <> $2 AND revoked_at IS NULL";
    write.run(sql, bind![person, kept, now])
}

pub(crate) fn revoke_all(write: &Write, person: i64, now: Instant) -> Result<u64> {
    let sql = "UPDATE session SET revoked_at = $2 WHERE person = $1 AND revoked_at IS NULL";
    write.run(sql, bind![person, now])
}

/// False when the session is over.
pub(crate) fn wear(write: &Write, person: i64, session: i64, post: Option<i64>) -> Result<bool> {
    let sql = "UPDATE session SET post = $3
               WHERE id = $2 AND person = $1 AND revoked_at IS NULL";
    Ok(write.run(sql, bind![person, session, post])? == 1)
}
