//! What is kept of a verdict for figures and lists, and which of them belong to a month or year.

use calendar::{Day, Period, PeriodKind};
use duty::judge::State;
use rules::{Counts, Label, Modality, Who};

/// A duty as lists name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub key: String,
    pub title: String,
    pub who: Who,
    pub modality: Modality,
    pub counts: Counts,
    pub label: Label,
}

impl Named {
    pub(crate) fn of(duty: &rules::Duty) -> Self {
        Self {
            key: duty.key.clone(),
            title: duty.title.clone(),
            who: duty.who,
            modality: duty.modality,
            counts: duty.counts,
            label: duty.label,
        }
    }
}

/// One slot of a unit with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub unit: i64,
    /// The direct child through which the unit hung below the node; 0 for the node itself.
    pub side: i64,
    /// Place in [`super::View::duties`].
    pub duty: u16,
    pub period: Period,
    pub opens_on: Day,
    /// As the slot was made; `last_day` is the one that counts on the day asked for.
    pub due_on: Day,
    pub last_day: Day,
    pub state: State,
    pub soon: bool,
    pub late_entry: bool,
    pub late_done: bool,
    pub needed: i64,
    pub met: i64,
    /// Minutes of a class hour where the duty is counted in hours; otherwise 1.
    pub hour: i64,
    /// Since when nothing was left to do, as was known then; `None` while something is.
    pub settled_on: Option<Day>,
    /// A state that must hold all the time, not a thing to be done in a period.
    pub standing: bool,
    /// Why: of a standing duty, an explanation, an exemption.
    pub reason: Option<Box<str>>,
    /// Tells two events of one period apart.
    pub about: Option<Box<str>>,
}

/// The same duty of several posts or persons of one unit: rolled up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub unit: i64,
    pub side: i64,
    pub duty: u16,
    pub period: Period,
    pub opens_on: Day,
    pub due_on: Day,
    pub owed: i64,
    pub met: i64,
    /// Of those owed and not met: the last day has passed.
    pub late: i64,
}

/// What a picture covers: a month, a quarter, a year …, looked at on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    pub period: Period,
    pub on: Day,
}

impl Scope {
    /// The whole year of the day.
    pub fn year(on: Day) -> Self {
        Self { period: Period::of(PeriodKind::Year, on), on }
    }

    /// The month of the day.
    pub fn month(on: Day) -> Self {
        Self { period: Period::of(PeriodKind::Month, on), on }
    }

    /// In a year: what is owed for it. In a shorter period: what runs in it, and what came into it unsettled.
    pub(crate) fn covers(
        self,
        period: Period,
        (opens_on, due_on): (Day, Day),
        settled_on: Option<Day>,
    ) -> bool {
        if opens_on > self.on.min(self.period.last()) {
            return false;
        }
        if self.period.kind() == PeriodKind::Year {
            return period.year() == self.period.year();
        }
        let first = self.period.first();
        due_on >= first || settled_on.is_none_or(|day| day >= first)
    }

    pub fn holds(self, item: &Item) -> bool {
        self.covers(item.period, (item.opens_on, item.due_on), item.settled_on)
    }

    pub fn holds_share(self, share: &Share) -> bool {
        self.covers(share.period, (share.opens_on, share.due_on), Some(share.due_on))
    }

    /// `11月`, with its year where it is not the running one.
    pub fn zh(self) -> String {
        if self.period.year() == self.on.year() && self.period.last() >= self.on.first_of_month() {
            self.period.zh()
        } else {
            self.period.zh_full()
        }
    }
}
