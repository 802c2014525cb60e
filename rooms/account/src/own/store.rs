//! Statements about what somebody may take of his account.

use calendar::Instant;
use db::{Read, Result, bind};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub(super) login: String,
    pub(super) opened_at: Instant,
    pub(super) changed_at: Instant,
    pub(super) second_set_at: Option<Instant>,
}

pub(super) fn account(read: &Read, person: i64) -> Result<Option<Account>> {
    let sql = "SELECT a.login, a.opened_at, a.changed_at, f.set_at AS second_set_at
               FROM account a LEFT JOIN second_factor f ON f.person = a.person
               WHERE a.person = $1";
    read.maybe(sql, bind![person])
}

#[derive(Debug, Deserialize)]
pub(super) struct Session {
    pub(super) device: String,
    pub(super) address: Option<String>,
    pub(super) created_at: Instant,
    pub(super) seen_at: Instant,
}

/// Also those that have ended, as long as they are kept.
pub(super) fn sessions(read: &Read, person: i64) -> Result<Vec<Session>> {
    let sql = "SELECT device, address, created_at, seen_at FROM session
               WHERE person = $1 ORDER BY created_at DESC, id DESC";
    read.all(sql, bind![person])
}

pub(super) fn own_acts(read: &Read, person: i64) -> Result<Vec<(Instant, String)>> {
    read.all("SELECT at, act FROM event WHERE person = $1 ORDER BY at DESC, id DESC", bind![person])
}
