//! A mark: how a slot stands, as far as figures care. Very many slots share few marks. Pure.
//!
//! A mark holds no verdict of a day but the days on which it turns, so that tomorrow's figures are
//! another sum over the same marks.

use calendar::{Day, Period};
use duty::OfBearer;
use duty::judge::{Hold, Line, Slot, Stand, State, Verdict, state};
use rules::{Duty, Modality, Rhythm};

use crate::picture::Rank;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub(crate) struct Mark {
    /// Place in the duties of the figures.
    pub(crate) duty: u16,
    /// The level of whoever owes.
    pub(crate) rank: Option<Rank>,
    pub(crate) period: Period,
    pub(crate) opens_on: Day,
    pub(crate) due_on: Day,
    /// Until when it can be made up; `None` where it never closes.
    pub(crate) closes_on: Option<Day>,
    /// Times, or minutes.
    pub(crate) needed: u32,
    pub(crate) course: Course,
    /// Enough was held.
    pub(crate) held: Option<Held>,
    pub(crate) exempt_on: Option<Day>,
    /// Only where an explanation ends the matter.
    pub(crate) explained_on: Option<Day>,
}

/// What becomes of a slot of which nobody does anything.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub(crate) enum Course {
    /// Overdue after its last day, and missed when it has closed.
    Closes,
    /// Overdue for ever.
    Open,
    /// Nothing: the article says *may*.
    Void,
    /// It began before the start of use; only what was done counts.
    NotKept,
    /// A state of things between two days, both included.
    Stands { from: Day, to: Day, met: bool },
}

/// When enough had been held.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub(crate) enum Held {
    /// In time and entered in time: the first day of that month.
    InTime(Day),
    /// Held after the last day, or entered after it: the very days.
    Late { held_on: Day, known_on: Day },
}

impl Held {
    fn on(self) -> Day {
        match self {
            Self::InTime(day) => day,
            Self::Late { held_on, .. } => held_on,
        }
    }
}

impl Mark {
    /// A slot of a duty that can be missed.
    #[cfg(test)]
    pub(crate) fn for_tests(duty: u16, period: Period, held: Option<Held>) -> Self {
        Self {
            duty,
            rank: None,
            period,
            opens_on: period.first(),
            due_on: period.last(),
            closes_on: Some(period.next().last()),
            needed: 1,
            course: Course::Closes,
            held,
            exempt_on: None,
            explained_on: None,
        }
    }

    /// On a day that ends a month, or on the day up to which facts are known. `None`: it is not there.
    pub(crate) fn state(&self, day: Day) -> Option<State> {
        if let Course::Stands { from, to, met } = self.course {
            let holds = from <= day && day <= to;
            let open = if day <= self.due_on { State::Due } else { State::Overdue };
            return holds.then(|| if met { State::Done } else { self.excused(open, day) });
        }
        if day < self.opens_on {
            return None;
        }
        if self.held.is_some_and(|held| held.on() <= day) {
            return Some(State::Done);
        }
        let open = match self.course {
            Course::NotKept => return None,
            _ if day <= self.due_on => State::Due,
            Course::Void => return None,
            Course::Closes if self.closes_on.is_some_and(|last| day > last) => State::Missed,
            _ => State::Overdue,
        };
        Some(self.excused(open, day))
    }

    fn excused(&self, open: State, day: Day) -> State {
        let since = |it: Option<Day>| it.is_some_and(|on| on <= day);
        if since(self.exempt_on) {
            State::Exempt
        } else if since(self.explained_on) {
            State::Explained
        } else {
            open
        }
    }

    /// Since when nothing was left to do, as known on that day; `None` while something is.
    pub(crate) fn settled_on(&self, state: State) -> Option<Day> {
        match (state, self.held) {
            (State::Due | State::Overdue, _) => None,
            (State::Missed, _) => Some(self.closes_on.unwrap_or(self.due_on).plus_days(1)),
            (State::Done, Some(Held::Late { known_on, .. })) => Some(known_on),
            _ => Some(self.due_on),
        }
    }

    /// The day that says which node it counts for: its last one, or `today` where that is ahead. What
    /// must hold all the time counts where the unit stands today.
    pub(crate) fn counts_on(&self, today: Day) -> Day {
        if self.is_standing() { today } else { self.due_on.min(today) }
    }

    pub(crate) fn is_standing(&self) -> bool {
        matches!(self.course, Course::Stands { .. })
    }

