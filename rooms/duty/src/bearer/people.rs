//! Who was in the units: rolls as sums, posts as spells.

use calendar::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    figures::{Stretch, running, steps},
    store::Row,
};
use crate::{cell, kinds};

/// Somebody's time on a roll with one status.
#[derive(Debug, Clone)]
pub(super) struct Spell {
    pub(super) person: i64,
    pub(super) subgroup: Option<i64>,
    pub(super) status: String,
    pub(super) staff_class: String,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

impl Spell {
    pub(super) fn stretch(&self) -> Stretch {
        Stretch { from: self.from_on, to: self.to_on }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) kind: String,
    pub(super) person: i64,
    pub(super) when: Stretch,
}

/// Everything about the people of one unit.
#[derive(Debug, Default)]
pub(super) struct People {
    full: BTreeMap<Day, i64>,
    probationary: BTreeMap<Day, i64>,
    /// Who studies abroad.
    abroad: BTreeMap<Day, i64>,
    pub(super) posts: Vec<Post>,
    /// Persons as bearers, when they were asked for; each with his spells in their order.
    pub(super) members: Vec<Spell>,
    /// Who held a risk post, when; asked for with the members.
    pub(super) risks: Vec<(i64, Stretch)>,
}

/// By unit; of one that was named its people one by one as well.
pub(super) fn of(rows: Vec<Row>) -> HashMap<i64, People> {
    let mut found: HashMap<i64, People> = HashMap::new();
    for row in rows {
        let [tag, unit, kind, from, to, n, class, subgroup] = &row[..] else { continue };
        let (Some(from), n) = (cell::day(from), cell::int(n)) else { continue };
        let people = found.entry(cell::int(unit)).or_default();
        match cell::text(tag) {
            "post" => people.posts.push(Post {
                kind: cell::text(kind).to_owned(),
                person: n,
                when: Stretch { from, to: cell::day(to) },
            }),
            "risk" => people.risks.push((n, Stretch { from, to: cell::day(to) })),
            "abroad" => people.goes_abroad(from, cell::day(to)),
            "member" => people.members.push(Spell {
                person: n,
                subgroup: subgroup.int(),
                status: cell::text(kind).to_owned(),
                staff_class: cell::text(class).to_owned(),
                from_on: from,
                to_on: cell::day(to),
            }),
            tag => people.count(cell::text(kind), from, if tag == "in" { n } else { -n }),
        }
    }
    for people in found.values_mut() {
        people.members.sort_by_key(|it| (it.person, it.from_on));
    }
    found
}

impl People {
    fn count(&mut self, status: &str, day: Day, change: i64) {
        match status {
            "full" => *self.full.entry(day).or_default() += change,
            "probationary" => *self.probationary.entry(day).or_default() += change,
            _ => {}
        }
    }

    fn goes_abroad(&mut self, from: Day, back: Option<Day>) {
        *self.abroad.entry(from).or_default() += 1;
        if let Some(back) = back {
            *self.abroad.entry(back).or_default() -= 1;
        }
    }

    /// The figures that the roll and the posts give; those they say nothing about are not there.
    pub(super) fn figures(&self) -> BTreeMap<&'static str, BTreeMap<Day, i64>> {
        let mut figures = BTreeMap::new();
        if !self.full.is_empty() || !self.probationary.is_empty() {
            let mut all = self.full.clone();
            for (day, change) in &self.probationary {
                *all.entry(*day).or_default() += change;
            }
            figures.insert("full-members", running(&self.full));
            figures.insert("members", running(&all));
        }
        if !self.abroad.is_empty() {
            figures.insert("abroad-members", running(&self.abroad));
        }
        if !self.posts.is_empty() {
            figures.insert("secretaries", self.holders(|kind| kind == "secretary"));
            figures.insert("committee-members", self.committee());
            figures.insert("discipline-members", self.holders(|kind| kind == "discipline_member"));
        }
        figures
    }

    /// How many hold such posts, over time.
    pub(super) fn holders(&self, is: impl Fn(&str) -> bool) -> BTreeMap<Day, i64> {
        let posts: Vec<&Post> = self.posts.iter().filter(|it| is(&it.kind)).collect();
        let on = |day| posts.iter().filter(|it| it.when.holds(day)).count() as i64;
        steps(posts.iter().map(|it| &it.when), on)
    }

    /// Persons on the committee; a secretary (with a deputy) alone is none.
    fn committee(&self) -> BTreeMap<Day, i64> {
        let posts: Vec<&Post> =
            self.posts.iter().filter(|it| kinds::is_committee(&it.kind)).collect();
        let on = |day| {
            let held: Vec<&&Post> = posts.iter().filter(|it| it.when.holds(day)).collect();
            let alone = held.iter().all(|it| kinds::leads(&it.kind));
            let persons: BTreeSet<i64> = held.iter().map(|it| it.person).collect();
            if alone { 0 } else { persons.len() as i64 }
        };
        steps(posts.iter().map(|it| &it.when), on)
    }
}
