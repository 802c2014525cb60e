//! A picture as `situation --json` prints it; the shape is a promise (docs/json.md).

use rules::{Modality, Who};
use serde_json::{Value, json};

use super::{OfDuty, OfPersons, Picture, Side, SideKind, Tally};

/// Stable keys; ids are text, days `YYYY-MM-DD`, counts whole numbers.
pub fn json(picture: &Picture) -> Value {
    json!({
        "unit": {
            "id": picture.node.unit.to_string(),
            "code": picture.node.code,
            "name": picture.node.name,
        },
        "relation": picture.node.relation.key(),
        "on": picture.scope.on,
        "period": picture.scope.period,
        "branches": picture.branches,
        "figures": figures(picture.tally),
        "duties": picture.duties.iter().map(duty).collect::<Vec<_>>(),
        "persons": picture.persons.iter().map(persons).collect::<Vec<_>>(),
        "children": picture.sides.iter().map(side).collect::<Vec<_>>(),
        "levels": picture.levels.iter().map(|it| json!({
            "level": it.level.key(), "units": it.units, "overdue": it.overdue,
        })).collect::<Vec<_>>(),
        "trend": picture.trend.counts.iter().map(|(day, count)| json!({
            "on": day, "overdue": count,
        })).collect::<Vec<_>>(),
    })
}

fn figures(tally: Tally) -> Value {
    json!({
        "owed": tally.owed(),
        "done": tally.done,
        "due": tally.due,
        "overdue": tally.overdue,
        "missed": tally.missed,
        "explained": tally.explained,
        "exempt": tally.exempt,
    })
}

fn duty(it: &OfDuty) -> Value {
    json!({
        "duty": it.duty.key,
        "title": it.duty.title,
        "modality": modality(it.duty.modality),
        "figures": figures(it.tally),
    })
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Shall => "shall",
        Modality::Generally => "generally",
        Modality::May => "may",
        Modality::Local => "local",
    }
}

fn persons(it: &OfPersons) -> Value {
    let who = match it.duty.who {
        Who::Unit => "unit",
        Who::Post => "post",
        Who::Person => "person",
    };
    json!({
        "duty": it.duty.key,
        "title": it.duty.title,
        "who": who,
        "owed": it.owed,
        "met": it.met,
        "overdue": it.late,
    })
}

fn side(side: &Side) -> Value {
    let kind = match side.kind {
        SideKind::Own => "own",
        SideKind::House => "house",
        SideKind::Child => "child",
    };
    json!({
        "kind": kind,
        "id": side.unit.to_string(),
        "code": side.code,
        "name": side.name,
        "branches": side.branches,
        "figures": figures(side.tally),
    })
}
