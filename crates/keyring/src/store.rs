//! Every SQL statement about the keys that a database has seen.

use act::Acting;
use calendar::Instant;
use db::{Read, Result, bind};
use serde::Deserialize;

/// A key that was taken into use.
#[derive(Debug, Clone, Deserialize)]
pub struct Taken {
    pub id: i64,
    /// By what it is known again.
    pub check_value: Vec<u8>,
    pub taken_at: Instant,
    /// When nothing was left under older keys.
    pub renewed_at: Option<Instant>,
}

/// Every key that was ever used on this database, oldest first.
pub fn taken(read: &Read) -> Result<Vec<Taken>> {
    read.all("SELECT id, check_value, taken_at, renewed_at FROM data_key ORDER BY id", &[])
}

pub(crate) fn insert(w: &Acting, id: i64, check: &[u8]) -> Result<u64> {
    let sql = "INSERT INTO data_key (id, check_value, taken_at) VALUES ($1, $2, $3)
               ON CONFLICT DO NOTHING";
    w.run(sql, bind![id, check, w.now])
}

pub(crate) fn renewed(w: &Acting, id: i64) -> Result<u64> {
    let sql = "UPDATE data_key SET renewed_at = $2 WHERE id = $1 AND renewed_at IS NULL";
    w.run(sql, bind![id, w.now])
}

/// Half-filled forms under another key than the newest.
pub(crate) fn forms_left(read: &Read, newest: &[u8]) -> Result<i64> {
    read.one("SELECT count(*) FROM kept_form WHERE substr(content, 1, 1) <> $1", bind![newest])
}

/// The next person after this one with such a form; with nothing as the newest, with any form.
pub(crate) fn next_author(read: &Read, newest: &[u8], after: i64) -> Result<Option<i64>> {
    let sql = "SELECT person FROM kept_form WHERE person > $2 AND substr(content, 1, 1) <> $1
               ORDER BY person LIMIT 1";
    read.maybe(sql, bind![newest, after])
}

pub(crate) fn forms_of(read: &Read, person: i64) -> Result<Vec<(String, Vec<u8>)>> {
    read.all("SELECT form, content FROM kept_form WHERE person = $1 ORDER BY form", bind![person])
}

pub(crate) fn replace_form(
    w: &Acting,
    person: i64,
    form: &str,
    old: &[u8],
    new: &[u8],
) -> Result<u64> {
    let sql = "UPDATE kept_form SET content = $4
               WHERE person = $1 AND form = $2 AND content = $3";
    w.run(sql, bind![person, form, old, new])
}
