//! Closing many records at once. The caller is the act: permission and event are his.

use std::collections::BTreeMap;

use act::{Acting, Error, Result};
use calendar::{Day, Instant};
use db::bind;
use duty::{Setting, judge::Fact};
use people::LeaveWord;
use rules::Rules;

use super::{Agreed, Closed, Imported, store};
use crate::{
    closing,
    kind::{Kinds, RecordKind},
    meeting::{Record, RecordId, Session},
    roll::{self, Counts, Entry},
    task::{self, Task},
};

/// Records at once in memory: a whole province's year passes through in slices.
const SLICE: usize = 4000;

/// Writes closed records with their rolls and what they serve; ids in the same order.
pub fn close_many(w: &Acting, rules: &Rules, closed: &[Closed]) -> Result<Vec<RecordId>> {
    let mut ids = Vec::with_capacity(closed.len());
    for slice in closed.chunks(SLICE) {
        let mut facts: Vec<(Fact, Setting)> = Vec::with_capacity(slice.len());
        let mut rows = Vec::with_capacity(slice.len() * store::WIDTH);
        let mut away = Vec::new();
        for (one, number) in slice.iter().zip(numbers_of(w, slice)?) {
            let kind = Kinds::built_in().find(&one.kind).ok_or(Error::NotFound)?;
            let number_year = number.map(|_| i64::from(one.session.on.year()));
            let record = Record { number_year, number, ..record(w, kind, one) };
            let entries: Vec<Entry> =
                roll_of(kind, one).iter().map(|(entry, _)| entry.clone()).collect();
            let digest = record.roll.as_deref().map(|text| roll::digest(record.id.0, text));
            rows.extend(store::cells(&record, digest));
            for (entry, subgroup) in roll_of(kind, one).iter().filter(|(it, _)| !it.presence.came())
            {
                let word = entry.presence.word().map_or("", LeaveWord::key);
                let (id, person, state) = (record.id, entry.person, entry.presence.key());
                let told = one.relayed_at;
                away.extend_from_slice(bind![id, person, subgroup, state, word, 0, told]);
                away.push(db::Value::Null);
            }
            facts.push(closing::happened(&record, &entries, one.entered_at.day()));
            ids.push(record.id);
        }
        store::insert(w, &rows)?;
        store::insert_away(w, &away)?;
        let agreed = slice.iter().zip(&ids[ids.len() - slice.len()..]);
        for (one, id) in agreed.filter(|(one, _)| !one.agreed.is_empty()) {
            keep_agreed(w, (*id, one.unit), &one.agreed)?;
        }
        duty::serve_many(w, rules, &facts)?;
    }
    w.rows(closed.len());
    Ok(ids)
}

fn keep_agreed(w: &Acting, record: (RecordId, i64), agreed: &[Agreed]) -> Result<()> {
    let kept = |it: &Agreed| {
        let Agreed { problem, text, due_on, .. } = it.clone();
        let (owner, done) = (it.owner.clone().unzip(), it.done.clone().unzip());
        let (name, outcome) = (owner.1.unwrap_or_default(), done.1.unwrap_or_default());
        (Task { id: w.id(), problem, text, owner: name, due_on, done_at: done.0, outcome }, owner.0)
    };
    task::keep(w, record, &agreed.iter().map(kept).collect::<Vec<_>>())
}

/// The number of each record whose kind is numbered, in the order in which they were entered.
fn numbers_of(w: &Acting, slice: &[Closed]) -> Result<Vec<Option<i64>>> {
    let mut by_series: BTreeMap<(i64, String, i16), Vec<usize>> = BTreeMap::new();
    for (place, one) in slice.iter().enumerate() {
        if let Some(series) = Kinds::built_in().find(&one.kind).and_then(RecordKind::series) {
            let key = (one.unit, series, one.session.on.year());
            by_series.entry(key).or_default().push(place);
        }
    }
    let mut numbers = vec![None; slice.len()];
    for ((unit, series, year), mut places) in by_series {
        places.sort_by_key(|place| slice[*place].entered_at);
        let first = numbers::take(w, unit, &series, year, places.len())?;
        for (number, place) in (first..).zip(places) {
            numbers[place] = Some(number);
        }
    }
    Ok(numbers)
}

