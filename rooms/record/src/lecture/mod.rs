//! A lecture and its audience: how many questions were asked from the floor, and who sat there. Never who asked.

mod store;

use act::Result;
use calendar::Day;
use db::{Asker, Read, Write};
use serde::Deserialize;
use web::{Form, Markup, Reader, parts};

use crate::{
    kind::{Kinds, RecordKind},
    meeting::{Record, Stage},
    roll,
    show::Shown,
};

/// What makes somebody look again, and by which text.
pub(crate) const SILENT: &str = "没有记听课的人提问：有没有交流，看不出来";
pub(crate) const SILENT_RULE: &str = "《中国共产党支部工作条例（试行）》第十五条：党课应当针对党员思想和工作实际，回应普遍关心的问题";

/// Whether it is a lecture, by its kind or by what it is as well.
pub(crate) fn has_audience(kind: &RecordKind, also: &[&str]) -> bool {
    kind.audience || kinds().iter().any(|lecture| also.contains(lecture))
}

fn of(shown: &Shown) -> bool {
    has_audience(shown.kind, &shown.record.also())
}

pub(crate) fn questions(read: &Read, shown: &Shown) -> Result<Option<i64>> {
    if of(shown) { store::questions(read, shown.record.id) } else { Ok(None) }
}

pub(crate) fn keep(
    w: &Write,
    kind: &RecordKind,
    record: &Record,
    questions: Option<i64>,
) -> Result<()> {
    if has_audience(kind, &record.also()) { store::keep(w, record.id, questions) } else { Ok(()) }
}

pub(crate) fn field(form: &Form, shown: &Shown, questions: Option<i64>) -> Markup {
    if !of(shown) {
        return Markup::default();
    }
    let typed = questions.map_or_else(String::new, |it| it.to_string());
    parts::field_number(form, "questions", "现场提了几个问题", "只记个数，不记是谁提的", &typed)
}

/// Kept only where it is a lecture.
pub(crate) fn read_field(reader: &Reader) -> Option<i64> {
    let typed = reader.optional_text("questions", "现场提问的个数", 4);
    let count = typed.parse().ok().filter(|it| *it >= 0);
    if !typed.is_empty() && count.is_none() {
        reader.fault("questions", "现场提问的个数要写数字");
    }
    count
}

/// Beside a closed lecture; nothing for what is none.
pub(crate) fn card(read: &Read, shown: &Shown) -> Result<Markup> {
    if shown.record.stage() != Stage::Closed || !of(shown) {
        return Ok(Markup::default());
    }
    let words = match questions(read, shown)? {
        Some(count) if count > 0 => format!("<p>现场提了{count}个问题。</p>"),
        _ => format!(
            "<p class=\"note\">{SILENT}。<br><span class=\"small\">{SILENT_RULE}</span></p>"
        ),
    };
    let heading = "听课和交流";
    Ok(Markup(format!("<section class=\"card\"><h2>{heading}</h2>{words}</section>")))
}

/// A lecture that somebody sat through.
#[derive(Debug, Clone, Deserialize)]
pub struct Attended {
    pub id: i64,
    pub unit: i64,
    pub title: String,
    pub held_on: Day,
    roll: Option<String>,
}

/// Closed lectures of these units, held within some days, to which `person` came.
pub fn attended_lectures(
    ask: &Asker,
    person: i64,
    units: &[i64],
    days: (Day, Day),
) -> impl Future<Output = Result<Vec<Attended>>> + use<> {
    let found = ask.all(store::LECTURES, store::lectures(units, &kinds(), days));
    async move {
        let mut found: Vec<Attended> = found.await?;
        found.retain(|it| {
            let roll = it.roll.as_deref().map(roll::read).unwrap_or_default();
            roll.iter().any(|entry| entry.person == person && entry.presence.came())
        });
        Ok(found)
    }
}

pub(crate) fn kinds() -> Vec<&'static str> {
    Kinds::built_in().iter().filter(|kind| kind.audience).map(|kind| kind.key.as_str()).collect()
}
