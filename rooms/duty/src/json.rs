//! `guantong duty list --json`: a stable shape, described in docs/json.md.

use act::{Relation, Result};
use calendar::Day;
use db::Read;
use serde_json::{Value, json};

use crate::{
    Bearer, Law, Persons, Scope, Wanted, bearers,
    judge::{Line, Verdict},
    served, verdicts,
};

/// Every slot that is owed at or below `root` in periods that begin in the year and have opened by `on`.
pub fn list_json(
    read: &Read,
    law: &Law,
    root: (Relation, i64),
    year: i16,
    on: Day,
) -> Result<Value> {
    let scope = (Scope::Tree, Persons::Without);
    let mut bearers = bearers(read, law, root, year, scope)?;
    bearers.sort_by(|a, b| (&a.path, a.unit).cmp(&(&b.path, b.unit)));
    let served = served(read, root, year, scope)?;
    let mut rows = Vec::new();
    for bearer in &bearers {
        let all = verdicts(law, bearer, &served, year, on, Wanted::Owed);
        let opened = all.iter().filter(|it| it.slot.opens_on <= on);
        rows.extend(opened.map(|verdict| row(law, bearer, verdict)));
    }
    let (relation, unit) = root;
    Ok(json!({
        "unit": unit.to_string(),
        "relation": relation.key(),
        "year": year,
        "on": on.to_string(),
        "count": rows.len(),
        "duties": rows,
    }))
}

fn row(law: &Law, bearer: &Bearer, verdict: &Verdict) -> Value {
    let slot = &verdict.slot;
    let (bearer_kind, id) = bearer.key();
    json!({
        "unit": bearer.unit.to_string(),
        "unit_name": bearer.name,
        "bearer_kind": bearer_kind,
        "bearer": id.to_string(),
        "duty": slot.duty.key,
        "title": slot.title(),
        "period": slot.period.to_string(),
        "about": slot.about,
        "state": verdict.state.key(),
        "word": verdict.tag(),
        "late_entry": verdict.late_entry,
        "late_done": verdict.late_done,
        "soon": verdict.soon,
        "opens_on": slot.opens_on.to_string(),
        "due_on": verdict.last_day.to_string(),
        "provisional": verdict.provisional,
        "closes_on": slot.closes_on.map(|day| day.to_string()),
        "needed": verdict.needed,
        "met": verdict.met,
        "says": verdict.words(),
        "source": law.source(slot.duty),
        "facts": verdict.lines.iter().map(fact).collect::<Vec<_>>(),
    })
}

fn fact(line: &Line) -> Value {
    json!({
        "room": line.room,
        "id": line.fact.to_string(),
        "held_on": line.held_on.to_string(),
        "entered_on": line.entered_on.to_string(),
        "quantity": line.quantity,
        "counts": line.counts,
        "reason": line.reason,
    })
}
