//! How a slot stands on a day.

use super::fact::Service;
use super::slot::Slot;
use super::standing::{Hold, Stand};
use super::verdict::{Line, State, Verdict};
use calendar::{Day, Period};
use rules::Modality;

/// A body that may has freed the bearer; a year covers its months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    pub duty: String,
    pub period: Period,
    /// Of the event; empty for whatever falls into the period.
    pub about: String,
    /// The day it was decided.
    pub on: Day,
    pub by: String,
    pub reason: String,
}

/// Why it was not done. Ends the reminders of anything but a `shall`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub duty: String,
    pub period: Period,
    /// Of the event; empty for whatever falls into the period.
    pub about: String,
    pub on: Day,
    pub reason: String,
}

/// The verdict on that day. Facts held later are left out of sight; facts entered later are not.
pub fn state<'r>(
    slot: &Slot<'r>,
    services: &[Service],
    exemptions: &[Exemption],
    explanations: &[Explanation],
    day: Day,
) -> Verdict<'r> {
    let mut verdict = blank(slot, day);
    for service in services.iter().filter(|s| s.duty == slot.duty.key && s.held_on <= day) {
        verdict.lines.extend(line(slot, service));
    }
    verdict.lines.sort_by_key(|l| (l.held_on, l.fact));
    verdict.met = verdict.counted().map(|l| l.quantity).sum();
    let exemption =
        exemptions.iter().find(|e| e.on <= day && slot.is_covered(&e.duty, e.period, &e.about));
    let explanation =
        explanations.iter().find(|e| e.on <= day && slot.is_covered(&e.duty, e.period, &e.about));
    if slot.stands.is_empty() {
        counted(&mut verdict);
    } else {
        stood(&mut verdict);
    }
    if matches!(verdict.state, State::Due | State::Overdue | State::Missed) {
        excused(&mut verdict, exemption, explanation);
    }
    verdict.soon = verdict.state == State::Due
        && i64::from(day.days_until(verdict.last_day)) <= slot.soon_days;
    verdict
}

fn blank<'r>(slot: &Slot<'r>, day: Day) -> Verdict<'r> {
    Verdict {
        slot: slot.clone(),
        on: day,
        state: State::Due,
        late_entry: false,
        late_done: false,
        soon: false,
        met: 0,
        needed: slot.needed,
        last_day: slot.due_on,
        provisional: slot.provisional,
        lines: Vec::new(),
        reason: String::new(),
        by: String::new(),
    }
}

/// The service as this slot sees it; `None` where it has nothing to do with it.
fn line(slot: &Slot<'_>, service: &Service) -> Option<Line> {
    if service.about != slot.about {
        return None;
    }
    let made_up = service.makes_up.filter(|_| slot.start_on.is_none());
    let here = slot.holds(service.held_on);
    let closed = slot.closes_on.is_some_and(|closes| service.held_on > closes);
    let refused = match made_up {
        Some(period) if period == slot.period && here => None,
        Some(period) if period == slot.period && service.held_on < slot.opens_on => return None,
        Some(period) if period == slot.period => closed.then(|| "补办已过截止日".to_owned()),
        Some(period) if here => Some(format!("用于补办{}", period.zh_full())),
        None if here => None,
        _ => return None,
    };
    let counts = service.counts && refused.is_none();
    let reason = if service.counts {
        refused.unwrap_or_else(|| remark(slot, service))
    } else {
        service.reason.clone()
    };
    Some(Line {
        room: service.room.clone(),
        fact: service.fact,
        title: service.title.clone(),
        held_on: service.held_on,
        entered_on: service.entered_on,
        quantity: service.quantity,
        counts,
        reason,
    })
}

fn remark(slot: &Slot<'_>, service: &Service) -> String {
    if service.held_on > slot.due_on {
        return "逾期补办".to_owned();
    }
    match slot.usual {
        Some(usual) if !usual.holds(service.held_on) => {
            format!("不在通常的{}，照样计入", usual.zh())
        }
        _ => String::new(),
    }
}

/// By what was held.
fn counted(verdict: &mut Verdict<'_>) {
    let slot = &verdict.slot;
    if let Some(why) = &slot.not_owed {
        verdict.reason = why.zh();
        verdict.state = State::NotApplicable;
        return;
    }
    if verdict.met >= verdict.needed {
        let due_on = slot.due_on;
        let sum = |test: &dyn Fn(&Line) -> bool| -> i64 {
            verdict.counted().filter(|l| test(l)).map(|l| l.quantity).sum()
        };
        let held = sum(&|l| l.held_on <= due_on);
        let entered = sum(&|l| l.held_on <= due_on && l.entered_on <= due_on);
        let needed = verdict.needed;
        verdict.late_done = held < needed;
        verdict.late_entry = held >= needed && entered < needed;
        verdict.state = State::Done;
        return;
    }
    verdict.state = open(slot, verdict.on);
    if verdict.state == State::NotApplicable {
        "条文用“可以”，没有办不算欠".clone_into(&mut verdict.reason);
    }
}

/// Not enough was held.
fn open(slot: &Slot<'_>, day: Day) -> State {
    let closed = slot.closes_on.is_some_and(|closes| day > closes);
    if !slot.kept {
        State::NotKept
    } else if day <= slot.due_on {
        State::Due
    } else if slot.duty.modality == Modality::May {
        State::NotApplicable
    } else if closed && slot.duty.may_be_missed() {
        State::Missed
    } else {
        State::Overdue
    }
}

/// By how it stood on the day.
fn stood(verdict: &mut Verdict<'_>) {
    let on = verdict.on;
    let stand = verdict.slot.stands.iter().rfind(|s: &&Stand| s.holds(on));
    let (state, reason) = match stand.map(|s| &s.how) {
        None => (State::NotApplicable, String::new()),
        Some(Hold::Free(why)) => (State::NotApplicable, why.clone()),
        Some(_) if !verdict.slot.kept => (State::NotKept, String::new()),
        Some(Hold::Met) => (State::Done, String::new()),
        Some(Hold::Open { due, why, .. }) => {
            verdict.last_day = due.day;
            verdict.provisional = due.provisional;
            (if on <= due.day { State::Due } else { State::Overdue }, why.clone())
        }
    };
    verdict.met = i64::from(state == State::Done);
    verdict.state = state;
    verdict.reason = reason;
}

fn excused(
    verdict: &mut Verdict<'_>,
    exemption: Option<&Exemption>,
    explanation: Option<&Explanation>,
) {
    if let Some(exemption) = exemption {
        verdict.state = State::Exempt;
        verdict.reason.clone_from(&exemption.reason);
        verdict.by.clone_from(&exemption.by);
    } else if let Some(explanation) = explanation {
        verdict.reason.clone_from(&explanation.reason);
        if verdict.slot.duty.modality != Modality::Shall {
            verdict.state = State::Explained;
        }
    }
}
