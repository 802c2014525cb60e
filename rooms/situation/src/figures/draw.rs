//! A picture out of the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use act::{Core, Relation};
use systems::Systems;

use super::{
    Figures,
    forest::{At, by},
    state::State,
    sums::{Glance, Sums},
};
use crate::{
    picture::{Node, OfDuty, OfLevel, OfPersons, Part, Picture, Rank, Side, SideKind, Tally},
    trend::Trend,
    view::{Row, Scope},
};

impl State {
    /// What the counts of a node come to; of one duty only where one is named.
    pub(super) fn sums(
        &self,
        relation: Relation,
        glance: &Glance,
        node: At,
        duty: Option<u16>,
    ) -> Sums {
        let mut sums = Sums::new(glance);
        self.each(relation, node, |number, many| {
            self.add(&mut sums, (relation, duty), glance, (number, many));
        });
        sums
    }

    fn own_sums(&self, relation: Relation, glance: &Glance, node: At, duty: Option<u16>) -> Sums {
        let mut sums = Sums::new(glance);
        self.own(relation, node, |number, many| {
            self.add(&mut sums, (relation, duty), glance, (number, many));
        });
        sums
    }

    fn add(
        &self,
        sums: &mut Sums,
        (relation, duty): (Relation, Option<u16>),
        glance: &Glance,
        (number, many): (u32, u32),
    ) {
        let mark = self.marks.get(number);
        if !self.hides(relation, mark.duty) && duty.is_none_or(|it| it == mark.duty) {
            sums.add(glance, number, mark, many);
        }
    }
}

/// What a picture is drawn of.
pub(super) struct Canvas<'a> {
    pub(super) figures: &'a Figures,
    pub(super) state: &'a State,
    pub(super) systems: &'a Systems,
    pub(super) relation: Relation,
    pub(super) node: At,
    pub(super) scope: Scope,
}

impl Figures {
    /// The figures of a scope of today, as far as they go; see [`Figures::answer`]. `None` where they
    /// cannot answer.
    pub fn picture(
        &self,
        core: &Core,
        (relation, node): (Relation, i64),
        (scope, part): (Scope, &Part),
    ) -> Option<Picture> {
        self.on_canvas(core, (relation, node), scope, |canvas| canvas.draw(part))
    }

    pub(super) fn on_canvas<T>(
        &self,
        core: &Core,
        (relation, node): (Relation, i64),
        scope: Scope,
        work: impl FnOnce(&Canvas<'_>) -> T,
    ) -> Option<T> {
        let state = self.read();
        let at = state.standing(relation, node).filter(|_| state.today == Some(scope.on))?;
        let systems = core.part::<Systems>();
        let canvas = Canvas { figures: self, state: &state, systems, relation, node: at, scope };
        Some(work(&canvas))
    }
}

impl State {
    /// The place of a node that stands in the relation today. A branch is left to rows: its people
    /// are looked at one by one.
    pub(super) fn standing(&self, relation: Relation, node: i64) -> Option<At> {
        let at = self.forest.at(node)?;
        let unit = self.forest.unit(at);
        (!unit.row.is_branch && unit.stands(by(relation), self.day())).then_some(at)
    }
}

impl Canvas<'_> {
    fn row(&self, at: At) -> &Row {
        &self.state.forest.unit(at).row
    }

    fn is_organ(&self, at: At) -> bool {
        self.systems.unit_kind(self.row(at).kind()).is_some_and(|kind| kind.border)
    }

    /// Those of today, and those that are gone but owed something, in official order.
    pub(super) fn children(&self) -> Vec<At> {
        self.state.forest.unit(self.node).below[by(self.relation)].to_vec()
    }

    fn is_child(&self, at: At) -> bool {
        let unit = self.state.forest.unit(at);
        let node = self.row(self.node).id;
        unit.row.exists(self.scope.on) && unit.is_below(by(self.relation), self.scope.on, node)
    }

