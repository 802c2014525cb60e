//! A year of talks, closed in bulk: that two talked and when, without a word of it.

use std::collections::{BTreeMap, HashMap};

use act::Ctx;
use anyhow::{Context, Result};
use calendar::Instant;
use demo::{Plan, PlannedTalk};
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::SEED;

/// When talks begin and end.
const HOURS: [(&str, &str); 3] = [("09:30", "10:00"), ("14:40", "15:10"), ("16:30", "17:00")];

/// The talks of a plan with the ids that its units and people got.
pub(super) struct Talks<'p> {
    planned: &'p [PlannedTalk],
    ids: &'p BTreeMap<String, i64>,
    persons: &'p [i64],
    /// By branch, the place of the first of its roll in the plan's people.
    first: HashMap<&'p str, usize>,
}

impl<'p> Talks<'p> {
    pub(super) fn new(plan: &'p Plan, ids: &'p BTreeMap<String, i64>, persons: &'p [i64]) -> Self {
        let mut first = HashMap::new();
        for (place, person) in plan.people.iter().enumerate() {
            first.entry(person.branch.as_str()).or_insert(place);
        }
        Self { planned: &plan.talks, ids, persons, first }
    }

    fn closed(&self, talk: &PlannedTalk) -> Result<Closed> {
        let branch = talk.branch.as_str();
        let missing = || format!("没有单位{branch}");
        let unit = self.ids.get(branch).copied().with_context(missing)?;
        let first = self.first.get(branch).copied().with_context(missing)?;
        let (by, with) = (self.persons[first + talk.by], self.persons[first + talk.with]);
        let came = Entry { person: with, votes: false, presence: Presence::Came(1) };
        let (from, to) = HOURS[(talk.by + talk.with) % HOURS.len()];
        let place = "谈心室".to_owned();
        let session = Session { on: talk.held_on, from: from.into(), to: to.into(), place };
        Ok(Closed {
            variety: "heart_to_heart".into(),
            chair: Some(by),
            partner: Some(with),
            roll: vec![(came, None)],
            late_reason: talk.is_late.then(|| "当时忙于值班，过后补录".to_owned()),
            ..Closed::new(unit, "talk", session, Instant::at(talk.entered_on, 17, 40))
        })
    }
}

/// Closes every talk of the plan.
pub(super) fn load(ctx: &Ctx, talks: &Talks) -> Result<()> {
    let closed = talks.planned.iter().map(|talk| talks.closed(talk)).collect::<Result<Vec<_>>>()?;
    if closed.is_empty() {
        return Ok(());
    }
    Ok(ctx.act_system(&SEED, |w| {
        record::close_many(w, ctx.part::<Rules>(), &closed)?;
        w.rows(closed.len());
        Ok(())
    })?)
}
