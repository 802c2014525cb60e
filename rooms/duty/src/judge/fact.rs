//! What happened, and which duties it serves.

use super::conditions::on_fact;
use super::history::History;
use calendar::{Day, Period};
use rules::{Counts, Duty, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// A fact as its room hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The room that keeps it, as `record`.
    pub room: String,
    pub id: i64,
    pub title: String,
    pub kind: String,
    /// Kinds that it serves as well: a theme day with a lecture.
    pub also: Vec<String>,
    pub held_on: Day,
    pub entered_on: Day,
    pub minutes: i64,
    pub figures: BTreeMap<String, i64>,
    pub marks: BTreeSet<String>,
    /// The earlier period that it makes up for, because the person said so.
    pub makes_up: Option<Period>,
    pub about: String,
    /// Its own name among the events of its kind, where they are told apart; else "": what it starts goes by `about`.
    pub event: String,
    /// Taken back: it serves nothing.
    pub withdrawn: bool,
}

impl Fact {
    pub fn new(kind: &str, held_on: Day) -> Self {
        Self {
            room: "record".to_owned(),
            id: 0,
            title: String::new(),
            kind: kind.to_owned(),
            also: Vec::new(),
            held_on,
            entered_on: held_on,
            minutes: 0,
            figures: BTreeMap::new(),
            marks: BTreeSet::new(),
            makes_up: None,
            about: String::new(),
            event: String::new(),
            withdrawn: false,
        }
    }

    pub fn figure(&self, name: &str) -> i64 {
        self.figures.get(name).copied().unwrap_or_default()
    }

    fn serves(&self, duty: &Duty) -> bool {
        duty.serves.iter().any(|kind| *kind == self.kind || self.also.contains(kind))
    }
}

/// One fact towards one duty of one bearer: the row that `duty` stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub room: String,
    pub fact: i64,
    pub title: String,
    pub duty: String,
    pub held_on: Day,
    pub entered_on: Day,
    /// 1, or minutes.
    pub quantity: i64,
    pub counts: bool,
    /// Why it does not count; empty where it does.
    pub reason: String,
    pub makes_up: Option<Period>,
    pub about: String,
}

/// What the fact serves for this bearer, by the versions in force on the day it was held.
pub fn services(rules: &Rules, bearer: &History, fact: &Fact) -> Vec<Service> {
    if fact.withdrawn {
        return Vec::new();
    }
    let on = fact.held_on;
    let bound = |duty: &&Duty| {
        duty.who == bearer.who
            && duty.in_force(on)
            && fact.serves(duty)
            && bearer.is_any(&duty.binds, on)
    };
    rules.duties().iter().filter(bound).map(|duty| service(rules, duty, fact)).collect()
}

fn service(rules: &Rules, duty: &Duty, fact: &Fact) -> Service {
    let quantity = if duty.counts == Counts::Times { 1 } else { fact.minutes };
    let refused = duty.accepts.iter().find_map(|name| match on_fact(name) {
        Some(condition) => (condition.holds)(rules, fact).err(),
        None => Some(format!("不认识的条件“{name}”")),
    });
    let none = (quantity <= 0).then(|| "没有写时长".to_owned());
    let reason = refused.or(none);
    Service {
        room: fact.room.clone(),
        fact: fact.id,
        title: fact.title.clone(),
        duty: duty.key.clone(),
        held_on: fact.held_on,
        entered_on: fact.entered_on,
        quantity,
        counts: reason.is_none(),
        reason: reason.unwrap_or_default(),
        makes_up: fact.makes_up,
        about: fact.about.clone(),
    }
}
