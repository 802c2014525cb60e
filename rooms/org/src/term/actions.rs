//! Writes about terms.

use act::{Ctx, Result};
use web::Form;

use super::{EXTEND_TERM, NewTerm, SET_FACT, START_TERM, extend_term, set_fact, start_term};
use crate::form::url;

pub(super) fn start(ctx: &Ctx, unit: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let new = NewTerm {
        unit,
        elected_on: reader.day("elected_on", "选举日期"),
        years: reader.number("years", "任期", 1..=10),
        basis: reader.text("basis", "批复文号", 80),
    };
    reader.check()?;
    ctx.act(&START_TERM, unit, |w| {
        start_term(w, &new)?;
        w.reply(url(unit));
        Ok(())
    })
}

pub(super) fn extend(ctx: &Ctx, unit: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let ends_on = reader.day("ends_on", "延期到");
    let basis = reader.text("basis", "批复文号", 80);
    reader.check()?;
    ctx.act(&EXTEND_TERM, unit, |w| {
        extend_term(w, unit, ends_on, &basis)?;
        w.reply(url(unit));
        Ok(())
    })
}

/// Whether the unit has a committee, from a day on.
pub(super) fn set_committee(ctx: &Ctx, unit: i64, form: &Form) -> Result<()> {
    let reader = form.reader();
    let has_one = reader.choice("has", "设不设委员会", &["1", "0"]) == "1";
    let on = reader.day("on", "生效日期");
    reader.check()?;
    ctx.act(&SET_FACT, unit, |w| {
        set_fact(w, unit, "committee", on, i64::from(has_one))?;
        w.reply(url(unit));
        Ok(())
    })
}
