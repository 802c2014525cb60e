//! Which units stand behind a figure, page by page, and who waits for help.

use std::collections::BTreeMap;

use act::{Core, Relation};
use calendar::Day;
use duty::judge::State;
use rules::{Rules, Who};

use super::{
    Figures,
    draw::Canvas,
    forest::{At, Way, by, way_on},
    mark::Mark,
    obstacles::{Found as Obstructed, obstacles},
};
use crate::{
    missing::{Order, Wanted},
    view::{Named, Scope},
    waiting::{Around, Groups, HOUSE, Waiting, lines},
};

/// A page of a list: of all last days together, or a part for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    pub parts: Vec<(Option<Day>, Found)>,
    /// How many lines there are in all.
    pub total: usize,
}

impl List {
    fn whole(found: Found) -> Self {
        Self { total: found.total, parts: vec![(None, found)] }
    }
}

/// Units of one part of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The units on it, each with the child of the node under which its lines count.
    pub units: Vec<(i64, i64)>,
    /// Those children.
    pub sides: Vec<i64>,
    /// How many lines of the first one belong to the page before.
    pub skip: usize,
    /// How many lines the part has in all.
    pub total: usize,
}

/// Which marks a list is about.
pub(super) struct Filter {
    /// By number.
    fits: Vec<bool>,
    /// The same as numbers, where they are few.
    few: Option<Vec<u32>>,
    wanderers: Vec<Wanderer>,
}

impl Filter {
    pub(super) fn holds(&self, number: u32) -> bool {
        self.fits[number as usize]
    }
}

/// As many marks are looked up one by one.
const FEW: usize = 64;

/// The marks of one last day (some may repeat), and how many lines they make.
#[derive(Default)]
struct OfDay {
    numbers: Vec<u32>,
    many: usize,
}

/// A unit that has moved: the way up of each of its lines.
struct Wanderer {
    at: At,
    lines: Vec<Vec<At>>,
}

/// A page in the making.
#[derive(Default)]
struct Page {
    offset: usize,
    end: usize,
    found: Found,
}

impl Page {
    /// Counts lines that are not on this page; there may be none.
    fn passes(&mut self, many: usize) -> bool {
        let passed = self.found.total;
        let is_elsewhere = many == 0 || passed + many <= self.offset || passed >= self.end;
        self.found.total += if is_elsewhere { many } else { 0 };
        is_elsewhere
    }

    fn put(&mut self, unit: i64, side: i64, many: usize) {
        if self.passes(many) {
            return;
        }
        let found = &mut self.found;
        if found.units.is_empty() {
            found.skip = self.offset.saturating_sub(found.total);
        }
        found.units.push((unit, side));
        found.sides.push(side);
        found.total += many;
    }
}

/// Whether the way leads through that child of the node; for the node itself, whether it begins there.
fn is_by(up: &[At], side: At, node: At) -> bool {
    if side == node {
        up.first() == Some(&node)
    } else {
        up.windows(2).any(|it| it == [side, node])
    }
}

impl Figures {
    /// The units behind `limit` lines of a list after the first `offset`. `None` where the figures
    /// cannot answer.
    pub fn list(
        &self,
        core: &Core,
        node: (Relation, i64),
        (scope, wanted): (Scope, &Wanted),
        page: (usize, usize),
    ) -> Option<List> {
        self.on_canvas(core, node, scope, |canvas| match wanted.order {
            Order::Official => List::whole(canvas.list(wanted, page)),
            Order::Oldest => canvas.by_day((wanted, &canvas.filter(wanted)), page),
        })
    }

    /// At most `limit` lines of whom to help first, and how many there are.
    pub fn waiting(
        &self,
        core: &Core,
        node: (Relation, i64),
        (on, limit): (Day, usize),
    ) -> Option<(Vec<Waiting>, usize)> {
        let rules = core.part::<Rules>();
        self.on_canvas(core, node, Scope::month(on), |canvas| canvas.waiting(rules, limit))
    }

    /// The duties of a node's lists, in the order of the law.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is of one lifetime, and any is wanted"
    )]
    pub(crate) fn duties(&self, core: &Core, node: (Relation, i64), on: Day) -> Option<Vec<Named>> {
        self.on_canvas(core, node, Scope::month(on), |canvas| canvas.duties())
    }
}

