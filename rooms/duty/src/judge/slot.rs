//! A slot: one duty of one bearer in one period.

use super::standing::Stand;
use calendar::{Day, Period};
use rules::Duty;

/// Why nothing is owed although the duty binds such a bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOwed {
    /// Founded or moved in within the period.
    Founded,
    /// Dissolved or moved out within the period.
    Ended,
    /// Merged into another unit within the period.
    Merged,
    /// Of another kind for a part of the period.
    OtherKind,
    /// A condition does not hold; in words.
    Condition(String),
}

/// What is owed. Never stored: `owed` makes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot<'r> {
    /// The version that governs it.
    pub duty: &'r Duty,
    /// For an event from opening to the last day; for a standing duty the year.
    pub period: Period,
    /// Of the event; otherwise empty.
    pub about: String,
    /// The day of the event.
    pub start_on: Option<Day>,
    pub opens_on: Day,
    pub due_on: Day,
    /// Until when it can be made up; `None` where it never closes.
    pub closes_on: Option<Day>,
    /// Times, or minutes.
    pub needed: i64,
    /// Minutes of a class hour, where it is counted in hours; otherwise 1.
    pub unit: i64,
    /// Owed for a part of the period only, in proportion.
    pub part: bool,
    /// The last day was counted through a year whose working days are not announced.
    pub provisional: bool,
    /// *False* where it began before the start-of-use day.
    pub kept: bool,
    /// From so many days before the last one it is “将到期”.
    pub soon_days: i64,
    /// When it is usually done.
    pub usual: Option<Period>,
    pub not_owed: Option<NotOwed>,
    /// How a standing duty stood over time.
    pub stands: Vec<Stand>,
}

impl NotOwed {
    pub fn zh(&self) -> String {
        let rule = "，只按完整的期间计";
        match self {
            Self::Founded => format!("在这一期间内成立或者转入{rule}"),
            Self::Ended => format!("在这一期间内撤销或者转出{rule}"),
            Self::Merged => format!("在这一期间内并入其他党组织{rule}"),
            Self::OtherKind => format!("在这一期间内改变了种类{rule}"),
            Self::Condition(words) => words.clone(),
        }
    }
}

impl Slot<'_> {
    /// Names the slot among all of one bearer: `branch/theme-day 2026-03`.
    pub fn key(&self) -> String {
        let about = if self.about.is_empty() { String::new() } else { format!(" {}", self.about) };
        format!("{} {}{about}", self.duty.key, self.period)
    }

    /// Does an exemption or explanation of this duty, period and event reach it? A year covers its months.
    pub fn is_covered(&self, duty: &str, period: Period, about: &str) -> bool {
        let same = duty == self.duty.key && (about.is_empty() || about == self.about);
        same && period.first() <= self.period.first() && self.period.last() <= period.last()
    }

    /// Does a fact of that day fall into it?
    pub fn holds(&self, day: Day) -> bool {
        let last =
            if self.start_on.is_some() { self.closes_on.unwrap_or(Day::MAX) } else { self.due_on };
        self.opens_on <= day && day <= last.max(self.due_on)
    }
}
