//! Who may be served by some facts: loaded once for all of them.

use act::Result;
use calendar::Day;
use db::Read;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Happened, store};

/// The units, posts and persons that some facts concern.
pub(super) struct Bearers {
    places: HashMap<i64, Vec<store::Place>>,
    posts: HashMap<i64, Vec<store::Held>>,
    members: HashMap<i64, Vec<store::Belongs>>,
}

/// A unit on the day of a fact.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home<'b> {
    pub(super) id: i64,
    pub(super) kind: &'b str,
    pub(super) lead: &'b str,
    pub(super) line: &'b str,
}

fn holds(from: Day, to: Option<Day>, day: Day) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

impl Bearers {
    /// At most four statements for a few facts; one more for every 500 units or persons.
    pub(super) fn load(read: &Read, facts: &[Happened]) -> Result<Self> {
        let units: BTreeSet<i64> = facts.iter().map(|(_, setting)| setting.unit).collect();
        let mut places = group(store::places(read, &list(&units))?, |it| it.unit);
        let above: BTreeSet<i64> = places.values().flatten().filter_map(parent).collect();
        let above: BTreeSet<i64> = above.difference(&units).copied().collect();
        places.extend(group(store::places(read, &list(&above))?, |it| it.unit));
        let talkers: BTreeSet<i64> =
            facts.iter().filter_map(|(_, it)| it.talk).flat_map(|(a, b)| [a, b]).collect();
        let lecturers = facts.iter().filter_map(|(_, it)| it.lecturer);
        let persons: BTreeSet<i64> = talkers.iter().copied().chain(lecturers).collect();
        let posts = group(store::posts(read, &list(&persons))?, |it| it.person);
        let members = group(store::members(read, &list(&talkers))?, |it| it.person);
        Ok(Self { places, posts, members })
    }

    /// Who bears the duties that a fact of `unit` serves: a subgroup's branch, otherwise the unit itself.
    pub(super) fn home(&self, unit: i64, day: Day) -> Option<Home<'_>> {
        let place = self.place(unit, "lead", day)?;
        let place = match parent(place) {
            Some(above) => self.place(above, "lead", day)?,
            None => place,
        };
        let line = self.place(place.unit, "line", day).map_or("", |it| &it.path);
        Some(Home { id: place.unit, kind: &place.kind, lead: &place.path, line })
    }

    /// The span of the day; for a day before the founding or after the end the nearest one.
    fn place(&self, unit: i64, relation: &str, day: Day) -> Option<&store::Place> {
        let spans =
            || self.places.get(&unit).into_iter().flatten().filter(|it| it.relation == relation);
        spans().find(|it| holds(it.from_on, it.to_on, day)).or_else(|| spans().next_back())
    }

    /// Posts that somebody held on the day: unit, kind of the unit, kind of the post.
    pub(super) fn posts_of(
        &self,
        person: i64,
        day: Day,
    ) -> impl Iterator<Item = (i64, &str, &str)> {
        let posts = self.posts.get(&person).into_iter().flatten();
        let held = posts.filter(move |it| holds(it.from_on, it.to_on, day));
        held.map(|it| (it.unit, it.unit_kind.as_str(), it.kind.as_str()))
    }

    /// The branch he belonged to on the day, if he was a member.
    pub(super) fn branch_of(&self, person: i64, day: Day) -> Option<i64> {
        let spells = self.members.get(&person)?;
        let member = |it: &&store::Belongs| matches!(it.status.as_str(), "full" | "probationary");
        spells.iter().filter(member).find(|it| holds(it.from_on, it.to_on, day)).map(|it| it.unit)
    }
}

fn parent(place: &store::Place) -> Option<i64> {
    if place.kind != "subgroup" {
        return None;
    }
    place.path.trim_end_matches('/').rsplit('/').nth(1)?.parse().ok()
}

fn list(ids: &BTreeSet<i64>) -> Vec<i64> {
    ids.iter().copied().collect()
}

fn group<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups.into_iter().collect()
}