impl Canvas<'_> {
    fn duties(&self) -> Vec<Named> {
        let order = |number: &u16| self.state.order[usize::from(*number)];
        let all = 0..self.state.duties.len() as u16;
        let mut shown: Vec<u16> = all
            .filter(|number| order(number) != u16::MAX && !self.state.hides(self.relation, *number))
            .collect();
        shown.sort_by_key(order);
        shown.into_iter().map(|number| self.state.duties[usize::from(number)].clone()).collect()
    }

    fn list(&self, wanted: &Wanted, (offset, limit): (usize, usize)) -> Found {
        self.list_of(&self.filter(wanted), &self.wanted_sides(wanted), (offset, limit))
    }

    fn list_of(&self, filter: &Filter, sides: &[At], (offset, limit): (usize, usize)) -> Found {
        let mut page = Page { offset, end: offset.saturating_add(limit), ..Page::default() };
        for side in sides.iter().copied() {
            self.walk(filter, side, &mut page);
            // Whoever moved, or is gone, comes after those who are here.
            for it in &filter.wanderers {
                let many = it.lines.iter().filter(|up| is_by(up, side, self.node)).count();
                page.put(self.id(it.at), self.id(side), many);
            }
        }
        page.found.sides.sort_unstable();
        page.found.sides.dedup();
        page.found
    }

    /// A child with everything that stands below it, in official order; of the node only itself.
    fn walk(&self, filter: &Filter, side: At, page: &mut Page) {
        let mut open = vec![side];
        while let Some(at) = open.pop() {
            // Pages behind or ahead are counted, not looked at.
            let many = self.lines_below(filter, at);
            if page.passes(many) {
                continue;
            }
            page.put(self.id(at), self.id(side), self.lines_of(filter, at));
            if at != self.node {
                open.extend(self.state.forest.unit(at).below[by(self.relation)].iter().rev());
            }
        }
    }

    /// One last day after the other, until the page is full.
    pub(super) fn by_day(
        &self,
        (wanted, filter): (&Wanted, &Filter),
        (offset, limit): (usize, usize),
    ) -> List {
        let sides = self.wanted_sides(wanted);
        let days = self.days_of(filter);
        let is_whole = wanted.side.is_none() && !wanted.part.house;
        let total = if is_whole {
            days.values().map(|them| them.many).sum()
        } else {
            self.list_of(filter, &sides, (0, 0)).total
        };
        let (mut parts, mut passed) = (BTreeMap::new(), 0);
        let end = offset.saturating_add(limit).min(total);
        let mut inside = Vec::new();
        for (day, them) in days {
            let (before, after) = (passed, passed + them.many);
            if before >= end {
                break;
            }
            if is_whole && after <= offset {
                passed = after;
            } else if is_whole && before >= offset && after <= end {
                inside.extend(them.numbers);
                passed = after;
            } else {
                let page = (offset.saturating_sub(before), end - before.max(offset));
                let found = self.list_of(&self.narrowed(filter, them.numbers), &sides, page);
                passed = before + found.total;
                parts.insert(day, found);
            }
        }
        parts.extend(self.whole_days(filter, &sides, inside));
        parts.retain(|_, found| !found.units.is_empty());
        List { parts: parts.into_iter().map(|(day, found)| (Some(day), found)).collect(), total }
    }

    /// Days of which every line is on the page: one walk for all of them.
    fn whole_days(&self, filter: &Filter, sides: &[At], numbers: Vec<u32>) -> BTreeMap<Day, Found> {
        let mut days: BTreeMap<Day, Found> = BTreeMap::new();
        if numbers.is_empty() {
            return days;
        }
        let filter = self.narrowed(filter, numbers);
        for place in self.list_of(&filter, sides, (0, usize::MAX)).units {
            for number in self.lines_at(place).filter(|number| filter.holds(*number)) {
                let found = days.entry(self.state.marks.get(number).due_on).or_default();
                found.total += 1;
                if found.units.last() != Some(&place) {
                    found.units.push(place);
                    found.sides.push(place.1);
                }
            }
        }
        days
    }

    /// Marks of a unit that count under that child of the node.
    pub(super) fn lines_at(&self, (unit, side): (i64, i64)) -> impl Iterator<Item = u32> + '_ {
        let forest = &self.state.forest;
        let places = forest.at(unit).zip(forest.at(side));
        places.into_iter().flat_map(move |(at, side)| {
            let ways = forest.ways(at, by(self.relation));
            let is_here = move |number: &u32| {
                let mark = self.state.marks.get(*number);
                self.state.side(&ways, at, self.node, mark) == Some(side)
            };
            forest.unit(at).marks.iter().filter(is_here)
        })
    }

    /// The marks of a list that occur at or below the node, by last day.
    fn days_of(&self, filter: &Filter) -> BTreeMap<Day, OfDay> {
        let mut days: BTreeMap<Day, OfDay> = BTreeMap::new();
        self.state.each(self.relation, self.node, |number, many| {
            if filter.holds(number) {
                let day = days.entry(self.state.marks.get(number).due_on).or_default();
                day.numbers.push(number);
                day.many += many as usize;
            }
        });
        days
    }

    fn narrowed(&self, filter: &Filter, mut numbers: Vec<u32>) -> Filter {
        let mut fits = vec![false; filter.fits.len()];
        numbers.sort_unstable();
        numbers.dedup();
        for number in &numbers {
            fits[*number as usize] = true;
        }
        let wanderers =
            if filter.wanderers.is_empty() { Vec::new() } else { self.wanderers(&fits) };
        Filter { fits, few: Some(numbers).filter(|them| them.len() <= FEW), wanderers }
    }

    fn id(&self, at: At) -> i64 {
        self.state.forest.unit(at).row.id
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

    pub(super) fn filter(&self, wanted: &Wanted) -> Filter {
        let glance = self.figures.glance(self.state, self.scope);
        let duty = wanted.part.duty.as_ref().map(|key| self.state.duty(key).unwrap_or(u16::MAX));
        let is_wanted = |mark: &Mark| {
            let is_share = self.state.duties[usize::from(mark.duty)].who != Who::Unit;
            // Sums of posts only when their duty is asked for: figures count what units owe.
            (!is_share || duty.is_some())
                && duty.is_none_or(|duty| duty == mark.duty)
                && !self.state.hides(self.relation, mark.duty)
                && wanted.period.is_none_or(|period| period == mark.period)
                && wanted.level.is_none_or(|level| mark.rank == Some(level))
                && wanted.last_day.is_none_or(|day| mark.due_on == day)
        };
        let marks = &self.state.marks;
        let mut fits = vec![false; marks.all().len()];
        for state in State::ALL.into_iter().filter(|state| wanted.states.holds(*state)) {
            for number in glance.in_state(state) {
                fits[*number as usize] = is_wanted(marks.get(*number));
            }
        }
        let wanderers = self.wanderers(&fits);
        Filter { fits, few: None, wanderers }
    }

    /// Lines at or below a unit, without those of wanderers; of the node itself only its own.
    fn lines_below(&self, filter: &Filter, at: At) -> usize {
        if at == self.node {
            return self.lines_of(filter, at);
        }
        let counted =
            filter.few.as_ref().and_then(|few| self.state.several(self.relation, at, few));
        let many = counted.unwrap_or_else(|| {
            let mut many = 0;
            self.state.each(self.relation, at, |number, count| {
                if filter.fits[number as usize] {
                    many += count as usize;
                }
            });
            many
        });
        let lines = filter.wanderers.iter().flat_map(|it| &it.lines);
        many - lines.filter(|up| up.contains(&at)).count()
    }

    /// Lines of one unit; none of a wanderer, whose lines come last.
    fn lines_of(&self, filter: &Filter, at: At) -> usize {
        if self.state.is_wanderer(self.relation, at) {
            return 0;
        }
        let numbers = self.state.forest.unit(at).marks.iter();
        numbers.filter(|number| filter.fits[*number as usize]).count()
    }

    /// Units with such lines that have moved and ever stood here.
    fn wanderers(&self, fits: &[bool]) -> Vec<Wanderer> {
        let all = self.state.wanderers(self.relation, self.node);
        let all = all.map(|(at, ways)| self.lines_of_wanderer(fits, at, ways));
        all.filter(|it| !it.lines.is_empty()).collect()
    }

    /// By which way up each line of a unit counts that has moved.
    fn lines_of_wanderer(&self, fits: &[bool], at: At, ways: &[Way]) -> Wanderer {
        let (forest, marks) = (&self.state.forest, &self.state.marks);
        let numbers = forest.unit(at).marks.iter().filter(|number| fits[*number as usize]);
        let up = |number: u32| {
            let day = forest.lived(at, marks.get(number).counts_on(self.scope.on));
            Some(way_on(ways, day)?.up.clone())
        };
        Wanderer { at, lines: numbers.filter_map(up).collect() }
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
            Some((unit.row.short_name(), unit.row.is_branch, unit.row.official_order))
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