    /// The slot of a duty by periods again, for facts of that duty alone: all that its words need is
    /// left out.
    pub(crate) fn slot<'r>(&self, duty: &'r Duty) -> Slot<'r> {
        Slot {
            duty,
            period: self.period,
            about: String::new(),
            start_on: None,
            opens_on: self.opens_on,
            due_on: self.due_on,
            closes_on: self.closes_on,
            needed: i64::from(self.needed),
            unit: 1,
            part: false,
            provisional: false,
            kept: self.course != Course::NotKept,
            soon_days: 0,
            usual: None,
            not_owed: None,
            stands: Vec::new(),
        }
    }

    /// Overdue on that day, for a trend.
    pub(crate) fn is_late(&self, day: Day) -> bool {
        let begun = match self.course {
            Course::Stands { .. } => self.period.year() == day.year(),
            _ => self.opens_on <= day && self.due_on < day,
        };
        begun && self.state(day) == Some(State::Overdue)
    }
}

/// The marks of one slot as known on `today`: one, or one for each turn of a standing duty.
pub(crate) fn marks(
    slot: &Slot<'_>,
    of: &OfBearer,
    (duty, rank): (u16, Option<Rank>),
    today: Day,
) -> Vec<Mark> {
    let services = of.services_for(&slot.duty.key);
    let verdict = state(slot, services, &of.exemptions, &of.explanations, today);
    let mark = Mark {
        duty,
        rank,
        period: slot.period,
        opens_on: slot.opens_on,
        due_on: slot.due_on,
        closes_on: slot.closes_on,
        needed: slot.needed.try_into().unwrap_or(u32::MAX),
        course: course(slot),
        held: held(&verdict),
        exempt_on: exempt_on(slot, of),
        explained_on: explained_on(slot, of),
    };
    if slot.duty.period != Rhythm::Standing {
        return vec![mark];
    }
    if !slot.kept {
        return Vec::new();
    }
    slot.stands.iter().filter_map(|stand| standing(&mark, stand)).collect()
}

fn course(slot: &Slot<'_>) -> Course {
    match slot.closes_on {
        _ if !slot.kept => Course::NotKept,
        _ if slot.duty.modality == Modality::May => Course::Void,
        Some(_) if slot.duty.may_be_missed() => Course::Closes,
        _ => Course::Open,
    }
}

/// `None` where the duty does not bind in that stretch, or not in the slot's year.
fn standing(mark: &Mark, stand: &Stand) -> Option<Mark> {
    let year = mark.period;
    let from = stand.from.max(year.first());
    let to = stand.to.unwrap_or(Day::MAX).min(year.last());
    let (met, opens_on, due_on) = match &stand.how {
        Hold::Free(_) => return None,
        Hold::Met => (true, year.first(), year.last()),
        Hold::Open { since, due, .. } => (false, *since, due.day),
    };
    let course = Course::Stands { from, to, met };
    (from <= to).then_some(Mark { opens_on, due_on, course, held: None, ..*mark })
}

/// When the lines that count first were enough; `None` while they are not.
fn held(verdict: &Verdict<'_>) -> Option<Held> {
    if verdict.state != State::Done || !verdict.slot.stands.is_empty() {
        return None;
    }
    let held_on = enough(verdict, |line| line.held_on);
    if !verdict.late_done && !verdict.late_entry {
        return Some(Held::InTime(held_on.first_of_month()));
    }
    let known_on = enough(verdict, |line| line.entered_on.max(line.held_on));
    Some(Held::Late { held_on, known_on })
}

/// The day on which enough lines had their day.
pub(crate) fn enough(verdict: &Verdict<'_>, day: impl Fn(&Line) -> Day) -> Day {
    let mut lines: Vec<(Day, i64)> =
        verdict.counted().map(|line| (day(line), line.quantity)).collect();
    lines.sort_unstable();
    let mut sum = 0;
    let enough = lines.into_iter().find(|(_, quantity)| {
        sum += quantity;
        sum >= verdict.needed
    });
    enough.map_or(verdict.last_day, |(day, _)| day)
}

fn exempt_on(slot: &Slot<'_>, of: &OfBearer) -> Option<Day> {
    let covering =
        of.exemptions.iter().filter(|it| slot.is_covered(&it.duty, it.period, &it.about));
    covering.map(|it| it.on).min()
}

fn explained_on(slot: &Slot<'_>, of: &OfBearer) -> Option<Day> {
    if slot.duty.modality == Modality::Shall {
        return None;
    }
    let covering =
        of.explanations.iter().filter(|it| slot.is_covered(&it.duty, it.period, &it.about));
    covering.map(|it| it.on).min()
}
