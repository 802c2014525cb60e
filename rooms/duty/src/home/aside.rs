//! The side of a secretary's home page.

use act::Place;
use calendar::Period;
use rules::Modality;

use super::{Aside, each};
use crate::{Standing, judge::State, show::Line};

/// What was done this month, and what next month asks. `standings` are this year's, `coming` those of next month's.
pub(super) fn of(
    month: Period,
    unit: &Place,
    standings: &[Standing<'_>],
    coming: &[Standing<'_>],
) -> Aside {
    let next = month.next();
    let done = each(standings).filter(|(_, it)| {
        it.state == State::Done && it.counted().any(|line| month.holds(line.held_on))
    });
    let lines: Vec<Line> = done.map(|(bearer, it)| Line::of(bearer, it, None)).collect();
    let is_asked_now = each(standings).any(|(_, it)| it.is_owed() && month.holds(it.last_day));
    let asked = each(coming).filter(|(_, it)| {
        let is_asked = it.slot.duty.modality != Modality::May && it.is_owed();
        is_asked && it.state != State::Done && next.holds(it.last_day)
    });
    let names: Vec<String> = asked.map(|(_, it)| it.title()).collect();
    Aside {
        title: format!("本月已完成{}件", lines.len()),
        lines,
        none: if is_asked_now {
            "本月还没有登记。"
        } else {
            "本月没有要办的事项；开了会照样登记，不另计入。"
        },
        next_title: format!("{}要办", next.zh()),
        next: names.join("、"),
        url: format!("/duties/{}", unit.id),
    }
}
