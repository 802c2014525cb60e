//! Entering, amending and cancelling an entry of the ledger.

use act::{Act, Acting, Ctx, Error, Faults, Result};
use calendar::Day;
use db::bind;
use record::Switched;

use super::{Instruction, ledger, store};
use crate::{
    SYSTEM,
    task::{Word, say},
};

pub(crate) const ENTER: Act = Act::new("instruction.enter", "登记批示台账");
pub(crate) const AMEND: Act = Act::new("instruction.amend", "修改批示台账");
pub(crate) const CANCEL: Act = Act::new("instruction.cancel", "撤销登记错的批示");
pub(crate) const BREAK_DOWN: Act = Act::new("instruction.break_down", "把批示分解成任务");

/// An entry as it is made.
#[derive(Debug, Clone)]
pub struct NewInstruction {
    /// "" takes the one that is proposed.
    pub number: String,
    pub received_on: Day,
    pub category: String,
    pub level: String,
    pub body: String,
    pub title: String,
    pub summary: String,
    pub basis: String,
    /// `None`: without a last day.
    pub due_on: Option<Day>,
    /// The directive from above that it carries on.
    pub directive: Option<i64>,
}

/// The next number of the year that nobody has taken.
pub(super) fn proposed(read: &db::Read, unit: i64, year: i16) -> Result<String> {
    let taken = store::numbers(read, unit, year)?;
    let mut n = 1 + taken.len() as i64;
    while taken.contains(&ledger::proposed(year, n)) {
        n += 1;
    }
    Ok(ledger::proposed(year, n))
}

fn check_number(w: &Acting, unit: i64, it: (i64, &str), but: i64) -> Result<()> {
    let mut faults = Faults::default();
    if store::taken(w, (unit, it.0), it.1, but)? {
        faults.add("number", format!("{}年已经有“{}”这一件，换一个编号", it.0, it.1));
    }
    faults.check()
}

/// Only where the system was switched on.
pub(super) fn check_switched(ctx: &Ctx, read: &db::Read, unit: i64) -> Result<()> {
    if Switched::in_unit(ctx, read, unit)?.runs(SYSTEM) {
        return Ok(());
    }
    Err(Error::Conflict("批示台账在本单位还没有启用，由市以上机关决定启用以后再登记".into()))
}

pub(super) fn enter(ctx: &Ctx, unit: i64, new: &NewInstruction) -> Result<i64> {
    ctx.act(&ENTER, unit, |w| {
        check_switched(ctx, w, unit)?;
        let id = enter_in(w, ctx, unit, new)?;
        w.about("instruction", id).reply(super::url(id));
        Ok(id)
    })
}

/// Within an act of the caller; its id.
pub fn enter_in(w: &Acting, ctx: &Ctx, unit: i64, new: &NewInstruction) -> Result<i64> {
    let year = new.received_on.year();
    let number = match new.number.as_str() {
        "" => proposed(w, unit, year)?,
        typed => typed.to_owned(),
    };
    check_number(w, unit, (i64::from(year), &number), 0)?;
    let NewInstruction { received_on, category, level, body, title, summary, basis, .. } = new;
    let id = w.id();
    let first = bind![id, unit, i64::from(year), number, received_on, category, level, body];
    let rest =
        bind![title, summary, basis, new.due_on, new.directive, w.now, ctx.actor.person(), 1];
    store::insert(w, &[first, rest].concat())?;
    Ok(id)
}

/// The form was opened on another version, or it is over.
pub(super) fn stale(done: bool) -> Result<()> {
    if done {
        return Ok(());
    }
    Err(Error::Conflict("这一件刚刚有人改过或者已经撤销，请刷新页面再办".into()))
}

pub(super) fn amend(ctx: &Ctx, it: &Instruction, version: i64) -> Result<()> {
    ctx.act(&AMEND, it.unit, |w| {
        check_number(w, it.unit, (it.year, &it.number), it.id)?;
        stale(store::amend(w, it, version)?)?;
        w.about("instruction", it.id)
            .changed(&["number", "title", "summary", "basis", "due_on"])
            .reply(it.url());
        Ok(())
    })
}

/// What was entered by mistake keeps its number; nobody has to do anything any more.
pub(super) fn cancel(ctx: &Ctx, it: &Instruction, why: &str, version: i64) -> Result<()> {
    ctx.act(&CANCEL, it.unit, |w| {
        stale(store::cancel(w, it.id, version, w.now)?)?;
        w.because(why);
        say(w, ctx, (it.id, None), Word::Cancelled, None)?;
        w.about("instruction", it.id).changed(&["cancelled_at"]).reply(it.url());
        Ok(())
    })
}
