//! Which units stand behind a figure, page by page, and who waits for help.

use act::{Core, Relation, Result};
use calendar::Day;
use db::Read;
use duty::judge::State;
use rules::{Rules, Who};
use systems::Systems;

use super::{
    Figures,
    draw::Canvas,
    forest::{At, Way, by},
    obstacles::{Found as Obstructed, obstacles},
};
use crate::{
    missing::Wanted,
    view::Scope,
    waiting::{Around, Groups, HOUSE, Waiting, lines},
};

/// A page of a list: the units on it, how many lines of the first one belong to the page before, and
/// how many lines there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) units: Vec<i64>,
    pub(crate) skip: usize,
    pub(crate) total: usize,
}

/// Which marks a list is about.
struct Filter {
    /// By number.
    fits: Vec<bool>,
}

impl Figures {
    /// The units behind `limit` lines of a list after the first `offset`, in official order. `None`
    /// where the figures cannot answer.
    pub(crate) fn list(
        &self,
        core: &Core,
        read: &Read,
        (relation, node): (Relation, i64),
        (scope, wanted): (Scope, &Wanted),
        (offset, limit): (usize, usize),
    ) -> Result<Option<Found>> {
        let Some(state) = self.fresh(core, read, scope.on)? else { return Ok(None) };
        let Some(at) = state.standing(relation, node) else { return Ok(None) };
        let systems = core.part::<Systems>();
        let canvas = Canvas { figures: self, state: &state, systems, relation, node: at, scope };
        Ok(Some(canvas.list(wanted, (offset, limit))))
    }

    /// At most `limit` lines of whom to help first, and how many there are.
    pub fn waiting(
        &self,
        core: &Core,
        read: &Read,
        (relation, node): (Relation, i64),
        (on, limit): (Day, usize),
    ) -> Result<Option<(Vec<Waiting>, usize)>> {
        let Some(state) = self.fresh(core, read, on)? else { return Ok(None) };
        let Some(at) = state.standing(relation, node) else { return Ok(None) };
        let (systems, scope) = (core.part::<Systems>(), Scope::month(on));
        let canvas = Canvas { figures: self, state: &state, systems, relation, node: at, scope };
        Ok(Some(canvas.waiting(core.part::<Rules>(), limit)))
    }
}

