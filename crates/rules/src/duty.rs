//! Duties: who owes what, how often, by which article.

use crate::source::Place;
use crate::text::Confidence;
use crate::value::{day, maybe_day};
use calendar::{Day, PeriodKind};
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    Unit,
    Post,
    Person,
}

/// 应当 · 一般 · 可以 · 地方规定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    Shall,
    Generally,
    May,
    Local,
}

impl Modality {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Shall => "应当",
            Self::Generally => "一般",
            Self::May => "可以",
            Self::Local => "地方规定",
        }
    }
}

/// How often, or after what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    Month,
    Quarter,
    Half,
    Year,
    /// Counted from a start event.
    Event,
    /// A state that must hold as long as the conditions do.
    Standing,
}

impl Rhythm {
    /// `None` for an event and a standing state.
    pub fn period(self) -> Option<PeriodKind> {
        match self {
            Self::Month => Some(PeriodKind::Month),
            Self::Quarter => Some(PeriodKind::Quarter),
            Self::Half => Some(PeriodKind::Half),
            Self::Year => Some(PeriodKind::Year),
            Self::Event | Self::Standing => None,
        }
    }
}

/// The part of a year in which it is usually done. What is done outside of it counts, with a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Window {
    Q1,
    Q2,
    Q3,
    Q4,
    H1,
    H2,
}

impl Window {
    pub fn in_year(self, year: i16) -> Option<calendar::Period> {
        format!("{year:04}-{self:?}").parse().ok()
    }
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    #[default]
    Times,
    Minutes,
    /// `needed` is in class hours; facts bring minutes.
    Hours,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockUnit {
    Days,
    Workdays,
    Months,
}

impl ClockUnit {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Days => "日",
            Self::Workdays => "个工作日",
            Self::Months => "个月",
        }
    }
}

/// A length of time; `is` or `value` (the key of a value), never both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub unit: ClockUnit,
    pub is: Option<i64>,
    pub value: Option<String>,
    /// Counted back from the start event instead of forward.
    #[serde(default)]
    pub before: bool,
}

/// Who may see that it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Label {
    #[serde(rename = "公开")]
    Public,
    #[serde(rename = "内部")]
    Internal,
    #[serde(rename = "工作秘密")]
    WorkSecret,
}

/// Who may set a local rule: never a county or below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Ministry,
    Province,
    City,
}

/// One version of one duty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// In the file the last part only; here with the folder: `branch/general-meeting`.
    pub key: String,
    pub title: String,
    pub who: Who,
    /// Unit kinds, post kinds or person classes.
    pub binds: Vec<String>,
    pub modality: Modality,
    pub set_by: Option<Level>,
    pub period: Rhythm,
    pub window: Option<Window>,
    /// How many or how much; 1 where neither this nor `needed_value` is given.
    pub needed: Option<i64>,
    pub needed_value: Option<String>,
    /// A figure of the bearer that `needed` is owed for each of: one meeting for each group.
    pub needed_figure: Option<String>,
    #[serde(default)]
    pub counts: Counts,
    /// The event that starts the clock.
    pub start: Option<String>,
    pub clock: Option<Clock>,
    /// From when it can be done; for a clock that runs backwards.
    pub opens: Option<Clock>,
    /// How long after the last day it can be made up; without it, until the end of the next period.
    pub closes: Option<Clock>,
    #[serde(default)]
    pub never_closes: bool,
    /// Kinds of record that serve it.
    #[serde(default)]
    pub serves: Vec<String>,
    /// Conditions on the bearer: all must hold.
    #[serde(default)]
    pub applies: Vec<String>,
    /// Conditions on the fact: all must hold, or it does not count.
    #[serde(default)]
    pub accepts: Vec<String>,
    /// For a standing duty: conditions on the bearer that fulfil it.
    #[serde(default)]
    pub requires: Vec<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub article: String,
    /// The rule in our own words.
    pub quote: String,
    pub confidence: Confidence,
    #[serde(default)]
    pub note: String,
    /// A change holds in the running period already.
    #[serde(default)]
    pub at_once: bool,
    /// Also owed, in proportion, for a part of a period.
    #[serde(default)]
    pub prorata: bool,
    pub label: Label,
    #[serde(default)]
    pub rule_ids: Vec<String>,
    #[serde(deserialize_with = "day")]
    pub from: Day,
    /// The last day on which it holds.
    #[serde(default, deserialize_with = "maybe_day")]
    pub to: Option<Day>,
    #[serde(skip)]
    pub place: Place,
}

impl Duty {
    pub fn in_force(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn may_be_missed(&self) -> bool {
        self.modality == Modality::Shall
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyFile {
    #[serde(default)]
    pub(crate) duty: Vec<Duty>,
}
