//! Who came to a meeting, as a spreadsheet.

use leaving::{List, text};
use sheets::write::Value;

use crate::show::Shown;

const COLUMNS: [(&str, u16); 6] =
    [("序号", 6), ("姓名", 14), ("职务或身份", 18), ("表决权", 8), ("到会情况", 18), ("传达", 18)];

pub(super) fn list(shown: &Shown) -> List {
    let record = &shown.record;
    let closed = record.roll();
    let votes = |person: i64| match closed.iter().find(|it| it.person == person) {
        Some(entry) => entry.votes,
        None => shown.of_day.iter().any(|it| it.person == person && it.votes),
    };
    let told = |person: i64| {
        let row = shown.absences.iter().find(|it| it.person == person);
        row.and_then(|it| it.relayed_at)
            .map_or_else(String::new, |at| format!("{}已传达", at.day()))
    };
    let rows = shown.people.iter().enumerate().map(|(at, person)| {
        let vote = if votes(person.id) { "有" } else { "" };
        vec![
            Value::Number((at + 1) as f64),
            text(&person.name),
            text(&person.note),
            text(vote),
            text(&person.presence.zh()),
            text(&told(person.id)),
        ]
    });
    List {
        kind: "record.attendance",
        title: format!("{}到会名单", record.title),
        scope: format!("{}，{}", shown.place.name, record.plan_on.zh()),
        measure: "人".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["no", "name", "note", "vote", "presence", "told"],
        rows: rows.collect(),
        units: vec![record.unit],
    }
}

/// Whether there are names to write: last year's list knows only how many came.
pub(crate) fn has_names(shown: &Shown) -> bool {
    shown.kind.expects.is_meeting() && shown.record.held_at.is_some() && !shown.people.is_empty()
}
