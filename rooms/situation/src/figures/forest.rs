//! Where every unit stands by either relation, over time. Pure.

use std::collections::HashMap;

use act::Relation;
use calendar::Day;

use super::marks::Packed;
use crate::view::Row;

/// Place of a unit in the forest: small, and kept as long as the process lives.
pub(super) type At = u32;

pub(super) const RELATIONS: [Relation; 2] = [Relation::Lead, Relation::Line];

/// Which of a pair belongs to the relation.
pub(super) fn by(relation: Relation) -> usize {
    usize::from(relation == Relation::Line)
}

/// Directly below a parent between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) from: Day,
    /// First day after.
    pub(super) to: Option<Day>,
    /// `None` for a root.
    pub(super) parent: Option<i64>,
}

impl Stay {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// Where a unit stood over time: nearly always in one place, kept without an allocation.
#[derive(Debug, Clone, Default)]
pub(super) enum Stays {
    #[default]
    Never,
    Once(Stay),
    Often(Box<[Stay]>),
}

impl Stays {
    pub(super) fn all(&self) -> &[Stay] {
        match self {
            Self::Never => &[],
            Self::Once(stay) => std::slice::from_ref(stay),
            Self::Often(stays) => stays,
        }
    }
}

impl From<Vec<Stay>> for Stays {
    fn from(stays: Vec<Stay>) -> Self {
        match stays[..] {
            [] => Self::Never,
            [stay] => Self::Once(stay),
            _ => Self::Often(stays.into()),
        }
    }
}

#[derive(Debug)]
pub(super) struct Unit {
    pub(super) row: Row,
    pub(super) stays: [Stays; 2],
    pub(super) marks: Packed,
    /// Everything that ever stood directly below it.
    pub(super) below: [Box<[At]>; 2],
    /// First and one after the last place of its subtree in today's pre-order.
    pub(super) range: [(u32, u32); 2],
}

/// The way up in a stretch of days: the unit itself first, the root last.
#[derive(Debug, Clone)]
pub(super) struct Way {
    from: Day,
    /// First day after.
    to: Option<Day>,
    pub(super) up: Vec<At>,
}

#[derive(Debug, Default)]
pub(super) struct Forest {
    units: Vec<Unit>,
    places: HashMap<i64, At>,
    /// Today's pre-order, brothers in official order.
    order: [Vec<At>; 2],
    /// How many branches come before each place of it.
    branches: [Vec<u32>; 2],
}

impl Forest {
    pub(super) fn at(&self, id: i64) -> Option<At> {
        self.places.get(&id).copied()
    }

    pub(super) fn unit(&self, at: At) -> &Unit {
        &self.units[at as usize]
    }

    /// Memory that it takes, without what the allocator adds.
    pub(super) fn bytes(&self) -> usize {
        let of = |unit: &Unit| {
            let stays = unit.stays.iter().filter(|it| matches!(it, Stays::Often(_)));
            let stays: usize = stays.map(|it| size_of_val(it.all())).sum();
            let below: usize = unit.below.iter().map(|it| size_of_val(&it[..])).sum();
            size_of_val(unit) + unit.row.bytes() + stays + below + unit.marks.bytes().len()
        };
        let units: usize = self.units.iter().map(of).sum();
        let orders: usize = self.order.iter().map(|it| 2 * size_of_val(&it[..])).sum();
        units + orders + self.places.capacity() * (size_of::<(i64, At)>() + 1)
    }

    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (At, &Unit)> {
        self.units.iter().enumerate().map(|(at, unit)| (at as At, unit))
    }

    /// Puts a unit in, or its row and stays anew.
    pub(super) fn put(&mut self, row: Row, stays: [Stays; 2]) -> At {
        let next = self.units.len() as At;
        let at = *self.places.entry(row.id).or_insert(next);
        if at == next {
            let (marks, below, range) = Default::default();
            self.units.push(Unit { row, stays, marks, below, range });
        } else {
            let unit = &mut self.units[at as usize];
            (unit.row, unit.stays) = (row, stays);
        }
        at
    }

    /// A unit that is nowhere any more.
    pub(super) fn uproot(&mut self, at: At) {
        let unit = &mut self.units[at as usize];
        (unit.stays, unit.marks) = Default::default();
    }

    pub(super) fn set_marks(&mut self, at: At, marks: Packed) -> Packed {
        std::mem::replace(&mut self.units[at as usize].marks, marks)
    }

    /// After units came, moved or went: who is below whom, and the order of today.
    pub(super) fn arrange(&mut self, today: Day) {
        for relation in RELATIONS.map(by) {
            let mut below: Vec<Vec<At>> = vec![Vec::new(); self.units.len()];
            let mut roots = Vec::new();
            for (at, unit) in self.all() {
                let mut parents: Vec<_> =
                    unit.stays[relation].all().iter().map(|it| it.parent).collect();
                parents.sort_unstable();
                parents.dedup();
                for parent in parents.into_iter().flatten().filter_map(|id| self.at(id)) {
                    below[parent as usize].push(at);
                }
                if unit.stay(relation, today).is_some_and(|it| it.parent.is_none()) {
                    roots.push(at);
                }
            }
            let key = |at: &At| (self.unit(*at).row.official_order, self.unit(*at).row.id);
            for them in &mut below {
                them.sort_by_key(key);
            }
            roots.sort_by_key(key);
            for (unit, them) in self.units.iter_mut().zip(below) {
                unit.below[relation] = them.into();
            }
            self.order[relation] = self.walk(relation, roots, today);
            let mut many = 0;
            let running = self.order[relation].iter().map(|at| {
                many += u32::from(self.unit(*at).row.is_branch);
                many
            });
            self.branches[relation] = [0].into_iter().chain(running).collect();
        }
    }

