//! Worked cases: facts, a day, and what the verdict must be. A legal reader can add one.

use crate::source::Place;
use crate::value::{day, maybe_day};
use calendar::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One worked case; exactly one of `duty`, `vote` and `value` is given.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub title: String,
    #[serde(deserialize_with = "day")]
    pub on: Day,
    /// The person who stands for it; `待核` where nobody has yet.
    pub confirmed_by: String,
    #[serde(default)]
    pub note: String,
    pub duty: Option<DutyCase>,
    pub vote: Option<VoteCase>,
    pub value: Option<ValueCase>,
    #[serde(skip)]
    pub place: Place,
}

/// What a value is on the day of the case, and whether so much meets it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueCase {
    pub key: String,
    pub is: toml::Value,
    /// So many, or a part of `whole` where the value is a share. With `met` only.
    pub measured: Option<i64>,
    pub whole: Option<i64>,
    pub met: Option<bool>,
}

/// A vote on the day of the case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteCase {
    pub engine: crate::vote::Engine,
    pub should_attend: i64,
    pub present: i64,
    #[serde(default)]
    pub yes: i64,
    #[serde(default)]
    pub written_yes: i64,
    pub valid: bool,
    pub passed: Option<bool>,
}

/// A bearer with its facts, and the verdict on the day of the case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyCase {
    pub key: String,
    /// The period asked about; `2026-Q3`. For an event the day it happened, for a standing duty the year.
    pub period: String,
    pub bearer: CaseBearer,
    #[serde(default, rename = "fact")]
    pub facts: Vec<CaseFact>,
    pub exempt: Option<Excuse>,
    pub explain: Option<Excuse>,
    pub expect: Expect,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseBearer {
    pub kinds: Vec<String>,
    #[serde(deserialize_with = "day")]
    pub from: Day,
    /// The last day it exists.
    #[serde(default, deserialize_with = "maybe_day")]
    pub to: Option<Day>,
    #[serde(default)]
    pub merged: bool,
    /// The day it begins to use the system; its first day where absent.
    #[serde(default, deserialize_with = "maybe_day")]
    pub use_from: Option<Day>,
    /// Figures as they are from its first day.
    #[serde(default)]
    pub figures: BTreeMap<String, i64>,
    #[serde(default)]
    pub changes: Vec<Change>,
    #[serde(default)]
    pub events: Vec<CaseEvent>,
}

/// From that day on the figure is so much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    #[serde(deserialize_with = "day")]
    pub on: Day,
    pub figure: String,
    pub is: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    pub name: String,
    #[serde(deserialize_with = "day")]
    pub on: Day,
    #[serde(default)]
    pub about: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFact {
    pub kind: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(deserialize_with = "day")]
    pub held_on: Day,
    /// The day it was held where absent.
    #[serde(default, deserialize_with = "maybe_day")]
    pub entered_on: Option<Day>,
    #[serde(default)]
    pub minutes: i64,
    #[serde(default)]
    pub figures: BTreeMap<String, i64>,
    #[serde(default)]
    pub marks: Vec<String>,
    /// The earlier period that it makes up for.
    pub makes_up: Option<String>,
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub withdrawn: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excuse {
    #[serde(deserialize_with = "day")]
    pub on: Day,
    #[serde(default)]
    pub by: String,
    pub reason: String,
}

/// Only what is written is compared; `state` always.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// done · due · overdue · missed · explained · exempt · not-kept · not-applicable
    pub state: String,
    pub late_entry: Option<bool>,
    pub late_done: Option<bool>,
    pub soon: Option<bool>,
    pub provisional: Option<bool>,
    #[serde(default, deserialize_with = "maybe_day")]
    pub due_on: Option<Day>,
    #[serde(default, deserialize_with = "maybe_day")]
    pub closes_on: Option<Day>,
    pub needed: Option<i64>,
    pub met: Option<i64>,
    /// A part of the reason why a fact did not count.
    pub because: Option<String>,
    /// First day of the version by which it is judged.
    #[serde(default, deserialize_with = "maybe_day")]
    pub version: Option<Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    #[serde(default)]
    pub(crate) case: Vec<Case>,
}
