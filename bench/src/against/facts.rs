//! The facts of the figures as plain rows: what every other design is given.

use std::collections::{BTreeMap, HashMap};

use act::{Core, Relation};
use duty::judge::State;
use situation::{Figures, Scope, Standing};

use super::answer::Sum;

/// Units in pre-order, and one row per slot that is owed.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) units: Vec<Unit>,
    pub(crate) tasks: Vec<Task>,
    /// Keys; a task names its duty by place in here.
    pub(crate) duties: Vec<String>,
}

/// A unit; its place is its number.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) id: i64,
    /// One after the last place below it.
    pub(crate) end: i64,
    /// -1 for a root.
    pub(crate) parent: i64,
    pub(crate) depth: usize,
    pub(crate) is_branch: bool,
}

/// A slot that somebody owes.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) place: i64,
    pub(crate) duty: i64,
    pub(crate) period: String,
    /// 20261130
    pub(crate) due_on: i64,
    pub(crate) state: State,
}

impl Task {
    pub(crate) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    pub(crate) fn is_overdue(&self) -> bool {
        self.state == State::Overdue
    }
}

impl Facts {
    /// By the relation of the viewer, the whole year of today.
    pub(crate) fn of(core: &Core, relation: Relation) -> Self {
        let scope = Scope::year(core.clock.now().day());
        let (mut facts, mut numbers) = (Self::default(), HashMap::new());
        core.part::<Figures>().each_unit(relation, scope, |it| facts.take(it, &mut numbers));
        facts
    }

    fn take(&mut self, it: Standing, numbers: &mut HashMap<String, i64>) {
        let (place, parent) = (i64::from(it.place), it.parent.map_or(-1, i64::from));
        let depth = it.parent.map_or(0, |parent| self.units[parent as usize].depth + 1);
        let (id, end, is_branch) = (it.unit, i64::from(it.end), it.is_branch);
        self.units.push(Unit { id, end, parent, depth, is_branch });
        for slot in it.slots.into_iter().filter(|slot| slot.state != State::Exempt) {
            let next = numbers.len() as i64;
            let duty = *numbers.entry(slot.duty.clone()).or_insert(next);
            if duty == next {
                self.duties.push(slot.duty);
            }
            let due_on = slot.due_on.to_string().replace('-', "").parse().unwrap_or_default();
            let period = slot.period.to_string();
            self.tasks.push(Task { place, duty, period, due_on, state: slot.state });
        }
    }

    /// The unit itself first, its root last.
    pub(crate) fn way_up(&self, place: i64) -> Vec<i64> {
        let above = |place: &i64| Some(self.units[*place as usize].parent).filter(|it| *it >= 0);
        std::iter::successors(Some(place), above).collect()
    }

    /// (place, duty) → sum, of every node.
    pub(crate) fn counters(&self) -> BTreeMap<(i64, i64), Sum> {
        let mut counters: BTreeMap<(i64, i64), Sum> = BTreeMap::new();
        let (mut of, mut way) = (-1, Vec::new());
        for task in &self.tasks {
            if of != task.place {
                (of, way) = (task.place, self.way_up(task.place));
            }
            for node in &way {
                counters.entry((*node, task.duty)).or_default().add(task);
            }
        }
        counters
    }

    /// The same every time for the same facts.
    pub(crate) fn checksum(&self) -> String {
        let mut sum = 0xcbf2_9ce4_8422_2325_u64;
        for task in &self.tasks {
            for number in [task.place, task.duty, task.due_on] {
                sum = (sum ^ number as u64).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("{sum:016x}")
    }
}
