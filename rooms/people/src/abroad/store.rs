//! Every SQL statement about members abroad.

use act::Result;
use calendar::Day;
use db::{Read, Write, bind};

use super::Stay;
use crate::member;

/// Stays of somebody, newest first.
pub fn of(read: &Read, person: i64) -> Result<Vec<Stay>> {
    let sql = "SELECT id, person, purpose, from_on, to_on, basis FROM abroad
               WHERE person = $1 ORDER BY from_on DESC, id DESC";
    Ok(read.all(sql, bind![person])?)
}

pub(super) fn insert(w: &Write, stay: &Stay) -> Result<()> {
    let Stay { id, person, purpose, from_on, to_on, basis } = stay;
    let sql = "INSERT INTO abroad (id, person, purpose, from_on, to_on, basis)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![id, person, purpose, from_on, to_on, basis])?;
    member::touch(w, *person)
}

/// *False* when he is back already, or had not left on that day.
pub(super) fn end(w: &Write, id: i64, person: i64, back: Day) -> Result<bool> {
    let sql = "UPDATE abroad SET to_on = $3
               WHERE id = $1 AND person = $2 AND from_on < $3 AND (to_on IS NULL OR to_on > $3)";
    let is_ended = w.run(sql, bind![id, person, back])? == 1;
    member::touch(w, person)?;
    Ok(is_ended)
}
