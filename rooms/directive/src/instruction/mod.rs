//! An entry of the ledger (批示台账): what a unit received from above, when, from how high; how its tasks stand.

mod actions;
mod form;
mod ledger;
mod lists;
mod overview;
mod pages;
mod report;
mod sheet;
mod show;
pub(crate) mod store;

use act::{Ctx, Error, Place, Result};
use calendar::{Day, Instant};
use db::Read;
use serde::Deserialize;
use systems::Systems;
use web::{
    Markup,
    parts::{self, State},
};

pub(crate) use self::{
    actions::{AMEND, BREAK_DOWN, CANCEL, ENTER},
    ledger::{categories, levels, title as word_of},
    pages::{filter_year, routes, scope_of},
    report::REPORT,
};
pub use self::{
    actions::{NewInstruction, enter_in},
    lists::kind as export_kind,
    report::{NewReport, file_in},
};

/// What was received from above.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Instruction {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) year: i64,
    pub(crate) number: String,
    pub(crate) received_on: Day,
    pub(crate) category: String,
    pub(crate) level: String,
    pub(crate) body: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) basis: String,
    /// `None`: without a last day (长期).
    pub(crate) due_on: Option<Day>,
    /// The directive from above that it carries on.
    pub(crate) directive: Option<i64>,
    pub(crate) cancelled_at: Option<Instant>,
    /// The report that closes it.
    pub(crate) closed_by: Option<i64>,
    pub(crate) version: i64,
}

impl Instruction {
    pub(crate) fn url(&self) -> String {
        url(self.id)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.cancelled_at.is_none() && self.closed_by.is_none()
    }

    /// `2026年12月20日`, `长期`
    pub(crate) fn due_zh(&self) -> String {
        self.due_on.map_or_else(|| "长期".to_owned(), Day::zh)
    }

    pub(crate) fn category_zh(&self) -> &str {
        word_of(categories(), &self.category)
    }

    pub(crate) fn level_zh(&self) -> &str {
        word_of(levels(), &self.level)
    }

    /// Its own last day alone; how its tasks stand is counted beside it.
    pub(crate) fn tag(&self, today: Day) -> Markup {
        let days = self.due_on.map(|due| today.days_until(due));
        let (state, words) = match (self.cancelled_at, self.closed_by, days) {
            (Some(_), ..) => (State::Void, "已撤销"),
            (_, Some(_), _) => (State::Done, "已销号"),
            (.., Some(days)) if days < 0 => (State::Late, "逾期"),
            _ => (State::Due, "在办"),
        };
        parts::tag(state, words)
    }

    pub(crate) fn state_zh(&self, today: Day) -> &'static str {
        match (self.cancelled_at, self.closed_by, self.due_on) {
            (Some(_), ..) => "已撤销",
            (_, Some(_), _) => "已销号",
            (.., Some(due)) if due < today => "逾期",
            _ => "在办",
        }
    }
}

pub(crate) fn url(id: i64) -> String {
    format!("/instructions/{id}")
}

/// Whether a unit of this kind keeps a ledger: one with an office of its own, below which somebody stands.
pub(crate) fn keeps_one(ctx: &Ctx, unit_kind: &str) -> bool {
    let systems = ctx.part::<Systems>();
    ["party_officer", "line_officer"]
        .iter()
        .any(|post| systems.post(post).is_some_and(|it| it.is_held_in(unit_kind)))
}

/// An entry as its viewer comes to it.
pub(crate) struct Seen {
    pub(crate) it: Instruction,
    pub(crate) place: Place,
}

/// *NotFound* where the unit is out of sight.
pub(crate) fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    store::find(read, &ctx.sight(&crate::SEE_INSTRUCTION), id)?.ok_or(Error::NotFound)
}

/// What can no longer be changed says why.
pub(crate) fn check_open(it: &Instruction) -> Result<()> {
    if it.is_open() {
        return Ok(());
    }
    Err(Error::Conflict("这一件已经销号或者撤销，不用再办".into()))
}