impl Canvas<'_> {
    fn list(&self, wanted: &Wanted, (offset, limit): (usize, usize)) -> Found {
        let filter = self.filter(wanted);
        let mut found = Found::default();
        let (mut passed, end) = (0, offset.saturating_add(limit));
        for side in self.wanted_sides(wanted) {
            let mut open = vec![side];
            while let Some(at) = open.pop() {
                let is_own = at == self.node;
                let many = self.lines_below(&filter, at);
                if many == 0 {
                    continue;
                }
                // Pages behind or ahead are counted, not looked at.
                if passed + many <= offset || passed >= end {
                    passed += many;
                    continue;
                }
                let own = self.lines_of(&filter, at);
                if passed + own > offset && passed < end && own > 0 {
                    if found.units.is_empty() {
                        found.skip = offset.saturating_sub(passed);
                    }
                    found.units.push(self.state.forest.unit(at).row.id);
                }
                passed += own;
                if !is_own {
                    let below = &self.state.forest.unit(at).below[by(self.relation)];
                    open.extend(below.iter().rev());
                }
            }
        }
        found.total = passed;
        found
    }

    /// The node itself and its children, as far as the list is about them.
    fn wanted_sides(&self, wanted: &Wanted) -> Vec<At> {
        let house = self.house();
        let fits = |at: &At| {
            let id = if *at == self.node { 0 } else { self.state.forest.unit(*at).row.id };
            wanted.side.is_none_or(|side| side == id) && (!wanted.part.house || house.contains(at))
        };
        let all = std::iter::once(self.node).chain(self.children());
        all.filter(|at| fits(at)).collect()
    }

    fn filter(&self, wanted: &Wanted) -> Filter {
        let glance = self.figures.glance(self.state, self.scope);
        let duty = wanted.part.duty.as_ref().map(|key| self.state.duty(key).unwrap_or(u16::MAX));
        let marks = &self.state.marks;
        let fits = marks.all().iter().enumerate().map(|(number, mark)| {
            let is_share = self.state.duties[usize::from(mark.duty)].who != Who::Unit;
            let state = glance.state(number as u32);
            // Sums of posts only when their duty is asked for: figures count what units owe.
            state.is_some_and(|state| wanted.states.holds(state))
                && (!is_share || duty.is_some())
                && duty.is_none_or(|duty| duty == mark.duty)
                && !self.state.hides(self.relation, mark.duty)
                && wanted.period.is_none_or(|period| period == mark.period)
                && wanted.level.is_none_or(|level| mark.rank == Some(level))
        });
        Filter { fits: fits.collect() }
    }

    /// Lines at or below a unit; of the node itself only its own.
    fn lines_below(&self, filter: &Filter, at: At) -> usize {
        if at == self.node {
            return self.lines_of(filter, at);
        }
        let mut many = 0;
        self.state.each(self.relation, at, |number, count| {
            if filter.fits[number as usize] {
                many += count as usize;
            }
        });
        many
    }

    /// Lines of one unit, where they count below the node.
    fn lines_of(&self, filter: &Filter, at: At) -> usize {
        let unit = self.state.forest.unit(at);
        if !unit.marks.iter().any(|number| filter.fits[number as usize]) {
            return 0;
        }
        let ways = self.state.forest.ways(at, by(self.relation));
        let here = self.marks_here(at, &ways).into_iter();
        here.filter(|number| filter.fits[*number as usize]).count()
    }

    fn waiting(&self, rules: &Rules, limit: usize) -> (Vec<Waiting>, usize) {
        let (forest, house) = (&self.state.forest, self.house());
        let mut groups = Groups::new();
        let mut all: Vec<_> = self.state.obstacles.iter().collect();
        all.sort_unstable_by_key(|(at, _)| forest.unit(**at).row.id);
        for (at, found) in all {
            let ways = forest.ways(*at, by(self.relation));
            let moved = (ways.len() > 1).then(|| self.obstacles_here(*at, &ways));
            let found = moved.as_ref().unwrap_or(found).iter();
            for it in found.filter(|it| !self.state.hides(self.relation, it.duty)) {
                let mark = self.state.marks.get(it.number);
                let Some(side) = self.state.side(&ways, *at, self.node, mark) else {
                    continue;
                };
                let side = match side {
                    side if house.contains(&side) => HOUSE,
                    side if side == self.node => 0,
                    side => forest.unit(side).row.id,
                };
                let duty = &self.state.duties[usize::from(it.duty)].key;
                let group = groups.entry((side, it.obstacle)).or_default();
                group.add(forest.unit(*at).row.id, it.since, duty, self.stopped(*at, &ways));
            }
        }
        let unit = |id: i64| {
            let unit = forest.unit(forest.at(id)?);
            Some((unit.row.short_name.as_str(), unit.row.is_branch, unit.row.official_order))
        };
        let node = forest.unit(self.node).row.id;
        lines(groups, &Around { node, on: self.scope.on, rules, unit: &unit }, limit)
    }

    /// Of a unit that has moved: out of what counts below this node only.
    fn obstacles_here(&self, at: At, ways: &[Way]) -> Vec<Obstructed> {
        let numbers = self.marks_here(at, ways);
        obstacles(numbers.into_iter(), &self.state.marks, &self.state.duties, self.scope.on)
    }

    fn marks_here(&self, at: At, ways: &[Way]) -> Vec<u32> {
        let marks = &self.state.marks;
        let is_here = |number: &u32| {
            ways.len() == 1 || self.state.side(ways, at, self.node, marks.get(*number)).is_some()
        };
        self.state.forest.unit(at).marks.iter().filter(is_here).collect()
    }

    /// What is overdue of a unit, standing duties apart: they are the obstacle itself.
    fn stopped(&self, at: At, ways: &[Way]) -> i64 {
        let numbers = self.marks_here(at, ways).into_iter();
        let late = numbers.map(|number| self.state.marks.get(number)).filter(|mark| {
            let is_unit = self.state.duties[usize::from(mark.duty)].who == Who::Unit;
            let is_late = mark.state(self.scope.on) == Some(State::Overdue);
            is_unit && is_late && !mark.is_standing()
        });
        late.count() as i64
    }
}
