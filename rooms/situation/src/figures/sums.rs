//! What counts of marks come to on a day, within a scope. Pure.

use std::collections::BTreeMap;

use calendar::Day;
use duty::judge::State;
use rules::Who;

use super::{mark::Mark, marks::Marks};
use crate::{
    picture::{Rank, Tally},
    view::{Named, Scope, days},
};

/// Everything a picture says of a node or of a child of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) tally: Tally,
    pub(super) due_days: Option<(Day, Day)>,
    pub(super) duties: BTreeMap<u16, Tally>,
    /// Overdue.
    pub(super) levels: BTreeMap<Rank, i64>,
    /// Owed, met, late.
    pub(super) persons: BTreeMap<u16, (i64, i64, i64)>,
    /// Overdue on each day of the trend.
    pub(super) trend: Vec<i64>,
}

/// How every mark stands in a scope, looked up once for all nodes.
#[derive(Debug, Clone)]
pub(super) struct Glance {
    pub(super) scope: Scope,
    days: Vec<Day>,
    seen: Vec<Seen>,
    /// Numbers of those that the scope holds.
    in_state: BTreeMap<State, Vec<u32>>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    /// `None` where the scope does not hold it.
    state: Option<State>,
    is_share: bool,
    /// A bit for each day of the trend on which it was overdue.
    late: u16,
}

impl Glance {
    /// Has looked at nothing yet.
    pub(super) fn new(scope: Scope) -> Self {
        Self { scope, days: days(scope.on), seen: Vec::new(), in_state: BTreeMap::new() }
    }

    pub(super) fn is_before(&self, marks: &Marks) -> bool {
        self.seen.len() < marks.all().len()
    }

    pub(super) fn is_of(&self, marks: &Marks) -> bool {
        self.seen.len() == marks.all().len()
    }

    /// Looks at the marks that came since.
    pub(super) fn grow(&mut self, marks: &Marks, duties: &[Named]) {
        for mark in &marks.all()[self.seen.len()..] {
            let is_share = duties[usize::from(mark.duty)].who != Who::Unit;
            let late = |(place, day): (usize, &Day)| u16::from(mark.is_late(*day)) << place;
            let late = if is_share { 0 } else { self.days.iter().enumerate().map(late).sum() };
            let state = state_in(self.scope, mark, is_share);
            if let Some(state) = state {
                self.in_state.entry(state).or_default().push(self.seen.len() as u32);
            }
            self.seen.push(Seen { state, is_share, late });
        }
    }

    /// Numbers of the marks that stand so.
    pub(super) fn in_state(&self, state: State) -> &[u32] {
        self.in_state.get(&state).map_or(&[], Vec::as_slice)
    }
}

/// How the mark stands where the scope holds it.
pub(super) fn state_in(scope: Scope, mark: &Mark, is_share: bool) -> Option<State> {
    let state = mark.state(scope.on)?;
    let settled = if is_share { Some(mark.due_on) } else { mark.settled_on(state) };
    let days = (mark.opens_on, mark.due_on);
    scope.covers(mark.period, days, settled).then_some(state)
}

impl Sums {
    pub(super) fn new(glance: &Glance) -> Self {
        Self { trend: vec![0; glance.days.len()], ..Self::default() }
    }

    pub(super) fn add(&mut self, glance: &Glance, number: u32, mark: &Mark, many: u32) {
        let (seen, many) = (glance.seen[number as usize], i64::from(many));
        for (place, sum) in self.trend.iter_mut().enumerate() {
            *sum += many * i64::from(seen.late >> place & 1);
        }
        match seen.state {
            Some(state) if seen.is_share => self.share(mark.duty, state, many),
            Some(state) => self.slot(mark, state, many),
            None => {}
        }
    }

    fn slot(&mut self, mark: &Mark, state: State, many: i64) {
        self.tally.add_many(state, many);
        self.duties.entry(mark.duty).or_default().add_many(state, many);
        match (state, mark.rank) {
            (State::Due, _) => {
                let (first, last) = self.due_days.unwrap_or((mark.due_on, mark.due_on));
                self.due_days = Some((first.min(mark.due_on), last.max(mark.due_on)));
            }
            (State::Overdue, Some(rank)) => *self.levels.entry(rank).or_default() += many,
            _ => {}
        }
    }

    fn share(&mut self, duty: u16, state: State, many: i64) {
        if state == State::Exempt {
            return;
        }
        let (owed, met, late) = self.persons.entry(duty).or_default();
        *owed += many;
        *met += if state == State::Done { many } else { 0 };
        *late += if matches!(state, State::Overdue | State::Missed) { many } else { 0 };
    }

    /// Takes in what stands beside it.
    pub(super) fn join(&mut self, other: &Self) {
        self.tally += other.tally;
        if let Some((first, last)) = other.due_days {
            let (own_first, own_last) = self.due_days.unwrap_or((first, last));
            self.due_days = Some((own_first.min(first), own_last.max(last)));
        }
        for (duty, tally) in &other.duties {
            *self.duties.entry(*duty).or_default() += *tally;
        }
        for (rank, many) in &other.levels {
            *self.levels.entry(*rank).or_default() += many;
        }
        for (duty, (owed, met, late)) in &other.persons {
            let own = self.persons.entry(*duty).or_default();
            *own = (own.0 + owed, own.1 + met, own.2 + late);
        }
        self.trend.resize(self.trend.len().max(other.trend.len()), 0);
        self.trend.iter_mut().zip(&other.trend).for_each(|(own, other)| *own += other);
    }

    /// Anything in the scope?
    pub(super) fn is_there(&self) -> bool {
        !self.duties.is_empty()
    }
}
