//! Every SQL statement about the keys that a database has seen, and about those of persons.

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

/// A half-filled form as it is stored.
#[derive(Debug, Deserialize)]
pub(crate) struct Kept {
    pub(crate) person: i64,
    pub(crate) form: String,
    pub(crate) content: Vec<u8>,
}

/// All of the next person after this one; with nothing as the newest, under any key.
pub(crate) fn older_forms(read: &Read, newest: &[u8], after: i64) -> Result<Vec<Kept>> {
    let sql = "SELECT person, form, content FROM kept_form
               WHERE substr(content, 1, 1) <> $1
                 AND person = (SELECT min(person) FROM kept_form
                               WHERE person > $2 AND substr(content, 1, 1) <> $1)
               ORDER BY form";
    read.all(sql, bind![newest, after])
}

pub(crate) fn replace_form(w: &Acting, row: &Kept, new: &[u8]) -> Result<u64> {
    let sql = "UPDATE kept_form SET content = $4
               WHERE person = $1 AND form = $2 AND content = $3";
    w.run(sql, bind![row.person, row.form, row.content, new])
}

// Keys of persons ---------------------------------------------------------------------------------

const OWN_AT_ONCE: i64 = 500;

/// Also for who never had a key: then nothing may be sealed for him any more.
pub(crate) fn destroy(w: &Acting, person: i64) -> Result<bool> {
    let sql = "INSERT INTO person_key (person, wrapped, made_at, destroyed_at)
               VALUES ($1, NULL, $2, $2)
               ON CONFLICT (person) DO UPDATE SET wrapped = NULL, destroyed_at = $2
               WHERE person_key.destroyed_at IS NULL";
    Ok(w.run(sql, bind![person, w.now])? == 1)
}

/// Whose keys are destroyed, and when.
pub fn destroyed(read: &Read) -> Result<Vec<(i64, Instant)>> {
    let sql = "SELECT person, destroyed_at FROM person_key
               WHERE destroyed_at IS NOT NULL ORDER BY person";
    read.all(sql, &[])
}

pub(crate) fn own_left(read: &Read, newest: &[u8]) -> Result<i64> {
    read.one("SELECT count(*) FROM person_key WHERE substr(wrapped, 1, 1) <> $1", bind![newest])
}

/// Keys under another than the newest; with nothing as the newest, any.
pub(crate) fn older_own(read: &Read, newest: &[u8], after: i64) -> Result<Vec<(i64, Vec<u8>)>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT person, wrapped FROM person_key
               WHERE person > $2 AND substr(wrapped, 1, 1) <> $1 ORDER BY person LIMIT $3";
    read.all(sql, bind![newest, after, OWN_AT_ONCE])
}

/// A key that was destroyed meanwhile stays so.
pub(crate) fn rewrap(w: &Acting, person: i64, old: &[u8], new: &[u8]) -> Result<u64> {
    let sql = "UPDATE person_key SET wrapped = $3 WHERE person = $1 AND wrapped = $2";
    w.run(sql, bind![person, old, new])
}
