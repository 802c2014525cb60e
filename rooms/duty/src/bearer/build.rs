//! Rows become bearers.

use calendar::Day;
use rules::Who;
use std::collections::{BTreeMap, HashMap};

use super::{
    Bearer, OnRoll, Persons,
    figures::{Stretch, steps},
    people::{People, Spell},
    store::Row,
};
use crate::{
    Law, cell,
    judge::{Event, History, Spell as KindSpell},
    kinds,
};

/// A unit in the making.
#[derive(Default)]
struct Draft {
    bearer: Option<Bearer>,
    figures: BTreeMap<String, BTreeMap<Day, i64>>,
    events: Vec<Event>,
    merged: bool,
    subgroups: Vec<Stretch>,
}

pub(super) fn bearers(
    law: &Law,
    rows: Vec<Row>,
    people: &HashMap<i64, People>,
    persons: Persons,
) -> Vec<Bearer> {
    let mut drafts: BTreeMap<i64, Draft> = BTreeMap::new();
    for row in rows {
        read(&mut drafts, &row);
    }
    let nobody = People::default();
    let mut found = Vec::with_capacity(drafts.len() * 2);
    for draft in drafts.into_values() {
        let Some(unit) = finish(draft, people) else { continue };
        let here = people.get(&unit.unit).unwrap_or(&nobody);
        let start = found.len();
        found.extend(posts(law, &unit, here));
        if persons == Persons::With {
            found.extend(members(&unit, here));
        }
        found.insert(start, unit);
    }
    found
}

fn read(drafts: &mut BTreeMap<i64, Draft>, row: &Row) {
    let [tag, unit, name, path, _, _, from, to, _, dissolved, _, number, _, _] = &row[..] else {
        return;
    };
    let (unit, Some(from), to) = (cell::int(unit), cell::day(from), cell::day(to)) else { return };
    match cell::text(tag) {
        "span" if cell::text(name) != "subgroup" => {
            drafts.entry(unit).or_default().bearer = Some(span(row));
        }
        "figure" => {
            let steps =
                drafts.entry(unit).or_default().figures.entry(kinds::figure(cell::text(name)));
            steps.or_default().insert(from, cell::int(number));
        }
        // The end of a term that a next one has followed was answered by that election.
        "term" if to.is_none() => {
            let event = Event { name: "term-end".into(), on: from, about: String::new() };
            drafts.entry(unit).or_default().events.push(event);
        }
        // The end of a branch's term is the committee's business too.
        "term-below" if kinds::is_branch(cell::text(name)) => {
            let (name, about) = ("branch-term-end".to_owned(), cell::int(number).to_string());
            drafts.entry(unit).or_default().events.push(Event { name, on: from, about });
        }
        "event" => {
            let (name, about) = (cell::text(name).to_owned(), cell::text(path).to_owned());
            drafts.entry(unit).or_default().events.push(Event { name, on: from, about });
        }
        "merged" => drafts.entry(unit).or_default().merged = true,
        "subgroup" => {
            if let Some(branch) = above(cell::text(path)) {
                let to = to.or(cell::day(dissolved));
                drafts.entry(branch).or_default().subgroups.push(Stretch { from, to });
            }
        }
        _ => {}
    }
}

/// The unit itself, without its figures and events.
fn span(row: &Row) -> Bearer {
    let text = |place: usize| row.get(place).map_or("", cell::text);
    let int = |place: usize| row.get(place).map_or(0, cell::int);
    let day = |place: usize| text(place).parse::<Day>().ok();
    let first = day(8).unwrap_or(Day::MIN);
    let mut history = History::new(Who::Unit, text(2), first);
    history.last_day = day(9).map(|end| end.plus_days(-1));
    history.use_from = day(10).unwrap_or(first);
    Bearer {
        unit: int(1),
        name: text(4).to_owned(),
        short_name: text(5).to_owned(),
        kind: text(2).to_owned(),
        path: text(3).to_owned(),
        lead: text(12).to_owned(),
        line: text(13).to_owned(),
        official_order: int(11),
        person: None,
        history,
        spells: Vec::new(),
    }
}

/// `/1/5/9/` → 5
fn above(path: &str) -> Option<i64> {
    path.trim_end_matches('/').rsplit('/').nth(1)?.parse().ok()
}