    /// Pre-order from the roots; sets the ranges.
    fn walk(&mut self, relation: usize, roots: Vec<At>, today: Day) -> Vec<At> {
        let mut order: Vec<At> = Vec::with_capacity(self.units.len());
        for unit in &mut self.units {
            unit.range[relation] = (u32::MAX, u32::MAX);
        }
        // A unit is left when its mark comes back from the stack.
        let mut open: Vec<(At, bool)> = roots.into_iter().rev().map(|at| (at, false)).collect();
        while let Some((at, is_left)) = open.pop() {
            let place = order.len() as u32;
            let unit = &mut self.units[at as usize];
            if is_left {
                unit.range[relation].1 = place;
                continue;
            }
            unit.range[relation] = (place, place);
            let id = unit.row.id;
            order.push(at);
            open.push((at, true));
            let below = &self.units[at as usize].below[relation];
            let here =
                below.iter().rev().filter(|child| self.unit(**child).is_below(relation, today, id));
            open.extend(here.map(|child| (*child, false)));
        }
        order
    }

    pub(super) fn order(&self, relation: usize) -> &[At] {
        &self.order[relation]
    }

    /// Today's pre-order of everything at or below a unit.
    pub(super) fn subtree(&self, at: At, relation: usize) -> &[At] {
        let (first, last) = self.unit(at).range[relation];
        self.order[relation].get(first as usize..last as usize).unwrap_or_default()
    }

    /// Branches at or below a unit today.
    pub(super) fn branches(&self, at: At, relation: usize) -> i64 {
        let (first, last) = self.unit(at).range[relation];
        let before = |place: u32| self.branches[relation].get(place as usize).copied();
        let many = before(last).zip(before(first)).map_or(0, |(last, first)| last - first);
        i64::from(many)
    }

    /// The node and everything that ever stood below it, each once.
    pub(super) fn ever_below(&self, node: At, relation: usize) -> Vec<At> {
        let (mut found, mut open) = (Vec::new(), vec![node]);
        while let Some(at) = open.pop() {
            found.push(at);
            open.extend(&self.unit(at).below[relation][..]);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every way up that the unit has had.
    pub(super) fn ways(&self, at: At, relation: usize) -> Vec<Way> {
        let mut ways = Vec::new();
        for stay in self.unit(at).stays[relation].all() {
            let Some(parent) = stay.parent.and_then(|id| self.at(id)) else {
                ways.push(Way { from: stay.from, to: stay.to, up: vec![at] });
                continue;
            };
            for above in self.ways(parent, relation) {
                let from = stay.from.max(above.from);
                let to = earlier(stay.to, above.to);
                if to.is_none_or(|to| from < to) {
                    let up = [vec![at], above.up].concat();
                    ways.push(Way { from, to, up });
                }
            }
        }
        ways
    }

    /// The last day on which a unit was there, at most `day`.
    pub(super) fn lived(&self, at: At, day: Day) -> Day {
        let end = self.unit(at).row.dissolved_on;
        end.map_or(day, |end| day.min(end.plus_days(-1)))
    }

    /// Those directly below on that day, in official order.
    pub(super) fn children(&self, at: At, relation: usize, day: Day) -> Vec<At> {
        let id = self.unit(at).row.id;
        let below = self.unit(at).below[relation].iter().copied();
        let is_child = |child: &At| {
            let unit = self.unit(*child);
            unit.row.exists(day) && unit.is_below(relation, day, id)
        };
        below.filter(is_child).collect()
    }
}

impl Unit {
    /// `None`: it stood nowhere on that day.
    fn stay(&self, relation: usize, day: Day) -> Option<&Stay> {
        self.stays[relation].all().iter().find(|stay| stay.holds(day))
    }

    pub(super) fn is_below(&self, relation: usize, day: Day, parent: i64) -> bool {
        self.stay(relation, day).is_some_and(|stay| stay.parent == Some(parent))
    }

    pub(super) fn stands(&self, relation: usize, day: Day) -> bool {
        self.stay(relation, day).is_some()
    }
}

impl Way {
    pub(super) fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// The way of that day.
pub(super) fn way_on(ways: &[Way], day: Day) -> Option<&Way> {
    ways.iter().find(|way| way.holds(day))
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Neighbouring stays with the same parent are one: a parent that moved takes its children along.
pub(super) fn joined(mut stays: Vec<Stay>) -> Stays {
    stays.sort_by_key(|stay| stay.from);
    let mut joined: Vec<Stay> = Vec::with_capacity(1);
    for stay in stays {
        match joined.last_mut() {
            Some(last) if last.parent == stay.parent && last.to == Some(stay.from) => {
                last.to = stay.to;
            }
            _ => joined.push(stay),
        }
    }
    joined.into()
}
