//! Entering leave.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;

use super::{Leave, store};
use crate::{LeaveWord, member};

pub(crate) const RECORD: Act = Act::new("leave.record", "登记请假值班");

/// Somebody is away from `from` on; `back` is his first day back.
pub fn record_leave(w: &Acting, person: i64, word: LeaveWord, from: Day, back: Day) -> Result<i64> {
    if back <= from {
        return Err(Error::invalid("to", "回来的日期要在开始日期之后"));
    }
    let id = w.id();
    store::insert(w, &[Leave { id, person, word, from_on: from, to_on: back }])?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["leave"]);
    Ok(id)
}

/// Many at once: (person, word, from, first day back).
pub fn record_leave_many(w: &Acting, rows: &[(i64, LeaveWord, Day, Day)]) -> Result<()> {
    let leave =
        |&(person, word, from_on, to_on)| Leave { id: w.id(), person, word, from_on, to_on };
    let leaves: Vec<Leave> = rows.iter().map(leave).collect();
    w.rows(rows.len());
    store::insert(w, &leaves)
}

/// [`record_leave`] as an act of the hat worn.
pub(crate) fn record(ctx: &Ctx, person: i64, word: LeaveWord, from: Day, back: Day) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&RECORD, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        record_leave(w, person, word, from, back).map(|_| ())
    })
}
