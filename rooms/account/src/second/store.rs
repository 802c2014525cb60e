//! Every SQL statement about second factors and recovery codes.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

use crate::passkey;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Factor {
    pub(crate) secret: Vec<u8>,
    pub(crate) last_step: i64,
    pub(crate) set_at: Instant,
    /// Opens the secret.
    pub(crate) own_key: Option<Vec<u8>>,
}

pub(crate) fn find(read: &Read, person: i64) -> Result<Option<Factor>> {
    let sql = "SELECT f.secret, f.last_step, f.set_at, k.wrapped AS own_key
               FROM second_factor f LEFT JOIN own_key k ON k.person = f.person WHERE f.person = $1";
    read.maybe(sql, bind![person])
}

/// False when he has one already.
pub(crate) fn add(
    write: &Write,
    person: i64,
    secret: &[u8],
    (last_step, set_at): (i64, Instant),
) -> Result<bool> {
    let sql =
        "INSERT INTO second_factor (person, secret, last_step, set_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person) DO NOTHING";
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

/// Takes away all of it: authenticator, passkeys, recovery codes. False when there was no second step.
pub(crate) fn take_away(write: &Write, person: i64) -> Result<bool> {
    let had_app = remove(write, person)?;
    let had_passkey = passkey::store::remove_all(write, person)? > 0;
    remove_idle_codes(write, person)?;
    Ok(had_app || had_passkey)
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
