//! Accounts as signing in needs them, and the guard against guessing.

use calendar::Instant;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Account {
    pub(crate) person: i64,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) changed_at: Instant,
    pub(crate) must_change: bool,
}

pub(crate) fn by_login(read: &Read, login: &str) -> Result<Option<Account>> {
    let sql = "SELECT person, login, password, changed_at, must_change FROM account
               WHERE login = $1 AND closed_at IS NULL";
    read.maybe(sql, bind![login])
}

pub(crate) fn of_person(read: &Read, person: i64) -> Result<Option<Account>> {
    let sql = "SELECT person, login, password, changed_at, must_change FROM account
               WHERE person = $1 AND closed_at IS NULL";
    read.maybe(sql, bind![person])
}

/// The person's name in pinyin, for judging a new password; "" for who has no place today.
pub(crate) fn name_key(read: &Read, person: i64) -> Result<String> {
    let sql = "SELECT name_key FROM person_now WHERE id = $1";
    Ok(read.maybe(sql, bind![person])?.unwrap_or_default())
}

/// Until when a name rests.
pub(crate) fn locked_until(read: &Read, key: &[u8]) -> Result<Option<Instant>> {
    let sql = "SELECT locked_until FROM sign_in_guard WHERE login_key = $1";
    Ok(read.maybe::<Option<Instant>>(sql, bind![key])?.flatten())
}

/// Counts one more failure; how many there are now.
pub(crate) fn count_failure(write: &Write, key: &[u8], now: Instant) -> Result<i64> {
    let sql = "INSERT INTO sign_in_guard (login_key, failures, failed_at) VALUES ($1, 1, $2)
               ON CONFLICT (login_key) DO UPDATE
                   SET failures = sign_in_guard.failures + 1, failed_at = $2
               RETURNING failures";
    write.one(sql, bind![key, now])
}

/// The name rests; its count begins anew afterwards.
pub(crate) fn lock(write: &Write, key: &[u8], until: Instant) -> Result<u64> {
    let sql = "UPDATE sign_in_guard SET failures = 0, locked_until = $2 WHERE login_key = $1";
    write.run(sql, bind![key, until])
}

pub(crate) fn forgive(write: &Write, key: &[u8]) -> Result<u64> {
    write.run("DELETE FROM sign_in_guard WHERE login_key = $1", bind![key])
}

pub(crate) fn forget_failures(write: &Write, before: Instant) -> Result<u64> {
    write.run("DELETE FROM sign_in_guard WHERE failed_at < $1", bind![before])
}

pub(crate) fn is_any_old(read: &Read, before: Instant) -> Result<bool> {
    let sql = "SELECT failures FROM sign_in_guard WHERE failed_at < $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![before])?.is_some())
}

/// False when somebody else changed it since `old` was read.
pub(crate) fn set_password(
    write: &Write,
    person: i64,
    old: &str,
    new: &str,
    now: Instant,
) -> Result<bool> {
    let sql = "UPDATE account SET password = $3, changed_at = $4, must_change = FALSE
               WHERE person = $1 AND password = $2 AND closed_at IS NULL";
    Ok(write.run(sql, bind![person, old, new, now])? == 1)
}
