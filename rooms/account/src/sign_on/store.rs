//! Every SQL statement about identities of a provider and the accounts they sign in to.

use act::Acting;
use calendar::Instant;
use crypto::Keys;
use db::{Read, Result, Write, bind};
use serde::Deserialize;

use super::Proven;

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Link {
    pub(crate) person: i64,
    pub(crate) linked_at: Instant,
    pub(crate) used_at: Instant,
}

fn key_text(issuer: &str, subject: &str) -> String {
    format!("sign-on:{issuer}\n{subject}")
}

pub(super) fn place(person: i64, issuer: &str) -> String {
    format!("sign_on_link.subject.{person}.{issuer}")
}

/// Whose account an identity signs in to; found under every key in use.
pub(super) fn of_subject(read: &Read, keys: &Keys, proven: &Proven) -> Result<Option<Link>> {
    let sql = "SELECT person, linked_at, used_at FROM sign_on_link
               WHERE subject_key = $1 AND issuer = $2";
    for key in keys.lookups(&key_text(&proven.issuer, &proven.subject)) {
        if let Some(link) = read.maybe(sql, bind![key, proven.issuer])? {
            return Ok(Some(link));
        }
    }
    Ok(None)
}

/// The identities that sign in to an account, the latest first.
pub(crate) fn of_person(read: &Read, person: i64) -> Result<Vec<Link>> {
    let sql = "SELECT person, linked_at, used_at FROM sign_on_link
               WHERE person = $1 ORDER BY linked_at DESC, issuer";
    read.all(sql, bind![person])
}

pub(super) fn is_linked(read: &Read, person: i64, issuer: &str) -> Result<bool> {
    let sql = "SELECT person FROM sign_on_link WHERE person = $1 AND issuer = $2";
    Ok(read.maybe::<i64>(sql, bind![person, issuer])?.is_some())
}

pub(super) fn add(w: &Acting, keys: &Keys, person: i64, proven: &Proven) -> Result<()> {
    let key = keys.lookup(&key_text(&proven.issuer, &proven.subject));
    let sealed = crypto::seal(keys, &place(person, &proven.issuer), &proven.subject).0;
    let sql = "INSERT INTO sign_on_link (person, issuer, subject_key, subject, linked_at, used_at)
               VALUES ($1, $2, $3, $4, $5, $5)";
    w.run(sql, bind![person, proven.issuer, key, sealed, w.now])?;
    Ok(())
}

pub(super) fn note_use(write: &Write, person: i64, issuer: &str, now: Instant) -> Result<()> {
    let sql = "UPDATE sign_on_link SET used_at = $3 WHERE person = $1 AND issuer = $2";
    write.run(sql, bind![person, issuer, now])?;
    Ok(())
}

/// False when there was none.
pub(crate) fn remove(write: &Write, person: i64) -> Result<bool> {
    Ok(write.run("DELETE FROM sign_on_link WHERE person = $1", bind![person])? > 0)
}

/// Nobody knows the new one: whoever had the start password on paper has nothing any more. False when there was
/// no start password.
pub(super) fn void_start_password(
    write: &Write,
    person: i64,
    unknown: &str,
    now: Instant,
) -> Result<bool> {
    let sql = "UPDATE account SET password = $2, changed_at = $3, must_change = FALSE
               WHERE person = $1 AND must_change";
    Ok(write.run(sql, bind![person, unknown, now])? == 1)
}

#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    pub(super) person: i64,
    pub(super) issuer: String,
    pub(super) subject: Vec<u8>,
    pub(super) subject_key: Vec<u8>,
}

const ROWS_AT_ONCE: i64 = 200;

/// Rows under another key than the newest.
pub(super) fn left(read: &Read, newest: &[u8]) -> Result<i64> {
    let sql = "SELECT count(*) FROM sign_on_link WHERE substr(subject, 1, 1) <> $1";
    read.one(sql, bind![newest])
}

/// Those after a person, never a part of one; with nothing as the newest, under any key.
pub(super) fn older(read: &Read, newest: &[u8], after: i64) -> Result<Vec<Kept>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT person, issuer, subject, subject_key FROM sign_on_link
               WHERE substr(subject, 1, 1) <> $1
                 AND person IN (SELECT DISTINCT person FROM sign_on_link
                                WHERE person > $2 AND substr(subject, 1, 1) <> $1
                                ORDER BY person LIMIT $3)
               ORDER BY person, issuer";
    read.all(sql, bind![newest, after, ROWS_AT_ONCE])
}

pub(super) fn replace(w: &Acting, keys: &Keys, row: &Kept, subject: &str) -> Result<()> {
    let key = keys.lookup(&key_text(&row.issuer, subject));
    let sealed = crypto::seal(keys, &place(row.person, &row.issuer), subject).0;
    let sql = "UPDATE sign_on_link SET subject = $4, subject_key = $5
               WHERE person = $1 AND issuer = $2 AND subject = $3";
    w.run(sql, bind![row.person, row.issuer, row.subject, sealed, key])?;
    Ok(())
}

/// Whether the row is found by what stands in it.
pub(super) fn is_found(keys: &Keys, row: &Kept, subject: &str) -> bool {
    keys.lookups(&key_text(&row.issuer, subject)).contains(&row.subject_key)
}
