//! Every SQL statement about leave.

use act::Result;
use db::{Write, bind};

use super::Leave;

pub(super) fn insert(w: &Write, leaves: &[Leave]) -> Result<()> {
    let mut cells = Vec::with_capacity(leaves.len() * 5);
    for Leave { id, person, word, from_on, to_on } in leaves {
        cells.extend_from_slice(bind![id, person, word, from_on, to_on]);
    }
    let head = "INSERT INTO leave (id, person, word, from_on, to_on) VALUES ";
    w.insert_rows(head, 5, &cells)?;
    Ok(())
}
