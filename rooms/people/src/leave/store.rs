//! Every SQL statement about leave.

use act::Result;
use calendar::Day;
use db::{Read, Write, bind};

use super::Leave;

/// Leave of somebody that ends after `since`, newest first.
pub(crate) fn of(read: &Read, person: i64, since: Day) -> Result<Vec<Leave>> {
    let sql = "SELECT id, person, word, from_on, to_on FROM leave
               WHERE person = $1 AND to_on > $2 ORDER BY from_on DESC, id DESC";
    Ok(read.all(sql, bind![person, since])?)
}

/// Who of a unit is on leave on a day.
pub(crate) fn of_unit(read: &Read, unit: i64, day: Day) -> Result<Vec<Leave>> {
    let sql = "SELECT l.id, l.person, l.word, l.from_on, l.to_on FROM leave l
               JOIN affiliation a ON a.person = l.person AND a.unit = $1
                AND a.from_on <= $2 AND (a.to_on IS NULL OR a.to_on > $2)
               WHERE l.from_on <= $2 AND l.to_on > $2 ORDER BY l.id";
    Ok(read.all(sql, bind![unit, day])?)
}

pub(super) fn insert(w: &Write, leaves: &[Leave]) -> Result<()> {
    let mut cells = Vec::with_capacity(leaves.len() * 5);
    for Leave { id, person, word, from_on, to_on } in leaves {
        cells.extend_from_slice(bind![id, person, word, from_on, to_on]);
    }
    let head = "INSERT INTO leave (id, person, word, from_on, to_on) VALUES ";
    w.insert_rows(head, 5, &cells)?;
    Ok(())
}