    /// Which children are together 机关: none, where no organ stands beside them.
    pub(super) fn house(&self) -> BTreeSet<At> {
        let today = self.state.forest.children(self.node, by(self.relation), self.scope.on);
        if self.relation == Relation::Lead || !today.iter().any(|at| self.is_organ(*at)) {
            return BTreeSet::new();
        }
        let below = self.children().into_iter().filter(|at| !self.is_organ(*at));
        below.chain([self.node]).collect()
    }

    fn sums(&self, glance: &Glance, at: At, duty: Option<u16>) -> Sums {
        let relation = self.relation;
        match duty {
            None if at != self.node => {
                (*self.figures.sums(self.state, relation, glance, at)).clone()
            }
            _ if at == self.node => self.state.own_sums(relation, glance, at, duty),
            _ => self.state.sums(relation, glance, at, duty),
        }
    }

    fn draw(&self, part: &Part) -> Picture {
        let glance = self.figures.glance(self.state, self.scope);
        let house = self.house();
        let duty = part.duty.as_ref().map(|key| self.state.duty(key).unwrap_or(u16::MAX));
        let mut sides: Vec<(At, Sums)> = vec![(self.node, self.sums(&glance, self.node, duty))];
        for child in self.children() {
            let sums = self.here(&glance, child, duty);
            sides.push((child, sums));
        }
        let mut all = Sums::new(&glance);
        let held = sides.iter().filter(|(at, _)| !part.house || house.contains(at));
        held.for_each(|(_, sums)| all.join(sums));
        let counted = self.counted(part, &house);
        Picture {
            node: self.as_node(),
            rank: Rank::of(self.row(self.node)),
            scope: self.scope,
            tally: all.tally,
            due_days: all.due_days,
            duties: self.of_duties(&all),
            persons: self.of_persons(&all),
            sides: self.sides(&sides, &house, part),
            levels: levels(&counted, &all),
            branches: counted.branches,
            trend: Trend {
                counts: crate::view::days(self.scope.on).into_iter().zip(all.trend).collect(),
            },
        }
    }

    /// What of a child counts here: all of it, or, where it came or went, what belongs to this node.
    fn here(&self, glance: &Glance, child: At, duty: Option<u16>) -> Sums {
        let relation = by(self.relation);
        let unit = self.state.forest.unit(child);
        if unit.stays[relation].all().len() == 1 {
            return self.sums(glance, child, duty);
        }
        let mut sums = Sums::new(glance);
        for at in self.state.forest.ever_below(child, relation) {
            let ways = self.state.forest.ways(at, relation);
            for number in self.state.forest.unit(at).marks.iter() {
                let mark = self.state.marks.get(number);
                if self.state.side(&ways, at, self.node, mark) == Some(child) {
                    self.state.add(&mut sums, (self.relation, duty), glance, (number, 1));
                }
            }
        }
        sums
    }

    pub(super) fn as_node(&self) -> Node {
        let row = self.row(self.node);
        Node {
            unit: row.id,
            code: row.code().to_owned(),
            name: row.name().to_owned(),
            relation: self.relation,
        }
    }

    fn of_duties(&self, all: &Sums) -> Vec<OfDuty> {
        let named = |number: u16| self.state.duties[usize::from(number)].clone();
        let mut duties: Vec<(u16, Tally)> = all.duties.iter().map(|(at, it)| (*at, *it)).collect();
        duties.sort_by_key(|(number, _)| self.state.order[usize::from(*number)]);
        duties.into_iter().map(|(number, tally)| OfDuty { duty: named(number), tally }).collect()
    }

    fn of_persons(&self, all: &Sums) -> Vec<OfPersons> {
        let mut persons: Vec<_> = all.persons.iter().collect();
        persons.sort_by_key(|(number, _)| self.state.order[usize::from(**number)]);
        let of = |(number, (owed, met, late)): (&u16, &(i64, i64, i64))| OfPersons {
            duty: self.state.duties[usize::from(*number)].clone(),
            owed: *owed,
            met: *met,
            late: *late,
        };
        persons.into_iter().map(of).collect()
    }

