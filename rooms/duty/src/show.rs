//! Verdicts as pages show them: tags, one line of a list.

use web::{
    Markup,
    parts::{self, State as Shape},
};

use crate::{
    Bearer,
    judge::{State, Verdict},
    slot::Address,
};

/// The shape of a state.
pub(crate) fn shape(verdict: &Verdict) -> Shape {
    match verdict.state {
        State::Done => Shape::Done,
        State::Due if verdict.soon => Shape::Soon,
        State::Due => Shape::Due,
        State::Overdue => Shape::Late,
        State::Missed => Shape::Missed,
        State::Explained | State::Exempt | State::NotKept | State::NotApplicable => Shape::Void,
    }
}

/// `逾期51天`, `还有10天`, or the plain word.
pub(crate) fn tag_with_days(verdict: &Verdict) -> Markup {
    let days = verdict.on.days_until(verdict.last_day);
    let words = match verdict.state {
        State::Overdue => format!("逾期{}天", -days),
        State::Due if days == 0 => "今天到期".to_owned(),
        State::Due if verdict.soon => format!("还有{days}天"),
        _ => verdict.tag().to_owned(),
    };
    parts::tag(shape(verdict), &words)
}

/// The conclusion where the last day stands beside it.
pub(crate) fn say(verdict: &Verdict) -> String {
    let untouched = verdict.met == 0 && verdict.slot.stands.is_empty();
    if verdict.state == State::Due && untouched {
        return format!("应有{}，还没有办。", verdict.amount(verdict.needed));
    }
    verdict.words()
}

/// One line of the list of a unit.
pub(crate) struct Line {
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) tag: Markup,
    pub(crate) by: String,
    pub(crate) is_current: bool,
    /// 地方规定
    pub(crate) is_local: bool,
}

impl Line {
    pub(crate) fn of(bearer: &Bearer, verdict: &Verdict, current: Option<&Address>) -> Self {
        let address = Address::of(bearer, &verdict.slot);
        Self {
            title: verdict.title(),
            url: address.url(),
            tag: parts::tag_bare(shape(verdict), verdict.tag()),
            by: by(verdict),
            is_current: current == Some(&address),
            is_local: verdict.slot.duty.modality == rules::Modality::Local,
        }
    }
}

/// What stands small under the title: when it was held, or until when.
pub(crate) fn by(verdict: &Verdict) -> String {
    let held: Vec<String> = verdict.counted().map(|line| line.held_on.zh_short()).collect();
    match verdict.state {
        State::Done if held.len() > 3 => format!("共{}次", held.len()),
        State::Done if !held.is_empty() => held.join("、"),
        State::Due | State::Overdue if !verdict.slot.stands.is_empty() => verdict.reason.clone(),
        State::Due | State::Overdue | State::Missed => {
            format!("最后一天{}", verdict.last_day.zh_short())
        }
        _ => verdict.reason.clone(),
    }
}
