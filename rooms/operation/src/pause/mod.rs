//! What rests while most of a branch is away, and what it makes up afterwards. A duty rests where its last day falls into
//! the operation and the members who stay behind would not make a quorum: freed by the committee's decision, lawfully
//! and in writing. Nothing rests where enough stay.

mod actions;
mod pages;
pub(crate) mod store;

use std::collections::BTreeMap;

use act::{Acting, Ctx, Error, Result};
use calendar::{Day, Period, PeriodKind};
use db::Read;
use duty::{
    Law, NewExemption, Wanted, bearers_of,
    judge::{Slot, State},
    served_of, verdicts,
};
use people::Status;
use record::kind::{Expects, Kinds};
use rules::{
    Modality, Rules, Who,
    vote::{Engine, quorum},
};
use serde::Deserialize;

pub(crate) use self::{actions::SETTLE, pages::routes};
use crate::operation::{Decision, Member, Operation};

/// What is written as the reason, for everybody to read.
const REASON: &str = "执行任务";

/// A branch in which duties rest.
#[derive(Debug, Clone)]
pub(crate) struct Resting {
    pub(crate) home: i64,
    pub(crate) home_name: String,
    pub(crate) voters: i64,
    pub(crate) taken: i64,
    pub(crate) slots: Vec<Paused>,
}

/// One duty in one period.
#[derive(Debug, Clone)]
pub(crate) struct Paused {
    pub(crate) duty: String,
    /// 10月主题党日
    pub(crate) title: String,
    pub(crate) period: Period,
    /// Kind of record that makes it up; "" where it need not be.
    pub(crate) kind: String,
}

/// What would rest, branch by branch; four statements at most.
pub(crate) fn resting(
    read: &Read,
    ctx: &Ctx,
    operation: &Operation,
    members: &[Member],
) -> Result<Vec<Resting>> {
    let rules = ctx.part::<Rules>();
    let found = short_of_people(read, rules, operation, members)?;
    let homes: Vec<i64> = found.iter().map(|it| it.home).collect();
    if homes.is_empty() {
        return Ok(found);
    }
    let law = Law::load(read, rules)?;
    let mut slots = falling_due(read, &law, &homes, operation, ctx.today)?;
    let with = |it: Resting| Resting { slots: slots.remove(&it.home).unwrap_or_default(), ..it };
    Ok(found.into_iter().map(with).filter(|it| !it.slots.is_empty()).collect())
}

/// Branches whose members left behind would not make a quorum.
fn short_of_people(
    read: &Read,
    rules: &Rules,
    operation: &Operation,
    members: &[Member],
) -> Result<Vec<Resting>> {
    let mut taken: BTreeMap<i64, (String, i64)> = BTreeMap::new();
    let is_away = |it: &&Member| it.status == Status::Full && it.to_on > operation.from_on;
    for member in members.iter().filter(is_away) {
        taken.entry(member.home).or_insert_with(|| (member.home_name.clone(), 0)).1 += 1;
    }
    let homes: Vec<i64> = taken.keys().copied().collect();
    let mut found = Vec::new();
    for (home, voters) in store::voters(read, &homes, operation.from_on)? {
        let Some((home_name, taken)) = taken.remove(&home) else { continue };
        let on = operation.from_on;
        let left = quorum(rules, Engine::GeneralMeeting, on, voters, (voters - taken).max(0));
        if !left.map_err(Error::broken)?.met {
            found.push(Resting { home, home_name, voters, taken, slots: Vec::new() });
        }
    }
    Ok(found)
}

fn falling_due(
    read: &Read,
    law: &Law,
    homes: &[i64],
    operation: &Operation,
    today: Day,
) -> Result<BTreeMap<i64, Vec<Paused>>> {
    let years = (operation.from_on.year(), operation.last_on().year());
    let bearers = bearers_of(read, law, homes, years)?;
    let served = served_of(read, homes, years)?;
    let mut found: BTreeMap<i64, Vec<Paused>> = BTreeMap::new();
    for bearer in bearers.iter().filter(|it| it.history.who == Who::Unit) {
        for year in years.0..=years.1 {
            for verdict in verdicts(law, bearer, &served, year, today, Wanted::Owed) {
                let is_open = matches!(verdict.state, State::Due | State::Overdue | State::Missed);
                if is_open && may_rest(&verdict.slot, operation) {
                    found.entry(bearer.unit).or_default().push(paused(&verdict.slot, &bearer.kind));
                }
            }
        }
    }
    Ok(found)
}

/// Of a month or a quarter, and to be done by a day within the operation.
fn may_rest(slot: &Slot, operation: &Operation) -> bool {
    let is_regular = matches!(slot.period.kind(), PeriodKind::Month | PeriodKind::Quarter);
    let falls_into = operation.from_on <= slot.due_on && slot.due_on < operation.to_on;
    is_regular
        && falls_into
        && slot.stands.is_empty()
        && slot.start_on.is_none()
        && slot.duty.modality != Modality::May
}

fn paused(slot: &Slot, unit_kind: &str) -> Paused {
    let kinds = Kinds::built_in();
    let is_for_all = |key: &&String| {
        kinds
            .find(key)
            .is_some_and(|kind| kind.expects == Expects::Members && kind.is_for(unit_kind))
    };
    Paused {
        duty: slot.duty.key.clone(),
        title: format!("{}{}", slot.period.zh(), slot.duty.title),
        period: slot.period,
        kind: slot.duty.serves.iter().find(is_for_all).cloned().unwrap_or_default(),
    }
}

/// Frees the branches from what rests, by the committee's decision; what rests already is left alone.
pub(crate) fn rest(
    w: &Acting,
    ctx: &Ctx,
    operation: &Operation,
    members: &[Member],
    decision: &Decision,
) -> Result<()> {
    let resting = resting(w, ctx, operation, members)?;
    let slots: Vec<(i64, &Paused)> =
        resting.iter().flat_map(|it| it.slots.iter().map(|slot| (it.home, slot))).collect();
    let free = |(unit, slot): &(i64, &Paused)| NewExemption {
        unit: *unit,
        duty: slot.duty.clone(),
        period: slot.period.key(),
        reason: REASON.to_owned(),
        decided_by: decision.body.clone(),
        decided_on: decision.decided_on,
    };
    let exemptions: Vec<NewExemption> = slots.iter().map(free).collect();
    let ids = duty::exempt_many(w, &exemptions)?;
    store::insert(w, operation.id, &slots, &ids)
}

/// Ended before the last day of something: there is time again, so it is owed again.
pub(crate) fn lift(w: &Acting, operation: i64, on: Day) -> Result<()> {
    let ids = store::not_over(w, operation, on)?;
    duty::lift_many(w, &ids)?;
    store::mark_lifted(w, operation, on, w.now)
}

/// Something that rested and waits to be made up.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ToMakeUp {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) period: String,
    pub(crate) kind: String,
}

impl ToMakeUp {
    /// 10月主题党日
    pub(crate) fn title(&self) -> String {
        let period = self.period.parse::<Period>().map_or_else(|_| self.period.clone(), Period::zh);
        format!("{period}{}", Kinds::built_in().short(&self.kind))
    }

    /// The draft that makes it up, filled in.
    pub(crate) fn draft_url(&self) -> String {
        format!("/records/new?kind={}&unit={}&makes_up={}", self.kind, self.unit, self.period)
    }
}
