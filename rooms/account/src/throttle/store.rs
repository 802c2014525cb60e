//! Every SQL statement about counted failures and known devices.

use calendar::Instant;
use db::{Read, Result, Write, bind};

/// Until when a place waits; it may be past.
pub(crate) fn waits_until(read: &Read, place: &[u8]) -> Result<Option<Instant>> {
    let sql = "SELECT wait_until FROM sign_in_wait WHERE place = $1";
    Ok(read.maybe::<Option<Instant>>(sql, bind![place])?.flatten())
}

/// One failure at a place.
pub(crate) struct Failure<'f> {
    pub(crate) place: &'f [u8],
    pub(crate) login_key: &'f [u8],
    pub(crate) at: Instant,
}

/// Counts it; how many there are now. The count begins anew when the last failure is older than `forgotten`, and
/// when the first is older than `window`.
pub(crate) fn count(
    write: &Write,
    failure: &Failure,
    forgotten: Instant,
    window: Option<Instant>,
) -> Result<i64> {
    let sql = "INSERT INTO sign_in_wait (place, login_key, failures, since, failed_at)
               VALUES ($1, $2, 1, $3, $3)
               ON CONFLICT (place) DO UPDATE SET
                   failures = CASE WHEN sign_in_wait.failed_at < $4 OR sign_in_wait.since < $5
                                   THEN 1 ELSE sign_in_wait.failures + 1 END,
                   since = CASE WHEN sign_in_wait.failed_at < $4 OR sign_in_wait.since < $5
                                THEN $3 ELSE sign_in_wait.since END,
                   failed_at = $3
               RETURNING failures";
    let Failure { place, login_key, at } = failure;
    let window = window.map(|it| it.to_string()).unwrap_or_default();
    write.one(sql, bind![place, login_key, at, forgotten, window])
}

pub(crate) fn rest(write: &Write, place: &[u8], until: Instant) -> Result<()> {
    let sql = "UPDATE sign_in_wait SET wait_until = $2 WHERE place = $1";
    write.run(sql, bind![place, until]).map(|_| ())
}

pub(crate) fn forgive(write: &Write, place: &[u8]) -> Result<()> {
    write.run("DELETE FROM sign_in_wait WHERE place = $1", bind![place]).map(|_| ())
}

pub(crate) fn forgive_login(write: &Write, login_key: &[u8]) -> Result<()> {
    write.run("DELETE FROM sign_in_wait WHERE login_key = $1", bind![login_key]).map(|_| ())
}

pub(crate) fn forget_failures(write: &Write, before: Instant) -> Result<u64> {
    write.run("DELETE FROM sign_in_wait WHERE failed_at < $1", bind![before])
}

pub(crate) fn is_any_failure_old(read: &Read, before: Instant) -> Result<bool> {
    let sql = "SELECT failures FROM sign_in_wait WHERE failed_at < $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![before])?.is_some())
}

/// Whether the device has signed in to the account before.
pub(crate) fn is_known(read: &Read, device: &[u8]) -> Result<bool> {
    let sql = "SELECT person FROM known_device WHERE device = $1";
    Ok(read.maybe::<i64>(sql, bind![device])?.is_some())
}

/// Whether any browser is known to the person.
pub(crate) fn has_devices(read: &Read, person: i64) -> Result<bool> {
    let sql = "SELECT person FROM known_device WHERE person = $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![person])?.is_some())
}

pub(crate) fn know(write: &Write, device: &[u8], person: i64, now: Instant) -> Result<()> {
    let sql = "INSERT INTO known_device (device, person, first_at, last_at) VALUES ($1, $2, $3, $3)
               ON CONFLICT (device) DO UPDATE SET person = $2, last_at = $3";
    write.run(sql, bind![device, person, now]).map(|_| ())
}

/// All devices of a person are strange again.
pub(crate) fn forget_devices(write: &Write, person: i64) -> Result<u64> {
    write.run("DELETE FROM known_device WHERE person = $1", bind![person])
}

pub(crate) fn forget_unused_devices(write: &Write, before: Instant) -> Result<u64> {
    write.run("DELETE FROM known_device WHERE last_at < $1", bind![before])
}

pub(crate) fn is_any_device_old(read: &Read, before: Instant) -> Result<bool> {
    let sql = "SELECT person FROM known_device WHERE last_at < $1 LIMIT 1";
    Ok(read.maybe::<i64>(sql, bind![before])?.is_some())
}