fn record(w: &Acting, kind: &RecordKind, one: &Closed) -> Record {
    let id = RecordId(w.id());
    let entries: Vec<Entry> = roll_of(kind, one).iter().map(|(entry, _)| entry.clone()).collect();
    let on = one.session.on;
    let title =
        if one.title.is_empty() { kind.title_on(&one.variety, on) } else { one.title.clone() };
    let agenda = if one.agenda.is_empty() {
        kind.agenda_of(&one.variety).iter().map(|it| it.item.clone()).collect()
    } else {
        one.agenda.clone()
    };
    let counts = Counts::of(&entries);
    Record {
        id,
        unit: one.unit,
        kind: one.kind.clone(),
        variety: one.variety.clone(),
        also: one.also.join(" "),
        title,
        topic: one.topic.clone(),
        guests: one.guests.clone(),
        about: one.about.clone(),
        plan_on: on,
        held_on: Some(on),
        sessions: serde_json::to_string(&[&one.session]).unwrap_or_default(),
        chair: one.chair,
        recorder: one.recorder,
        lecturer: one.lecturer,
        partner: one.partner,
        entry: one.entry,
        agenda: agenda.join("\n"),
        minutes: one.minutes.clone(),
        roll: Some(roll::write(&entries)),
        expected: Some(counts.expected),
        present: Some(counts.present),
        voters: Some(counts.voters),
        voters_present: Some(counts.voters_present),
        late_reason: one.late_reason.clone(),
        makes_up: one.makes_up.clone(),
        drafted_by: one.recorder.or(one.chair),
        ..entered(one.entered_at)
    }
}

/// Nobody comes to a filing, whatever roll its unit has.
fn roll_of<'c>(kind: &RecordKind, one: &'c Closed) -> &'c [(Entry, Option<i64>)] {
    if kind.is_filing() { &[] } else { &one.roll }
}

fn entered(at: Instant) -> Record {
    let at_once = Some(at);
    Record { held_at: at_once, minuted_at: at_once, closed_at: at_once, ..Record::blank(at) }
}

/// Brings in last year's meetings: marked as imported, without roll and minutes.
pub fn import_meetings(
    w: &Acting,
    rules: &Rules,
    batch: i64,
    meetings: &[Imported],
) -> Result<Vec<RecordId>> {
    let mut ids = Vec::with_capacity(meetings.len());
    for slice in meetings.chunks(SLICE) {
        let (mut rows, mut facts) = (Vec::new(), Vec::new());
        for meeting in slice {
            let kind = Kinds::built_in().find(&meeting.kind).ok_or(Error::NotFound)?;
            let record = imported(w, kind, batch, meeting);
            rows.extend(store::cells(&record, None));
            facts.push(closing::happened(&record, &[], w.now.day()));
            ids.push(record.id);
        }
        store::insert(w, &rows)?;
        duty::serve_many(w, rules, &facts)?;
    }
    w.rows(meetings.len());
    Ok(ids)
}

/// The list says that it was held and how many came: that number stands for the roll.
fn imported(w: &Acting, kind: &RecordKind, batch: i64, meeting: &Imported) -> Record {
    let Imported { unit, held_on, present, .. } = meeting;
    let session =
        Session { on: *held_on, from: String::new(), to: String::new(), place: String::new() };
    Record {
        id: RecordId(w.id()),
        unit: *unit,
        kind: kind.key.clone(),
        title: with_year(&kind.title_on("", *held_on), *held_on),
        plan_on: *held_on,
        held_on: Some(*held_on),
        sessions: serde_json::to_string(&[session]).unwrap_or_default(),
        present: Some(*present),
        voters: Some(*present),
        voters_present: Some(*present),
        batch: Some(batch),
        ..entered(w.now)
    }
}

/// 2019年4月支委会: titles of this year's records leave the year out.
fn with_year(title: &str, on: Day) -> String {
    let year = format!("{}年", on.year());
    if title.starts_with(&year) { title.to_owned() } else { format!("{year}{title}") }
}

/// Takes a batch back, and what it served; what was changed by hand since stays. How many went.
pub fn undo_import(w: &Acting, batch: i64) -> Result<u64> {
    for id in store::untouched(w, batch)? {
        closing::take_back(w, id)?;
    }
    store::remove(w, batch)
}
