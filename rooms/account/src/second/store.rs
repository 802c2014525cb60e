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

/// False when there was none.
pub(crate) fn remove(write: &Write, person: i64) -> Result<bool> {
    write.run("DELETE FROM recovery_code WHERE person = $1", bind![person])?;
    Ok(write.run("DELETE FROM second_factor WHERE person = $1", bind![person])? == 1)
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
