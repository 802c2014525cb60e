//! Who came to a meeting, as a spreadsheet. A list of persons that goes out says whose copy it is.

use act::{Ctx, Error, Result};
use sheets::{
    Mark,
    write::{Column, Head, Value, xlsx_marked},
};

use crate::show::Shown;

const COLUMNS: [(&str, &str, u16); 6] = [
    ("no", "序号", 6),
    ("name", "姓名", 14),
    ("note", "职务或身份", 18),
    ("vote", "表决权", 8),
    ("presence", "到会情况", 18),
    ("told", "传达", 18),
];

/// Notes that it leaves, and writes it.
pub(super) fn file(ctx: &Ctx, shown: &Shown) -> Result<Vec<u8>> {
    let scope = scope(shown);
    let columns = COLUMNS.map(|(key, ..)| key);
    let leaving = exports::Leaving {
        kind: "record.attendance",
        title: "到会名单",
        scope: &scope,
        purpose: "",
        rows: shown.people.len(),
        measure: "人",
        columns: &columns,
        with_numbers: false,
        units: &[shown.record.unit],
    };
    let mark = ctx.act_own(&exports::ASK, |w, _| exports::leave(w, ctx, &leaving))?;
    write(shown, &scope, &mark)
}

/// Whether there are names to write: last year's list knows only how many came.
pub(crate) fn has_names(shown: &Shown) -> bool {
    shown.kind.expects.is_meeting() && shown.record.held_at.is_some() && !shown.people.is_empty()
}

fn scope(shown: &Shown) -> String {
    format!("{}，{}，{}", shown.place.name, shown.record.title, shown.record.plan_on.zh())
}

fn write(shown: &Shown, scope: &str, mark: &Mark) -> Result<Vec<u8>> {
    let closed = shown.record.roll();
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
        let (name, note) = (person.name.clone(), person.note.clone());
        let texts = [name, note, vote.to_owned(), person.presence.zh(), told(person.id)];
        let text = |text: String| if text.is_empty() { Value::Empty } else { Value::Text(text) };
        [Value::Number((at + 1) as f64)].into_iter().chain(texts.into_iter().map(text)).collect()
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let columns = COLUMNS.map(|(_, heading, width)| Column { heading, width });
    let (sheet, measure) = ("到会名单", "人");
    let head = Head { sheet, title: sheet, scope, measure, columns: &columns };
    xlsx_marked(&head, rows.into_iter(), mark).map_err(|fault| Error::Broken(fault.into()))
}
