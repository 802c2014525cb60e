//! Every SQL statement about the words of private talks.

use act::Acting;
use calendar::Day;
use db::{Query, Read, Result, bind};
use retention::{Past, unheld};
use serde::Deserialize;

const ROWS_AT_ONCE: i64 = 200;

#[derive(Debug, Deserialize)]
pub(super) struct Stored {
    pub(super) record: i64,
    pub(super) person: i64,
    pub(super) words: Vec<u8>,
    pub(super) version: i64,
    own_key: Option<Vec<u8>>,
}

impl Stored {
    pub(super) fn whose(&self) -> (i64, Option<&[u8]>) {
        (self.person, self.own_key.as_deref())
    }
}

pub(super) fn find(read: &Read, record: i64) -> Result<Option<Stored>> {
    let sql = "SELECT t.record, t.person, t.words, t.version, k.wrapped AS own_key
               FROM talk_words t LEFT JOIN own_key k ON k.person = t.person WHERE t.record = $1";
    read.maybe(sql, bind![record])
}

/// Writes it, or puts it in the place of this version; *false* when somebody wrote meanwhile.
pub(super) fn set(
    w: &Acting,
    (record, person): (i64, i64),
    held_on: Day,
    sealed: &[u8],
    version: i64,
) -> Result<bool> {
    let sql = "INSERT INTO talk_words (record, person, held_on, words, version)
               VALUES ($1, $2, $3, $4, 1)
               ON CONFLICT (record) DO UPDATE
               SET person = $2, held_on = $3, words = $4, version = talk_words.version + 1
               WHERE talk_words.version = $5";
    let is_set = w.run(sql, bind![record, person, held_on, sealed, version])? == 1;
    if is_set {
        forget_plain(w, record)?;
    }
    Ok(is_set)
}

pub(super) fn remove(w: &Acting, record: i64) -> Result<()> {
    w.run("DELETE FROM talk_words WHERE record = $1", bind![record])?;
    forget_plain(w, record)
}

/// The talk was held on another day.
pub(super) fn move_day(w: &Acting, record: i64, held_on: Day) -> Result<u64> {
    w.run("UPDATE talk_words SET held_on = $2 WHERE record = $1", bind![record, held_on])
}

fn forget_plain(w: &Acting, record: i64) -> Result<()> {
    w.run("UPDATE record SET minutes = '' WHERE id = $1 AND minutes <> ''", bind![record])?;
    Ok(())
}

// The period --------------------------------------------------------------------------------------

fn past(start: &'static str, past: Past) -> Query {
    let mut query = Query::new(start, &[]);
    query.add(" FROM talk_words WHERE held_on < {}", bind![past.until]);
    unheld!(query, past, "talk_words.person");
    query
}

pub(super) fn count_past(read: &Read, over: Past) -> Result<i64> {
    Ok(past("SELECT count(*)", over).maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_past(w: &Acting, over: Past) -> Result<u64> {
    w.run_query(&past("DELETE", over))
}

// Under another key -------------------------------------------------------------------------------

/// Not sealed as of today. What lies under a destroyed key stays as it is.
/// Words that stand in the row of their record, from before they were sealed.
#[derive(Debug, Deserialize)]
pub(super) struct Plain {
    pub(super) record: i64,
    pub(super) person: i64,
    pub(super) held_on: Day,
    pub(super) minutes: String,
}

pub(super) fn plain_left(read: &Read) -> Result<i64> {
    let sql = "SELECT count(*) FROM record
               WHERE kind = 'talk' AND partner IS NOT NULL AND variety IN ('', 'heart_to_heart') AND minutes <> ''";
    read.one(sql, &[])
}

pub(super) fn plain(read: &Read, after: i64) -> Result<Vec<Plain>> {
    // Bounded: a batch of the renewal of keys, which goes on behind its last.
    let sql = "SELECT id AS record, partner AS person, plan_on AS held_on, minutes FROM record
               WHERE id > $1 AND kind = 'talk' AND partner IS NOT NULL AND variety IN ('', 'heart_to_heart')
                 AND minutes <> ''
               ORDER BY id LIMIT $2";
    read.all(sql, bind![after, ROWS_AT_ONCE])
}

/// Without a key there is nobody left to whom it could open: it goes.
pub(super) fn seal_plain(w: &Acting, row: &Plain, sealed: Option<Vec<u8>>) -> Result<()> {
    if let Some(sealed) = sealed {
        let sql = "INSERT INTO talk_words (record, person, held_on, words, version)
                   VALUES ($1, $2, $3, $4, 1) ON CONFLICT (record) DO NOTHING";
        w.run(sql, bind![row.record, row.person, row.held_on, sealed])?;
    }
    let sql = "UPDATE record SET minutes = '' WHERE id = $1 AND minutes = $2";
    w.run(sql, bind![row.record, row.minutes])?;
    Ok(())
}
