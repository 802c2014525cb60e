//! What is known of a bearer over time: a unit, a post of a unit, or a person in a unit.

use super::span::{Span, join};
use calendar::Day;
use rules::Who;
use std::collections::{BTreeMap, BTreeSet};

/// A kind, post kind or person class that held between two days; several may hold at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    pub kind: String,
    pub from: Day,
    /// The last day.
    pub to: Option<Day>,
}

/// Something that starts a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub name: String,
    pub on: Day,
    /// Tells two events of one day apart; a fact that serves it carries the same.
    pub about: String,
}

/// One bearer. A person who moves has one history in each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub who: Who,
    pub kinds: Vec<Spell>,
    /// Founded, appointed, or moved in.
    pub first_day: Day,
    /// The last day it exists here.
    pub last_day: Option<Day>,
    /// It went on in another unit; its past stays its own.
    pub merged: bool,
    /// 启用日.
    pub use_from: Day,
    /// Step functions: from that day on the figure is so much, and 0 before the first.
    pub figures: BTreeMap<String, BTreeMap<Day, i64>>,
    pub events: Vec<Event>,
}

impl History {
    /// In use from its first day, without figures and events.
    pub fn new(who: Who, kind: &str, first_day: Day) -> Self {
        let kinds = vec![Spell { kind: kind.to_owned(), from: first_day, to: None }];
        Self {
            who,
            kinds,
            first_day,
            last_day: None,
            merged: false,
            use_from: first_day,
            figures: BTreeMap::new(),
            events: Vec::new(),
        }
    }

    /// From that day on the figure is so much.
    pub fn set(&mut self, figure: &str, from: Day, value: i64) {
        self.figures.entry(figure.to_owned()).or_default().insert(from, value);
    }

    /// 0 where it was never set.
    pub fn figure(&self, name: &str, day: Day) -> i64 {
        let steps = self.figures.get(name);
        steps.and_then(|s| s.range(..=day).next_back()).map_or(0, |(_, value)| *value)
    }

    pub fn exists(&self, day: Day) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }

    /// Is it one of these kinds on that day?
    pub fn is_any(&self, kinds: &[String], day: Day) -> bool {
        let holds = |s: &Spell| s.from <= day && s.to.is_none_or(|to| day <= to);
        self.exists(day) && self.kinds.iter().any(|s| kinds.contains(&s.kind) && holds(s))
    }

    /// The stretches in which it exists and is one of these kinds.
    pub(super) fn bound(&self, kinds: &[String]) -> Vec<Span> {
        let life = Span { first: self.first_day, last: self.last_day.unwrap_or(Day::MAX) };
        let spells = self.kinds.iter().filter(|s| kinds.contains(&s.kind));
        let spans = spells.filter_map(|s| Span::new(s.from, s.to.unwrap_or(Day::MAX))?.cut(life));
        join(spans.collect())
    }

    /// The days on which anything about it changes.
    pub(super) fn turns(&self) -> BTreeSet<Day> {
        let kinds = self.kinds.iter().flat_map(|s| [Some(s.from), s.to.map(|to| to.plus_days(1))]);
        let life = [Some(self.first_day), self.last_day.map(|last| last.plus_days(1))];
        let figures = self.figures.values().flat_map(|steps| steps.keys().copied());
        kinds.chain(life).flatten().chain(figures).collect()
    }
}
