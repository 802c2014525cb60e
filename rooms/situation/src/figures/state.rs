//! The figures of one moment: every unit's marks, and what they come to on every node. Pure.

use std::collections::HashMap;

use act::Relation;
use calendar::Day;
use rules::{Duty, Label, Rules};

use super::{
    checkpoint,
    counts::Counts,
    forest::{At, Forest, RELATIONS, Way, by, way_on},
    mark::Mark,
    marks::{Marks, Packed, difference},
    obstacles::{Found, obstacles},
};
use crate::view::Named;

/// Bytes of the figures, by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub units: usize,
    pub counts: usize,
    pub marks: usize,
}

impl Size {
    pub fn all(self) -> usize {
        self.units + self.counts + self.marks
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// SM3 of the law that the marks follow.
    pub(super) law: [u8; 32],
    /// The day of the figures.
    pub(super) today: Option<Day>,
    pub(super) forest: Forest,
    pub(super) marks: Marks,
    pub(super) counts: [Counts; 2],
    /// Those that a mark names; new ones come last.
    pub(super) duties: Vec<Named>,
    numbers: HashMap<String, u16>,
    /// Places in the order of the law, by number of the duty.
    pub(super) order: Vec<u16>,
    /// Units that cannot clear something alone.
    pub(super) obstacles: HashMap<At, Vec<Found>>,
    /// Moves when everything was counted anew.
    pub(super) epoch: u32,
}

impl State {
    pub(super) fn day(&self) -> Day {
        self.today.unwrap_or(Day::MIN)
    }

    /// Gives duties the numbers that they had in a saved state; *false* where the law knows one no more.
    pub(super) fn learn_in_order(&mut self, rules: &Rules, keys: &[String]) -> bool {
        let known = keys.iter().all(|key| match rules.duty(key) {
            [] => false,
            [first, ..] => usize::from(self.number(first)) + 1 == self.duties.len(),
        });
        self.learn(rules);
        known
    }

    /// Takes in the duties of the law; a duty keeps its number for ever.
    pub(super) fn learn(&mut self, rules: &Rules) {
        self.law = checkpoint::digest(rules);
        self.order.fill(u16::MAX);
        for (place, duty) in rules.duties().iter().enumerate() {
            let number = self.number(duty);
            let order = &mut self.order[usize::from(number)];
            *order = (*order).min(place as u16);
        }
    }

    fn number(&mut self, duty: &Duty) -> u16 {
        let next = self.duties.len() as u16;
        let number = *self.numbers.entry(duty.key.clone()).or_insert(next);
        if number == next {
            self.duties.push(Named::of(duty));
            self.order.push(u16::MAX);
        }
        number
    }

    pub(super) fn duty(&self, key: &str) -> Option<u16> {
        self.numbers.get(key).copied()
    }

    /// By line nobody learns that a work secret exists.
    pub(super) fn hides(&self, relation: Relation, duty: u16) -> bool {
        relation == Relation::Line && self.duties[usize::from(duty)].label == Label::WorkSecret
    }

    pub(super) fn numbered(&mut self, marks: Vec<Mark>) -> Packed {
        Packed::new(marks.into_iter().map(|mark| self.marks.number(mark)).collect())
    }

    /// New marks of a unit, on every node above it.
    pub(super) fn change(&mut self, at: At, marks: Packed) {
        let changes = difference(&self.forest.unit(at).marks, &marks);
        self.set(at, marks);
        let day = self.day();
        for counts in &mut self.counts {
            counts.change(&self.forest, at, &changes, (&self.marks, day));
        }
    }

    /// New marks of a unit, to be counted by [`State::recount`].
    pub(super) fn set(&mut self, at: At, marks: Packed) {
        let found = obstacles(marks.iter(), &self.marks, &self.duties, self.day());
        if found.is_empty() {
            self.obstacles.remove(&at);
        } else {
            self.obstacles.insert(at, found);
        }
        self.forest.set_marks(at, marks);
    }

    /// After the tree changed, or a day has passed.
    pub(super) fn recount(&mut self, today: Day) {
        let is_new_day = self.today != Some(today);
        self.today = Some(today);
        self.epoch = self.epoch.wrapping_add(1);
        self.forest.arrange(today);
        for relation in RELATIONS.map(by) {
            self.counts[relation].recount(relation, &self.forest, &self.marks, today);
        }
        if is_new_day {
            self.obstacles = self.obstacles_of(today);
        }
    }

    fn obstacles_of(&self, today: Day) -> HashMap<At, Vec<Found>> {
        let of = |(at, unit): (At, &super::forest::Unit)| {
            let found = obstacles(unit.marks.iter(), &self.marks, &self.duties, today);
            (!found.is_empty()).then_some((at, found))
        };
        self.forest.all().filter_map(of).collect()
    }

    /// Memory of units, counts and marks, without what the allocator adds.
    pub(super) fn bytes(&self) -> Size {
        Size {
            units: self.forest.bytes(),
            counts: self.counts.iter().map(Counts::bytes).sum(),
            marks: self.marks.all().len() * 2 * size_of::<Mark>(),
        }
    }

    pub(super) fn each(&self, relation: Relation, node: At, with: impl FnMut(u32, u32)) {
        self.counts[by(relation)].each(&self.forest, (&self.marks, self.day()), node, with);
    }

    /// How often these marks occur at or below a node; `None` where it carries no counts.
    pub(super) fn several(&self, relation: Relation, node: At, numbers: &[u32]) -> Option<usize> {
        self.counts[by(relation)].several(node, numbers)
    }

    /// What the node itself owes.
    pub(super) fn own(&self, relation: Relation, node: At, mut with: impl FnMut(u32, u32)) {
        let known = (&self.marks, self.day());
        self.counts[by(relation)].own(&self.forest, known, node, node, &mut with);
    }

    /// Whether not all of its marks count where the unit stands today.
    pub(super) fn is_wanderer(&self, relation: Relation, at: At) -> bool {
        self.counts[by(relation)].is_wanderer(at)
    }

    pub(super) fn wanderers(
        &self,
        relation: Relation,
        node: At,
    ) -> impl Iterator<Item = (At, &[Way])> {
        self.counts[by(relation)].wanderers(node)
    }

    pub(super) fn version(&self, relation: Relation, node: At) -> (u32, u32) {
        (self.epoch, self.counts[by(relation)].version(node))
    }

    /// Through which child of `node` a unit hung below it on the day a mark of it counts: itself for
    /// the node, `None` where it stood elsewhere.
    pub(super) fn side(&self, ways: &[Way], at: At, node: At, mark: &Mark) -> Option<At> {
        let day = self.forest.lived(at, mark.counts_on(self.day()));
        let up = &way_on(ways, day)?.up;
        let place = up.iter().position(|it| *it == node)?;
        Some(place.checked_sub(1).map_or(node, |below| up[below]))
    }
}
