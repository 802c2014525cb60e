//! Every SQL statement about those who are sent on an operation.

use act::Result;
use db::{Write, bind};

use super::Sent;
use crate::{LeaveWord, Reason};

/// Joins those who have a host to its roll.
pub(super) fn join(w: &Write, sent: &[Sent]) -> Result<()> {
    let mut cells = Vec::new();
    for Sent { person, host, from_on, to_on } in sent {
        let Some(host) = host else { continue };
        cells.extend_from_slice(bind![w.id(), person, host, Reason::Operation, from_on, to_on, ""]);
    }
    let head =
        "INSERT INTO participation (id, person, host, reason, from_on, to_on, basis) VALUES ";
    w.insert_rows(head, 7, &cells)?;
    Ok(())
}

/// By the day on which he was sent: nobody is sent twice on one day.
pub(super) fn move_return(w: &Write, Sent { person, from_on, to_on, .. }: &Sent) -> Result<()> {
    let sql = "UPDATE leave SET to_on = $4 WHERE person = $1 AND word = $2 AND from_on = $3";
    w.run(sql, bind![person, LeaveWord::Task, from_on, to_on])?;
    let sql =
        "UPDATE participation SET to_on = $4 WHERE person = $1 AND reason = $2 AND from_on = $3";
    w.run(sql, bind![person, Reason::Operation, from_on, to_on])?;
    Ok(())
}
