//! Who is expected at a kind of record on a day.

use std::collections::{HashMap, HashSet};

use act::{Place, Result};
use calendar::Day;
use db::Read;
use people::{LeaveWord, OnDay, OnRoll, Post, Status, Stay};
use systems::Systems;

use super::{Entry, Presence};
use crate::{
    entry,
    kind::{Expects, RecordKind},
};

/// Somebody who should come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub person: i64,
    pub name: String,
    /// 书记, 预备党员; "" where there is nothing to say.
    pub note: String,
    pub votes: bool,
    pub subgroup: Option<i64>,
    /// Leave that is known for the day: he starts as on leave.
    pub leave: Option<LeaveWord>,
    /// The leave stands in a duty roster alone: what is presumed of it is written down, for the roster is forgotten.
    pub by_roster: bool,
    /// Abroad on the day: he starts as on leave too.
    pub abroad: Option<Stay>,
    /// Takes part only if he is named: he starts as not counted.
    pub is_optional: bool,
}

/// The unit whose roll it is: a subgroup is on its branch's.
pub fn branch_of(place: &Place) -> i64 {
    let above = || {
        let path = place.lead_path.as_deref()?;
        path.trim_end_matches('/').rsplit('/').nth(1)?.parse().ok()
    };
    if place.kind == "subgroup" { above().unwrap_or(place.id) } else { place.id }
}

/// A unit on a day; of a subgroup the roll is its branch's.
pub fn on_day(read: &Read, place: &Place, day: Day) -> Result<OnDay> {
    people::on_day(read, branch_of(place), place.id, day)
}

/// Nothing is asked where nobody of the unit is expected.
pub(crate) fn on_day_for(read: &Read, kind: &RecordKind, place: &Place, day: Day) -> Result<OnDay> {
    match kind.expects {
        Expects::Members | Expects::Committee | Expects::Chosen => on_day(read, place, day),
        Expects::Nobody | Expects::Partner | Expects::Entry => Ok(nobody()),
    }
}

/// Of whom nobody is asked.
pub(crate) fn nobody() -> OnDay {
    OnDay { roll: Vec::new(), held: Vec::new(), guests: Vec::new() }
}

/// Everybody who should come to a record of `kind` in `place`, in official order. `others`: who is expected though the
/// unit's day does not say so ([`others`]).
pub fn expected(
    systems: &Systems,
    kind: &RecordKind,
    place: &Place,
    on_day: &OnDay,
    others: Vec<(i64, String)>,
) -> Vec<Expected> {
    match kind.expects {
        Expects::Members if kind.seats_in.contains(&place.kind) => committee(systems, on_day),
        Expects::Members => members(systems, place, on_day),
        Expects::Chosen => members(systems, place, on_day)
            .into_iter()
            .map(|it| Expected { is_optional: true, ..it })
            .collect(),
        Expects::Committee => committee(systems, on_day),
        Expects::Nobody => Vec::new(),
        Expects::Partner | Expects::Entry => others.into_iter().map(named).collect(),
    }
}

/// With whom it is, or who belongs to the entry that it names, for [`expected`]; asked for only where the kind wants it.
pub(crate) fn others(
    read: &Read,
    kind: &RecordKind,
    (partner, named): (Option<i64>, Option<i64>),
    day: Day,
) -> Result<Vec<(i64, String)>> {
    match (kind.expects, partner, named) {
        (Expects::Partner, Some(person), _) => {
            let name = people::name_of(read, person)?;
            Ok(name.map(|name| (person, name)).into_iter().collect())
        }
        (Expects::Entry, _, Some(named)) => entry::people_of(read, named, day),
        _ => Ok(Vec::new()),
    }
}

fn named((person, name): (i64, String)) -> Expected {
    Expected {
        person,
        name,
        note: String::new(),
        votes: false,
        subgroup: None,
        leave: None,
        by_roster: false,
        abroad: None,
        is_optional: false,
    }
}

fn members(systems: &Systems, place: &Place, on_day: &OnDay) -> Vec<Expected> {
    let mut roll = on_day.roll.clone();
    if place.kind == "subgroup" {
        roll.retain(|person| person.subgroup == Some(place.id));
    }
    // Whose membership is suspended is on the roll and is not called.
    roll.retain(|person| person.status != Status::Suspended);
    roll.into_iter().map(|person| of_roll(systems, person)).collect()
}

fn of_roll(systems: &Systems, person: OnRoll) -> Expected {
    let post = person.posts.first().and_then(|post| systems.post(post));
    let note = match (post, person.status) {
        (Some(post), _) => post.title.clone(),
        (None, Status::Probationary) => "预备党员".into(),
        _ => String::new(),
    };
    let OnRoll { person, name, may_vote: votes, subgroup, leave, by_roster, abroad, .. } = person;
    Expected { person, name, note, votes, subgroup, leave, by_roster, abroad, is_optional: false }
}

/// Holders of seats in the committee, each once, by the order of the posts.
fn committee(systems: &Systems, on_day: &OnDay) -> Vec<Expected> {
    let seats = systems.posts().iter().filter(|post| post.committee);
    let order: HashMap<&str, (usize, &str)> =
        seats.enumerate().map(|(order, post)| (post.key(), (order, post.title.as_str()))).collect();
    let mut held = on_day.held.clone();
    held.retain(|post| order.contains_key(post.kind.as_str()));
    held.sort_by_key(|post| order[post.kind.as_str()].0);
    let on_roll: HashMap<i64, &OnRoll> = on_day.roll.iter().map(|it| (it.person, it)).collect();
    let mut seen = HashSet::new();
    held.retain(|post| seen.insert(post.person));
    let one = |post: Post| Expected {
        person: post.person,
        note: order[post.kind.as_str()].1.to_owned(),
        name: post.name,
        votes: true,
        subgroup: on_roll.get(&post.person).and_then(|it| it.subgroup),
        leave: on_roll.get(&post.person).and_then(|it| it.leave),
        by_roster: on_roll.get(&post.person).is_some_and(|it| it.by_roster),
        abroad: on_roll.get(&post.person).and_then(|it| it.abroad.clone()),
        is_optional: false,
    };
    held.into_iter().map(one).collect()
}

impl Expected {
    /// Before anybody says otherwise: on leave where leave is known or he is abroad, else there.
    pub fn presumed(&self) -> Presence {
        if self.is_optional {
            return Presence::Uncounted(None);
        }
        match (self.leave, &self.abroad) {
            (Some(word), _) => Presence::Leave(Some(word)),
            (None, Some(_)) => Presence::Leave(None),
            (None, None) => Presence::Came(1),
        }
    }
}

/// The roll as it stands: what was noted, and what is presumed of everybody else.
pub fn roll_of(expected: &[Expected], noted: &[(i64, Presence)]) -> Vec<Entry> {
    let noted: HashMap<i64, &Presence> = noted.iter().map(|(id, it)| (*id, it)).collect();
    let presence = |it: &Expected| match noted.get(&it.person) {
        Some(presence) => (*presence).clone(),
        None => it.presumed(),
    };
    let entry =
        |it: &Expected| Entry { person: it.person, votes: it.votes, presence: presence(it) };
    expected.iter().map(entry).collect()
}
