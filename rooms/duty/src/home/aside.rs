//! The side of a secretary's home page.

use act::{Ctx, Place, Result};
use calendar::{Period, PeriodKind};
use db::Read;
use rules::Modality;

use super::{Aside, each};
use crate::{Law, Standing, judge::State, list, show::Line};

/// What was done this month, and what next month asks. `standings` are this year's.
pub(super) fn of(
    ctx: &Ctx,
    read: &Read,
    law: &Law,
    unit: &Place,
    standings: &[Standing<'_>],
) -> Result<Aside> {
    let month = Period::of(PeriodKind::Month, ctx.today);
    let next = month.next();
    let done = each(standings).filter(|(_, it)| {
        it.state == State::Done && it.counted().any(|line| month.holds(line.held_on))
    });
    let lines: Vec<Line> = done.map(|(bearer, it)| Line::of(bearer, it, None)).collect();
    let later;
    let coming = if next.year() == month.year() {
        standings
    } else {
        later = list::own(read, law, unit.id, next.year(), ctx.today)?;
        &later
    };
    let asked = each(coming).filter(|(_, it)| {
        let is_asked = it.slot.duty.modality != Modality::May && it.is_owed();
        is_asked && it.state != State::Done && next.holds(it.last_day)
    });
    let names: Vec<String> = asked.map(|(_, it)| it.title()).collect();
    Ok(Aside {
        title: format!("本月已完成{}件", lines.len()),
        lines,
        next_title: format!("{}要办", next.zh()),
        next: names.join("、"),
        url: format!("/duties/{}", unit.id),
    })
}