fn finish(draft: Draft, people: &HashMap<i64, People>) -> Option<Bearer> {
    let mut bearer = draft.bearer?;
    let history = &mut bearer.history;
    history.figures = draft.figures;
    history.events = draft.events;
    history.merged = draft.merged;
    if !draft.subgroups.is_empty() {
        let on = |day| draft.subgroups.iter().filter(|it| it.holds(day)).count() as i64;
        history.figures.insert("groups".into(), steps(draft.subgroups.iter(), on));
    }
    if let Some(people) = people.get(&bearer.unit) {
        let counted = people.figures().into_iter();
        history.figures.extend(counted.map(|(name, steps)| (name.to_owned(), steps)));
    }
    Some(bearer)
}

/// One bearer for each post of the unit that the law names.
fn posts(law: &Law, unit: &Bearer, people: &People) -> Vec<Bearer> {
    let made = law.post_kinds(&unit.kind).into_iter().map(|name| {
        let mut history = History::new(Who::Post, &name, unit.history.first_day);
        history.last_day = unit.history.last_day;
        history.merged = unit.history.merged;
        history.use_from = unit.history.use_from;
        let holders = people.holders(|kind| kinds::post_in(&unit.kind, kind) == name);
        let holders = if people.posts.is_empty() {
            unit.history.figures.get("secretaries").cloned().unwrap_or_default()
        } else {
            holders
        };
        history.figures.insert("holders".to_owned(), holders);
        Bearer { history, ..unit.clone() }
    });
    made.collect()
}

fn members(unit: &Bearer, people: &People) -> Vec<Bearer> {
    people
        .members
        .chunk_by(|a, b| a.person == b.person)
        .map(|it| member(unit, people, it))
        .collect()
}

/// His time on this roll, with the posts he held here.
fn member(unit: &Bearer, people: &People, spells: &[Spell]) -> Bearer {
    let person = spells[0].person;
    let first = spells.iter().map(|it| it.from_on).min().unwrap_or(Day::MIN);
    let mut history = History::new(Who::Person, "", first);
    let ends = spells.iter().map(|it| it.to_on).collect::<Option<Vec<Day>>>();
    history.last_day = ends.and_then(|it| it.into_iter().max()).map(|end| end.plus_days(-1));
    history.use_from = unit.history.use_from;
    history.kinds = spells.iter().flat_map(|it| classes(spells, it)).collect();
    for post in people.posts.iter().filter(|it| it.person == person) {
        if kinds::is_branch(&unit.kind) && post.kind == "secretary" {
            history.kinds.push(spell("branch_secretary", post.when));
            let about = String::new();
            history.events.push(Event {
                name: "secretary-appointed".into(),
                on: post.when.from,
                about,
            });
        }
        if kinds::is_committee(&post.kind) {
            history.kinds.push(spell("committee_member", post.when));
        }
    }
    for (_, when) in people.risks.iter().filter(|(holder, _)| *holder == person) {
        history.kinds.push(spell("risk_post_holder", *when));
    }
    if let Some(steps) = unit.history.figures.get("committee-members") {
        history.figures.insert("committee-members".to_owned(), steps.clone());
    }
    if spells.iter().any(|it| it.staff_class == "retired") {
        history.set("excused", first, 1);
    }
    let spells =
        spells.iter().map(|it| OnRoll { from: it.from_on, to: it.to_on, subgroup: it.subgroup });
    Bearer { person: Some(person), history, spells: spells.collect(), ..unit.clone() }
}

fn spell(kind: &str, when: Stretch) -> KindSpell {
    KindSpell { kind: kind.to_owned(), from: when.from, to: when.to.map(|to| to.plus_days(-1)) }
}

/// What he is by a status; a year after becoming full here he is a new member as well.
fn classes(all: &[Spell], it: &Spell) -> Vec<KindSpell> {
    match it.status.as_str() {
        "probationary" => vec![spell("probationary_member", it.stretch())],
        "full" => {
            let mut found = vec![spell("member", it.stretch())];
            let was_on_probation =
                all.iter().any(|old| old.status == "probationary" && old.to_on == Some(it.from_on));
            if was_on_probation {
                let year = Stretch { from: it.from_on, to: Some(it.from_on.plus_months(12)) };
                found.push(spell("new_member", year));
            }
            found
        }
        _ => Vec::new(),
    }
}
