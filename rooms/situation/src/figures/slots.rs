//! Every slot by itself, unit after unit: for whoever keeps the same facts in another way. Pure.
//!
//! The bench gives them to other designs, so that all of them answer about the same facts.

use act::Relation;
use calendar::{Day, Period};
use duty::judge::State as How;
use rules::Who;

use super::{Figures, forest::by, state::State, sums::state_in};
use crate::view::Scope;

/// A unit in today's pre-order, with what it owes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub unit: i64,
    /// From 0; everything at or below the unit lies from here up to `end`.
    pub place: u32,
    /// One after the last place below it.
    pub end: u32,
    /// Place of the unit right above; `None` for a root.
    pub parent: Option<u32>,
    pub is_branch: bool,
    pub slots: Vec<Owed>,
}

/// A slot of a unit within a scope, as it stands on the scope's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub duty: String,
    pub period: Period,
    pub due_on: Day,
    pub state: How,
}

impl Figures {
    /// Every unit of a relation with its slots, superiors first. What a unit owed elsewhere before it
    /// moved stands with it where it is today.
    pub fn each_unit(&self, relation: Relation, scope: Scope, with: impl FnMut(Standing)) {
        self.read().each_unit(relation, scope, with);
    }
}

impl State {
    fn each_unit(&self, relation: Relation, scope: Scope, mut with: impl FnMut(Standing)) {
        let mut above: Vec<(u32, u32)> = Vec::new();
        for &at in self.forest.order(by(relation)) {
            let unit = self.forest.unit(at);
            let (place, end) = unit.range[by(relation)];
            above.retain(|(_, end)| place < *end);
            let parent = above.last().map(|(place, _)| *place);
            above.push((place, end));
            let slots = unit.marks.iter().filter_map(|number| self.owed(relation, scope, number));
            let (id, is_branch) = (unit.row.id, unit.row.is_branch);
            with(Standing { unit: id, place, end, parent, is_branch, slots: slots.collect() });
        }
    }

    /// `None`: not in the scope, hidden in this relation, or no slot of the unit itself.
    fn owed(&self, relation: Relation, scope: Scope, number: u32) -> Option<Owed> {
        let mark = self.marks.get(number);
        let duty = &self.duties[usize::from(mark.duty)];
        if duty.who != Who::Unit || self.hides(relation, mark.duty) {
            return None;
        }
        let state = state_in(scope, mark, false)?;
        let (period, due_on) = (mark.period, mark.due_on);
        Some(Owed { duty: duty.key.clone(), period, due_on, state })
    }
}

#[cfg(test)]
mod tests {
    use rules::Rules;

    use super::*;
    use crate::figures::{
        forest::{Stay, Stays},
        mark::{Held, Mark},
    };
    use crate::view::Row;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn mark(state: &State, period: &str, held: Option<Held>) -> Mark {
        let duty = state.duty("branch/theme-day").unwrap();
        Mark::for_tests(duty, period.parse().unwrap(), held)
    }

    fn plant(state: &mut State, id: i64, parent: Option<i64>) {
        let stay = Stay { from: day("2025-01-01"), to: None, parent };
        let at = state.forest.put(Row::for_tests(id, "支部"), [Stays::Once(stay), Stays::Never]);
        let held = Held::InTime(day("2026-10-01"));
        let marks = vec![
            mark(state, "2025-11", None),
            mark(state, "2026-10", Some(held)),
            mark(state, "2026-11", None),
        ];
        let marks = state.numbered(marks);
        state.set(at, marks);
    }

    #[test]
    fn units_come_in_pre_order_with_the_slots_of_the_scope() {
        let mut state = State::default();
        state.today = Some(day("2026-11-20"));
        state.learn(Rules::built_in());
        for (id, parent) in [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1))] {
            plant(&mut state, id, parent);
        }
        state.recount(day("2026-11-20"));
        let mut found = Vec::new();
        state.each_unit(Relation::Lead, Scope::year(day("2026-11-20")), |it| found.push(it));
        let places: Vec<_> =
            found.iter().map(|it| (it.unit, it.place, it.end, it.parent)).collect();
        assert_eq!(
            places,
            [(1, 0, 4, None), (2, 1, 3, Some(0)), (3, 2, 3, Some(1)), (4, 3, 4, Some(0))]
        );
        let slots = |it: &Standing| {
            it.slots.iter().map(|it| (it.period.to_string(), it.state)).collect::<Vec<_>>()
        };
        let year = [("2026-10".to_owned(), How::Done), ("2026-11".to_owned(), How::Due)];
        assert!(found.iter().all(|it| slots(it) == year));
    }
}
