//! Who is sent on an operation: away from home with the word 执行任务, and on the roll of a temporary branch without
//! moving his membership. Never a place, never a task.

mod store;

use act::{Acting, Result};
use calendar::Day;

use crate::{LeaveWord, leave, member};

/// Somebody who is sent, until his first day back.
#[derive(Debug, Clone)]
pub struct Sent {
    pub person: i64,
    /// The temporary branch that he is joined to, if any.
    pub host: Option<i64>,
    pub from_on: Day,
    pub to_on: Day,
}

/// Sends several; each is on leave at home for the same days.
pub fn send(w: &Acting, sent: &[Sent]) -> Result<()> {
    let leaves: Vec<_> =
        sent.iter().map(|it| (it.person, LeaveWord::Task, it.from_on, it.to_on)).collect();
    leave::record_leave_many(w, &leaves)?;
    store::join(w, sent)?;
    member::bump_all(w, &persons(sent))
}

/// Moves their first day back: later, or earlier.
pub fn move_return(w: &Acting, sent: &[Sent]) -> Result<()> {
    for it in sent {
        store::move_return(w, it)?;
    }
    w.rows(sent.len());
    member::bump_all(w, &persons(sent))
}

fn persons(sent: &[Sent]) -> Vec<i64> {
    sent.iter().map(|it| it.person).collect()
}
