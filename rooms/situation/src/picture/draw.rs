//! Adding up a view. Pure; no I/O here.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use duty::judge::State;
use systems::Systems;

use super::{OfDuty, OfLevel, OfPersons, Part, Picture, Rank, Sides, Tally};
use crate::trend::trend;
use crate::view::{Item, Row, Scope, Tree, View};

/// The figures of a scope out of a view.
pub fn draw(view: &View, systems: &Systems, scope: Scope, part: &Part) -> Picture {
    let sides = Sides::of(view, systems, scope.on);
    let mut sums = Sums::default();
    for item in view.items.iter().filter(|item| scope.holds(item)) {
        if part.holds(view, &sides, item.duty, item.side) {
            sums.add(&view.tree, item);
        }
    }
    let stands = |row: &&Row| {
        let side = row.side(scope.on).filter(|_| row.exists(scope.on));
        side.is_some_and(|side| part.holds_side(&sides, side))
    };
    let rows: Vec<&Row> = view.tree.rows().filter(stands).collect();
    Picture {
        node: view.node.clone(),
        rank: view.tree.row(view.tree.node).and_then(Rank::of),
        scope,
        branches: rows.iter().filter(|row| row.is_branch).count() as i64,
        tally: sums.tally,
        trend: trend(view, &sides, part),
        due_days: sums.due_days,
        duties: by_duty(view, &sums.duties),
        persons: persons(view, &sides, scope, part),
        sides: sides.rows(view, &sums.sides, part, scope.on),
        levels: levels(&rows, &sums.levels),
    }
}

impl Part {
    pub(crate) fn holds(&self, view: &View, sides: &Sides, duty: u16, side: i64) -> bool {
        let key = &view.duties[usize::from(duty)].key;
        self.duty.as_ref().is_none_or(|wanted| wanted == key) && self.holds_side(sides, side)
    }

    pub(crate) fn holds_side(&self, sides: &Sides, side: i64) -> bool {
        !self.house || sides.is_house(side)
    }
}

#[derive(Default)]
struct Sums {
    tally: Tally,
    due_days: Option<(Day, Day)>,
    duties: BTreeMap<u16, Tally>,
    sides: BTreeMap<i64, Tally>,
    levels: BTreeMap<Rank, i64>,
}

impl Sums {
    fn add(&mut self, tree: &Tree, item: &Item) {
        self.tally.add(item.state);
        self.duties.entry(item.duty).or_default().add(item.state);
        self.sides.entry(item.side).or_default().add(item.state);
        if item.state == State::Due {
            let (first, last) = self.due_days.unwrap_or((item.last_day, item.last_day));
            self.due_days = Some((first.min(item.last_day), last.max(item.last_day)));
        }
        if item.state == State::Overdue
            && let Some(rank) = tree.row(item.unit).and_then(Rank::of)
        {
            *self.levels.entry(rank).or_default() += 1;
        }
    }
}

fn by_duty(view: &View, sums: &BTreeMap<u16, Tally>) -> Vec<OfDuty> {
    let duty = |place: &u16| view.duties[usize::from(*place)].clone();
    sums.iter().map(|(place, tally)| OfDuty { duty: duty(place), tally: *tally }).collect()
}

fn persons(view: &View, sides: &Sides, scope: Scope, part: &Part) -> Vec<OfPersons> {
    let mut sums: BTreeMap<u16, (i64, i64, i64)> = BTreeMap::new();
    for share in view.shares.iter().filter(|share| scope.holds_share(share)) {
        if part.holds(view, sides, share.duty, share.side) {
            let sum = sums.entry(share.duty).or_default();
            *sum = (sum.0 + share.owed, sum.1 + share.met, sum.2 + share.late);
        }
    }
    let of = |(place, (owed, met, late)): (u16, (i64, i64, i64))| OfPersons {
        duty: view.duties[usize::from(place)].clone(),
        owed,
        met,
        late,
    };
    sums.into_iter().map(of).collect()
}

/// Every level that the tree has, with how many organs (or branches) it has there.
fn levels(rows: &[&Row], overdue: &BTreeMap<Rank, i64>) -> Vec<OfLevel> {
    let mut units: BTreeMap<Rank, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        match Rank::of(row) {
            Some(Rank::Branch) if row.is_branch => {
                units.entry(Rank::Branch).or_default().insert(row.id);
            }
            Some(rank) if rank != Rank::Branch => {
                units.entry(rank).or_default().extend(row.organ);
            }
            _ => {}
        }
    }
    let count = |rank: &Rank| units.get(rank).map_or(0, |them| them.len() as i64);
    let late = |rank: &Rank| overdue.get(rank).copied().unwrap_or_default();
    let of = |level: Rank| OfLevel { level, units: count(&level), overdue: late(&level) };
    Rank::ALL.into_iter().map(of).filter(|it| it.units > 0 || it.overdue > 0).collect()
}
