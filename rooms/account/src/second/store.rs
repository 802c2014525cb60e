//! Every SQL statement about second factors and recovery codes.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Factor {
    pub(crate) secret: Vec<u8>,
    pub(crate) last_step: i64,
    pub(crate) set_at: Instant,
}

pub(crate) fn find(read: &Read, person: i64) -> Result<Option<Factor>> {
    let sql = "SELECT secret, last_step, set_at FROM second_factor WHERE person = $1";
    read.maybe(sql, bind![person])
}

/// False when he has one already.
pub(crate) fn add(write: &Write, person: i64, factor: &Factor) -> Result<bool> {
    let sql =
        "INSERT INTO second_factor (person, secret, last_step, set_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person) DO NOTHING";
    let Factor { secret, last_step, set_at } = factor;
    Ok(write.run(sql, bind![person, secret, last_step, set_at])? == 1)
}

/// False when that code, or a later one, has been taken already.
pub(crate) fn use_step(write: &Write, person: i64, step: i64) -> Result<bool> {
    let sql = "UPDATE second_factor SET last_step = $2 WHERE person = $1 AND last_step < $2";
    Ok(write.run(sql, bind![person, step])? == 1)
}

/// The ways in which somebody can take the second step, beside recovery codes.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Ways {
    pub(crate) apps: i64,
    pub(crate) passkeys: i64,
}

pub(crate) fn ways(read: &Read, person: i64) -> Result<Ways> {
    let sql = "SELECT (SELECT count(*) FROM second_factor WHERE person = $1) AS apps,
                      (SELECT count(*) FROM passkey WHERE person = $1) AS passkeys";
    read.one(sql, bind![person])
}

/// False when there was none.
pub(crate) fn remove(write: &Write, person: i64) -> Result<bool> {
    Ok(write.run("DELETE FROM second_factor WHERE person = $1", bind![person])? == 1)
}

/// Recovery codes stand for a second step: without one there are none.
pub(crate) fn remove_idle_codes(write: &Write, person: i64) -> Result<u64> {
    let sql = "DELETE FROM recovery_code WHERE person = $1
                 AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.person = $1)
                 AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.person = $1)";
    write.run(sql, bind![person])
}

/// The hash of a recovery code that was not used.
pub(crate) fn recovery(read: &Read, person: i64, no: i64) -> Result<Option<String>> {
    let sql = "SELECT hash FROM recovery_code WHERE person = $1 AND no = $2 AND used_at IS NULL";
    read.maybe(sql, bind![person, no])
}

/// False when it has been used meanwhile.
pub(crate) fn use_recovery(write: &Write, person: i64, no: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE recovery_code SET used_at = $3
               WHERE person = $1 AND no = $2 AND used_at IS NULL";
    Ok(write.run(sql, bind![person, no, now])? == 1)
}

/// New codes; the old ones are void.
pub(crate) fn set_recovery(write: &Write, person: i64, hashes: &[String]) -> Result<()> {
    write.run("DELETE FROM recovery_code WHERE person = $1", bind![person])?;
    let sql = "INSERT INTO recovery_code (person, no, hash) VALUES ($1, $2, $3)";
    for (no, hash) in (1_i64..).zip(hashes) {
        write.run(sql, bind![person, no, hash])?;
    }
    Ok(())
}

pub(crate) fn recovery_left(read: &Read, person: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM recovery_code WHERE person = $1 AND used_at IS NULL";
    read.one(sql, bind![person])
}

/// A secret as it is kept: (person, sealed).
pub(super) type Sealed = (i64, Vec<u8>);

const ROWS_AT_ONCE: i64 = 200;

/// Secrets under another key than the newest.
pub(super) fn left(read: &Read, newest: &[u8]) -> Result<i64> {
    let sql = "SELECT count(*) FROM second_factor WHERE substr(secret, 1, 1) <> $1";
    read.one(sql, bind![newest])
}

pub(super) fn older(read: &Read, newest: &[u8], after: i64) -> Result<Vec<Sealed>> {
    let sql = "SELECT person, secret FROM second_factor
               WHERE person > $2 AND substr(secret, 1, 1) <> $1 ORDER BY person LIMIT $3";
    read.all(sql, bind![newest, after, ROWS_AT_ONCE])
}

pub(super) fn after(read: &Read, after: i64) -> Result<Vec<Sealed>> {
    let sql = "SELECT person, secret FROM second_factor WHERE person > $1 ORDER BY person LIMIT $2";
    read.all(sql, bind![after, ROWS_AT_ONCE])
}

/// In place of exactly this value: who set it anew meanwhile has done it under the newest key.
pub(super) fn replace(write: &Write, person: i64, old: &[u8], new: &[u8]) -> Result<u64> {
    let sql = "UPDATE second_factor SET secret = $3 WHERE person = $1 AND secret = $2";
    write.run(sql, bind![person, old, new])
}
