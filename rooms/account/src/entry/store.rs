//! Accounts as signing in needs them.

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

/// What the roll says about a person, for judging a new password.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Roll {
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) police_number: Option<String>,
    pub(crate) birth: Option<String>,
    pub(crate) unit: Option<String>,
}

/// Nothing for who has no place today.
pub(crate) fn on_roll(read: &Read, person: i64) -> Result<Option<Roll>> {
    let sql = "SELECT p.name, p.name_key, p.police_number, p.birth, u.name AS unit
               FROM person_now p LEFT JOIN unit_now u ON u.id = p.unit WHERE p.id = $1";
    read.maybe(sql, bind![person])
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
