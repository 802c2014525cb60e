//! Every SQL statement about periods: holds, what was erased, what is counted.

use act::Acting;
use calendar::{Day, Instant};
use db::{Read, Result, bind};
use serde::Deserialize;

use crate::Hold;

pub(crate) fn hold_of(read: &Read, person: i64, today: Day) -> Result<Option<Hold>> {
    let sql = "SELECT id, reason, basis, until_on FROM person_hold
               WHERE person = $1 AND lifted_at IS NULL AND until_on > $2 ORDER BY id DESC LIMIT 1";
    read.maybe(sql, bind![person, today])
}

pub(crate) fn insert_hold(
    w: &Acting,
    person: i64,
    (reason, basis): (&str, &str),
    until: Day,
    by: Option<i64>,
) -> Result<u64> {
    let sql = "INSERT INTO person_hold (id, person, reason, basis, until_on, held_at, held_by)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    w.run(sql, bind![w.id(), person, reason, basis, until, w.now, by])
}

/// False when there was none.
pub(crate) fn lift(w: &Acting, person: i64, by: Option<i64>) -> Result<bool> {
    let sql = "UPDATE person_hold SET lifted_at = $2, lifted_by = $3
               WHERE person = $1 AND lifted_at IS NULL";
    Ok(w.run(sql, bind![person, w.now, by])? > 0)
}

/// How many persons are held today.
pub fn held(read: &Read, today: Day) -> Result<i64> {
    let sql = "SELECT count(DISTINCT person) FROM person_hold
               WHERE lifted_at IS NULL AND until_on > $1";
    read.one(sql, bind![today])
}

pub(crate) fn note_erased(w: &Acting, key: &str, count: usize) -> Result<u64> {
    let sql = "INSERT INTO erasure (on_day, keep, rows_count) VALUES ($1, $2, $3)
               ON CONFLICT (on_day, keep)
               DO UPDATE SET rows_count = erasure.rows_count + excluded.rows_count";
    w.run(sql, bind![w.now.day(), key, count as i64])
}

/// What was erased since a day: (day, key, how many), the latest first.
pub fn erased_since(read: &Read, since: Day) -> Result<Vec<(Day, String, i64)>> {
    let sql = "SELECT on_day, keep, rows_count FROM erasure
               WHERE on_day >= $1 AND rows_count > 0 ORDER BY on_day DESC, keep";
    read.all(sql, bind![since])
}

pub(crate) fn set_state(w: &Acting, key: &str, due: i64, soon: i64) -> Result<u64> {
    let sql = "INSERT INTO keep_state (keep, due, soon, counted_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (keep) DO UPDATE SET due = $2, soon = $3, counted_at = $4";
    w.run(sql, bind![key, due, soon, w.now])
}

/// What the last night counted of one kind.
#[derive(Debug, Clone, Deserialize)]
pub struct State {
    pub keep: String,
    /// Past their period and still there.
    pub due: i64,
    /// With those of the next 30 days.
    pub soon: i64,
    pub counted_at: Instant,
}

/// Of every kind that is erased; none before the first night.
pub fn states(read: &Read) -> Result<Vec<State>> {
    read.all("SELECT keep, due, soon, counted_at FROM keep_state ORDER BY keep", &[])
}

pub(crate) fn count_forms(read: &Read, before: Instant) -> Result<i64> {
    read.one("SELECT count(*) FROM kept_form WHERE saved_at < $1", bind![before])
}
