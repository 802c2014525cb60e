//! The year plan of a unit: what is owed, a proposed day for each, what was adopted, what was published.

mod actions;
mod bulk;
mod card;
mod foreseen;
mod form;
mod month;
mod pages;
mod propose;
mod sheet;
mod store;
mod year;

use calendar::{Day, Instant};
use serde::{Deserialize, Serialize};

use crate::kind::{Expects, Kinds, RecordKind};

pub use self::bulk::{PlannedMeeting, publish_plan};
pub(crate) use self::{
    actions::{PLAN, PUBLISH},
    card::card,
    foreseen::{Foreseen, foreseen},
    pages::routes,
    sheet::published_paper,
    store::planned,
};

db::id!(PlanId);
db::id!(ItemId);

/// A row of `record_plan`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Plan {
    pub(crate) id: PlanId,
    pub(crate) unit: i64,
    pub(crate) year: i16,
    /// 0 until it is published.
    pub(crate) edition: i64,
    pub(crate) published_at: Option<Instant>,
}

/// What is said of one thing planned; an edition keeps a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Key of a record kind; "" for what becomes no record.
    pub(crate) kind: String,
    /// Further kinds that it is to be, separated by spaces.
    pub(crate) also: String,
    pub(crate) title: String,
    pub(crate) on: Day,
    /// `15:00`; "" where the hour is not fixed.
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) place: String,
    pub(crate) topic: String,
}

impl Entry {
    /// Nothing but a day.
    pub(crate) fn blank(on: Day) -> Self {
        let nothing = String::new;
        Self {
            kind: nothing(),
            also: nothing(),
            title: nothing(),
            on,
            from: nothing(),
            to: nothing(),
            place: nothing(),
            topic: nothing(),
        }
    }

    /// Whether a meeting of this kind is what was planned.
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind == kind || self.also.split(' ').any(|also| also == kind)
    }

    pub(crate) fn also(&self) -> impl Iterator<Item = &str> {
        self.also.split(' ').filter(|kind| !kind.is_empty())
    }

    /// `3月6日星期五15:00`
    pub(crate) fn when(&self) -> String {
        format!("{}{}{}", self.on.zh_short(), self.on.weekday_zh(), self.from)
    }

    /// `同时是党课`, or "".
    pub(crate) fn also_zh(&self) -> String {
        let names: Vec<&str> = self.also().map(|kind| Kinds::built_in().short(kind)).collect();
        if names.is_empty() { String::new() } else { format!("同时是{}", names.join("、")) }
    }
}

/// A row of `record_plan_item`.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) id: ItemId,
    pub(crate) unit: i64,
    pub(crate) entry: Entry,
    pub(crate) is_removed: bool,
    /// As the last edition that has it says.
    pub(crate) published: Option<Entry>,
    pub(crate) version: i64,
}

/// How an item stands to the last edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Added,
    Changed,
    Removed,
    Published,
}

impl Item {
    pub(crate) fn standing(&self) -> Standing {
        match &self.published {
            None => Standing::Added,
            Some(_) if self.is_removed => Standing::Removed,
            Some(published) if *published != self.entry => Standing::Changed,
            Some(_) => Standing::Published,
        }
    }
}

/// What a unit of this kind may plan: its own meetings, and those of its subgroups as one thing.
pub(crate) fn plannable(unit_kind: &str) -> impl Iterator<Item = &'static RecordKind> {
    Kinds::built_in().iter().filter(move |kind| is_plannable(kind, unit_kind))
}

pub(crate) fn is_plannable(kind: &RecordKind, unit_kind: &str) -> bool {
    let is_meeting = !matches!(kind.expects, Expects::Partner | Expects::Nobody);
    is_meeting && (kind.is_for(unit_kind) || is_of_subgroups(kind, unit_kind))
}

/// Held by the subgroups of such a unit, each for itself.
pub(crate) fn is_of_subgroups(kind: &RecordKind, unit_kind: &str) -> bool {
    let is_branch =
        unit_kind == "branch" || unit_kind.ends_with("_branch") && unit_kind != "general_branch";
    is_branch && !kind.is_for(unit_kind) && kind.is_for("subgroup")
}

/// `/records/plan?unit=3&year=2027#m3`, at the month.
pub(crate) fn url(unit: i64, on: Day) -> String {
    format!("/records/plan?unit={unit}&year={}#m{}", on.year(), on.month())
}
