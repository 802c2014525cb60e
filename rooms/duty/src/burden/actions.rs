//! Entering demands and ending them.

use act::{Act, Acting, Ctx, Error, Faults, Result};
use calendar::Day;
use db::{Value, bind};

use super::{DIRECTIVE, store};
use crate::local::level_of;

pub(crate) const ENTER: Act = Act::new("duty.enter_demand", "登记额外要求");
pub(crate) const END: Act = Act::new("duty.end_demand", "停止额外要求");

/// Something asked of branches that no regulation asks.
#[derive(Debug, Clone)]
pub struct NewDemand {
    /// Key of a sort: `handwriting`, `second_book`, `forms`, `other`.
    pub sort: String,
    pub title: String,
    pub quote: String,
    pub document_no: String,
    /// The person answerable for it.
    pub owner: i64,
    /// Measured minutes for each branch and month.
    pub minutes: i64,
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Enters a demand of `unit` on everything below it; its id in the ledger. Only a city or above may, and never for ever.
pub fn enter_demand(ctx: &Ctx, unit: i64, new: &NewDemand) -> Result<i64> {
    check(new)?;
    ctx.act(&ENTER, unit, |w| {
        let id = w.id();
        w.about("demand", id).reply("/regulations/burden");
        let row = cells(w, ctx, id, unit, new)?;
        store::insert(w, &row)?;
        Ok(id)
    })
}

/// Enters many at once, unchecked: the demo.
pub fn enter_demands(w: &Acting, ctx: &Ctx, unit: i64, demands: &[NewDemand]) -> Result<()> {
    for new in demands {
        let row = cells(w, ctx, w.id(), unit, new)?;
        store::insert(w, &row)?;
    }
    Ok(())
}

/// Enters one within another room's act, for who issues a directive on any level; its id.
pub fn enter_demand_in(w: &Acting, ctx: &Ctx, unit: i64, new: &NewDemand) -> Result<i64> {
    let id = w.id();
    store::insert(w, &row(w, ctx, id, (unit, DIRECTIVE.0), new))?;
    Ok(id)
}

/// Moves the last day of such a demand.
pub fn move_demand_in(w: &Acting, unit: i64, demand: i64, to: Day) -> Result<()> {
    store::move_end(w, (demand, unit), to)
}

/// Ends such a demand: its last day is `to`.
pub fn end_demand_in(w: &Acting, unit: i64, demand: i64, to: Day) -> Result<()> {
    store::end(w, (demand, unit), to, w.now)?;
    Ok(())
}

fn cells(w: &Acting, ctx: &Ctx, id: i64, unit: i64, new: &NewDemand) -> Result<Vec<Value>> {
    Ok(row(w, ctx, id, (unit, level_of(w, unit)?), new))
}

fn row(w: &Acting, ctx: &Ctx, id: i64, (unit, level): (i64, &str), new: &NewDemand) -> Vec<Value> {
    let NewDemand { sort, title, quote, document_no, owner, minutes, from, to } = new;
    let first = bind![id, unit, level, sort, title, quote, document_no, owner, minutes];
    [first, bind![from, to, w.now, ctx.actor.person()]].concat()
}

fn check(new: &NewDemand) -> Result<()> {
    let mut faults = Faults::default();
    if let Some(measure) = rules::forbidden(&format!("{} {}", new.title, new.quote)) {
        let words =
            format!("不得以{}作为要求：{}{}", measure.title, measure.source, measure.article);
        faults.add("title", words);
    }
    if new.to < new.from {
        faults.add("to", "最后一天不能早于第一天");
    }
    if new.document_no.trim().is_empty() {
        faults.add("document_no", "请填写提出要求的文件号");
    }
    faults.check()
}

/// Ends a demand before its time: from today on it stands on nobody.
pub fn end_demand(ctx: &Ctx, unit: i64, demand: i64) -> Result<()> {
    ctx.act(&END, unit, |w| {
        w.about("demand", demand).changed(&["to_on"]).reply("/regulations/burden");
        let ended = store::end(w, (demand, unit), ctx.today.plus_days(-1), w.now)?;
        if ended { Ok(()) } else { Err(Error::Conflict("这一项已经停止了".into())) }
    })
}
