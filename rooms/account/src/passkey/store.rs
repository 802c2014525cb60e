//! Every SQL statement about passkeys and about the questions that were answered.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) handle: Vec<u8>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) counter: i64,
    pub(crate) name: String,
}

pub(super) fn by_credential(read: &Read, credential: &[u8]) -> Result<Option<Row>> {
    let sql = "SELECT id, person, handle, public_key, counter, name FROM passkey
               WHERE credential = $1";
    read.maybe(sql, bind![credential])
}

/// A passkey, for its owner.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Listed {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) made_at: Instant,
    pub(super) used_at: Option<Instant>,
}

pub(super) fn list(read: &Read, person: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT id, name, made_at, used_at FROM passkey WHERE person = $1 ORDER BY id";
    read.all(sql, bind![person])
}

/// For his copy: (name, when it was made).
pub(crate) fn names(read: &Read, person: i64) -> Result<Vec<(String, Instant)>> {
    read.all("SELECT name, made_at FROM passkey WHERE person = $1 ORDER BY id", bind![person])
}

/// What the authenticators call his keys.
pub(super) fn credentials(read: &Read, person: i64) -> Result<Vec<Vec<u8>>> {
    read.all("SELECT credential FROM passkey WHERE person = $1 ORDER BY id", bind![person])
}

/// What authenticators call him; `None` before his first passkey.
pub(super) fn handle(read: &Read, person: i64) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT handle FROM passkey WHERE person = $1 ORDER BY id LIMIT 1";
    read.maybe(sql, bind![person])
}

pub(crate) fn count(read: &Read, person: i64) -> Result<i64> {
    read.one("SELECT count(*) FROM passkey WHERE person = $1", bind![person])
}

/// False when that key is registered already, whoever's it is.
pub(super) fn add(write: &Write, credential: &[u8], row: &Row, now: Instant) -> Result<bool> {
    let sql =
        "INSERT INTO passkey (id, person, credential, handle, public_key, counter, name, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential) DO NOTHING";
    let Row { id, person, handle, public_key, counter, name } = row;
    let row = bind![id, person, credential, handle, public_key, counter, name, now];
    Ok(write.run(sql, row)? == 1)
}

/// False when it has been used meanwhile, or is gone.
pub(super) fn used(write: &Write, used: &super::Used, now: Instant) -> Result<bool> {
    let sql = "UPDATE passkey SET public_key = $4, counter = $3, used_at = $5
               WHERE id = $1 AND counter = $2";
    let super::Used { id, was, counter, public_key, .. } = used;
    Ok(write.run(sql, bind![id, was, counter, public_key, now])? == 1)
}

/// False when it is not his.
pub(super) fn rename(write: &Write, person: i64, id: i64, name: &str) -> Result<bool> {
    let sql = "UPDATE passkey SET name = $3 WHERE id = $2 AND person = $1";
    Ok(write.run(sql, bind![person, id, name])? == 1)
}

/// Its name; `None` when it is not his.
pub(super) fn remove(write: &Write, person: i64, id: i64) -> Result<Option<String>> {
    let sql = "DELETE FROM passkey WHERE id = $2 AND person = $1 RETURNING name";
    write.maybe(sql, bind![person, id])
}

/// How many there were.
pub(crate) fn remove_all(write: &Write, person: i64) -> Result<u64> {
    write.run("DELETE FROM passkey WHERE person = $1", bind![person])
}

pub(super) fn is_answered(read: &Read, challenge: &[u8]) -> Result<bool> {
    let sql = "SELECT until FROM passkey_answer WHERE challenge = $1";
    Ok(read.maybe::<Instant>(sql, bind![challenge])?.is_some())
}

/// False when it was answered before.
pub(super) fn answer(write: &Write, challenge: &[u8], until: Instant) -> Result<bool> {
    let sql = "INSERT INTO passkey_answer (challenge, until) VALUES ($1, $2)
               ON CONFLICT (challenge) DO NOTHING";
    Ok(write.run(sql, bind![challenge, until])? == 1)
}

pub(crate) fn is_any_answer_old(read: &Read, now: Instant) -> Result<bool> {
    let sql = "SELECT until FROM passkey_answer WHERE until < $1 LIMIT 1";
    Ok(read.maybe::<Instant>(sql, bind![now])?.is_some())
}

pub(crate) fn forget_answers(write: &Write, now: Instant) -> Result<u64> {
    write.run("DELETE FROM passkey_answer WHERE until < $1", bind![now])
}

const ROWS_AT_ONCE: i64 = 200;

/// Keys under another of our keys than the newest.
pub(super) fn left(read: &Read, newest: &[u8]) -> Result<i64> {
    let sql = "SELECT count(*) FROM passkey WHERE substr(public_key, 1, 1) <> $1";
    read.one(sql, bind![newest])
}

/// Those after an id; with nothing as the newest, under any key.
pub(super) fn older(read: &Read, newest: &[u8], after: i64) -> Result<Vec<Row>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT id, person, handle, public_key, counter, name FROM passkey
               WHERE id > $2 AND substr(public_key, 1, 1) <> $1 ORDER BY id LIMIT $3";
    read.all(sql, bind![newest, after, ROWS_AT_ONCE])
}

/// In place of exactly this value: who used the key meanwhile has written it under the newest one.
pub(super) fn replace(write: &Write, id: i64, old: &[u8], new: &[u8]) -> Result<u64> {
    let sql = "UPDATE passkey SET public_key = $3 WHERE id = $1 AND public_key = $2";
    write.run(sql, bind![id, old, new])
}