    /// The node's own row first, then 机关, then the children in official order.
    fn sides(&self, sums: &[(At, Sums)], house: &BTreeSet<At>, part: &Part) -> Vec<Side> {
        let mut rows = Vec::new();
        let mut inside = (0, Tally::default());
        for (at, sums) in sums {
            let is_own = *at == self.node;
            let branches = if is_own { self.own_branches() } else { self.branches(*at) };
            let is_house = house.contains(at);
            if is_house {
                inside = (inside.0 + branches, inside.1);
                inside.1 += sums.tally;
            }
            let is_shown =
                if is_own { sums.is_there() } else { sums.is_there() || self.is_child(*at) };
            if is_house == part.house && is_shown {
                rows.push(self.side(*at, branches, sums.tally));
            }
        }
        let is_house_shown = !part.house && inside != (0, Tally::default());
        if is_house_shown {
            let place = usize::from(rows.first().is_some_and(|it: &Side| it.kind == SideKind::Own));
            let row = self.row(self.node);
            rows.insert(
                place,
                Side {
                    kind: SideKind::House,
                    unit: row.id,
                    code: row.code().to_owned(),
                    name: "机关".to_owned(),
                    is_branch: false,
                    branches: inside.0,
                    tally: inside.1,
                },
            );
        }
        rows
    }

    fn side(&self, at: At, branches: i64, tally: Tally) -> Side {
        let row = self.row(at);
        let is_own = at == self.node;
        Side {
            kind: if is_own { SideKind::Own } else { SideKind::Child },
            unit: row.id,
            code: row.code().to_owned(),
            name: row.short_name().to_owned(),
            is_branch: row.is_branch && !is_own,
            branches,
            tally,
        }
    }

    fn own_branches(&self) -> i64 {
        i64::from(self.row(self.node).is_branch)
    }

    /// Of a child that has gone elsewhere: none.
    fn branches(&self, at: At) -> i64 {
        if self.is_child(at) { self.state.forest.branches(at, by(self.relation)) } else { 0 }
    }

    /// The organs and branches below that a part of the node holds; they change with the tree only.
    fn counted(&self, part: &Part, house: &BTreeSet<At>) -> Arc<Counted> {
        let key = (self.node, self.relation, part.house);
        let epoch = (self.state.epoch, 0);
        let kept = &self.figures.counted;
        kept.find(&key, epoch).unwrap_or_else(|| {
            let counted = Arc::new(self.count(part, house));
            kept.keep(key, epoch, &counted);
            counted
        })
    }

    fn count(&self, part: &Part, house: &BTreeSet<At>) -> Counted {
        let relation = by(self.relation);
        let stands = |at: &At| !part.house || house.contains(at);
        let children = self.state.forest.children(self.node, relation, self.scope.on);
        let below = children.iter().filter(|at| stands(at));
        let below = below.flat_map(|at| self.state.forest.subtree(*at, relation));
        let own = [self.node];
        let mut counted = Counted::default();
        for at in below.chain(own.iter().filter(|at| stands(at))) {
            counted.add(self.row(*at));
        }
        counted
    }
}

/// Units by level.
#[derive(Debug, Default)]
pub(super) struct Counted {
    branches: i64,
    organs: BTreeMap<Rank, BTreeSet<i64>>,
}

impl Counted {
    /// How much there is to keep.
    pub(super) fn weight(&self) -> usize {
        1 + self.organs.values().map(BTreeSet::len).sum::<usize>()
    }

    fn add(&mut self, row: &Row) {
        match Rank::of(row) {
            Some(Rank::Branch) => self.branches += i64::from(row.is_branch),
            Some(rank) => self.organs.entry(rank).or_default().extend(row.organ),
            None => {}
        }
    }
}

/// Every level that there is, with how many organs (or branches) it has.
fn levels(counted: &Counted, all: &Sums) -> Vec<OfLevel> {
    let units = |rank: Rank| match rank {
        Rank::Branch => counted.branches,
        _ => counted.organs.get(&rank).map_or(0, |them| them.len() as i64),
    };
    let late = |rank: Rank| all.levels.get(&rank).copied().unwrap_or_default();
    let of = |level| OfLevel { level, units: units(level), overdue: late(level) };
    Rank::ALL.into_iter().map(of).filter(|it| it.units > 0 || it.overdue > 0).collect()
}
