//! Every SQL statement about status spells and limits of rights.

use act::Result;
use calendar::Day;
use db::{Read, Write, bind};

use super::{Limit, Spell};
use crate::Status;

/// Status over time, oldest first.
pub fn spells_of(read: &Read, person: i64) -> Result<Vec<Spell>> {
    let sql = "SELECT status, from_on, to_on, basis FROM member_status
               WHERE person = $1 ORDER BY from_on";
    Ok(read.all(sql, bind![person])?)
}

/// Limits of somebody's rights, newest first.
pub fn limits_of(read: &Read, person: i64) -> Result<Vec<Limit>> {
    let sql = "SELECT id, person, rights, from_on, to_on, basis FROM right_limit
               WHERE person = $1 ORDER BY from_on DESC, id";
    Ok(read.all(sql, bind![person])?)
}

/// Ends the open spell and begins another; a spell of the same first day is replaced.
pub(super) fn begin(w: &Write, person: i64, status: Status, from: Day, basis: &str) -> Result<()> {
    crate::member::touch(w, person)?;
    let sql = "DELETE FROM member_status WHERE person = $1 AND from_on = $2 AND to_on IS NULL";
    w.run(sql, bind![person, from])?;
    let sql = "UPDATE member_status SET to_on = $2 WHERE person = $1 AND to_on IS NULL";
    w.run(sql, bind![person, from])?;
    let sql = "INSERT INTO member_status (person, status, from_on, basis) VALUES ($1, $2, $3, $4)";
    w.run(sql, bind![person, status, from, basis])?;
    Ok(())
}

/// What today's columns say; full membership has a first day, probation has none.
pub(super) fn show(w: &Write, person: i64, status: Status, full_on: Option<Day>) -> Result<()> {
    let sql = "UPDATE person SET member_status = $2, full_on = COALESCE(full_on, $3),
                      version = version + 1
               WHERE id = $1";
    w.run(sql, bind![person, status, full_on])?;
    Ok(())
}

pub(super) fn insert_limit(w: &Write, limit: &Limit) -> Result<()> {
    let sql = "INSERT INTO right_limit (id, person, rights, from_on, to_on, basis)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let Limit { id, person, rights, from_on, to_on, basis } = limit;
    w.run(sql, bind![id, person, rights, from_on, to_on, basis])?;
    Ok(())
}
