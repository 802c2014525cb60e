//! A whole plan in one act: the caller is the act, permission and event are his.

use act::{Acting, Error, Result};
use calendar::{Day, Instant};

use super::{Entry, Plan, PlanId, store};
use crate::kind::Kinds;

/// One meeting of a plan, to be called as its kind is.
#[derive(Debug, Clone)]
pub struct PlannedMeeting {
    pub kind: String,
    pub on: Day,
    /// `15:00`
    pub from: String,
    pub place: String,
    pub topic: String,
}

/// Writes the plan of a unit that has none for the year, published at `at`.
pub fn publish_plan(w: &Acting, unit: i64, at: Instant, planned: &[PlannedMeeting]) -> Result<()> {
    let year = at.day().year();
    let plan = Plan { id: PlanId(w.id()), unit, year, edition: 0, published_at: None };
    store::insert_plan(w, &plan)?;
    let entry = |it: &PlannedMeeting| {
        let kind = Kinds::built_in().find(&it.kind).ok_or(Error::NotFound)?;
        let PlannedMeeting { on, from, place, topic, .. } = it.clone();
        let (kind, title) = (kind.key.clone(), kind.title_on("", on));
        Ok(Entry { kind, title, from, place, topic, ..Entry::blank(on) })
    };
    let entries: Vec<Entry> = planned.iter().map(entry).collect::<Result<_>>()?;
    store::insert_items(w, &plan, &entries)?;
    for item in store::items(w, plan.id)? {
        store::publish_item(w, item.id, &item.entry)?;
    }
    store::publish_plan(w, plan.id, at, None)
}
