//! How many units below a node have each mark. Pure.
//!
//! Inner nodes carry their counts, so a picture never looks at the tree below; a change of one
//! slot touches only the nodes above its unit. Nodes with few units below carry none: looking at
//! these few is cheaper than keeping sums for every desk.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use calendar::Day;

use super::{
    forest::{At, Forest, Way, way_on},
    marks::Marks,
};

/// (number of a mark, how many), by number.
pub(super) type Count = Vec<(u32, u32)>;

/// Nodes with fewer units below carry no counts.
const FEW: usize = 12;

/// Counts by one relation.
#[derive(Debug, Default)]
pub(super) struct Counts {
    relation: usize,
    of: HashMap<At, Count>,
    /// Units whose marks do not all count where they stand today, with every way up they have had.
    wanderers: BTreeMap<At, Vec<Way>>,
    /// Which of them ever stood at or below a node.
    passed: HashMap<At, BTreeSet<At>>,
    /// Moves whenever the counts of a node do.
    versions: Vec<u32>,
}

impl Counts {
    /// Counts everything anew: after the tree changed, at midnight, at a start.
    pub(super) fn recount(&mut self, relation: usize, forest: &Forest, marks: &Marks, today: Day) {
        self.relation = relation;
        self.of.clear();
        self.versions.resize(forest.len(), 0);
        self.versions.iter_mut().for_each(|version| *version = version.wrapping_add(1));
        let mut sheet = Sheet::new(marks.all().len());
        self.wanderers.clear();
        self.passed.clear();
        let mut wanderers = BTreeMap::new();
        let mut sums: HashMap<At, Count> = HashMap::new();
        // Backwards: everything below a node comes before it.
        for &at in forest.order(relation).iter().rev() {
            let ways = forest.ways(at, relation);
            let unit = forest.unit(at);
            if is_settled(&ways, forest, (marks, today), at) {
                unit.marks.iter().for_each(|number| sheet.add(number, 1));
            } else if !unit.marks.is_empty() {
                wanderers.insert(at, ways);
            }
            for child in forest.children(at, relation, today) {
                let Some(sum) = sums.remove(&child) else { continue };
                for (number, many) in &sum {
                    sheet.add(*number, *many);
                }
                self.keep(forest, child, sum);
            }
            sums.insert(at, sheet.take());
        }
        for (root, sum) in sums {
            self.keep(forest, root, sum);
        }
        wanderers.extend(gone(forest, relation));
        for (at, ways) in &wanderers {
            for number in forest.unit(*at).marks.iter() {
                self.add(forest, ways, *at, (number, 1), (marks, today));
            }
        }
        for (at, ways) in wanderers {
            self.set_wanderer(at, ways);
        }
    }

    fn keep(&mut self, forest: &Forest, at: At, sum: Count) {
        if forest.subtree(at, self.relation).len() > FEW {
            self.of.insert(at, sum);
        }
    }

    /// Changes of one unit's marks, which it has already, on every node above it.
    pub(super) fn change(
        &mut self,
        forest: &Forest,
        at: At,
        changes: &[(u32, i32)],
        (marks, today): (&Marks, Day),
    ) {
        self.versions.resize(forest.len(), 0);
        let ways = forest.ways(at, self.relation);
        for change in changes {
            self.add(forest, &ways, at, *change, (marks, today));
        }
        if !is_settled(&ways, forest, (marks, today), at) {
            self.set_wanderer(at, ways);
        }
    }

    fn set_wanderer(&mut self, at: At, ways: Vec<Way>) {
        for node in ways.iter().flat_map(|way| &way.up) {
            self.passed.entry(*node).or_default().insert(at);
        }
        self.wanderers.insert(at, ways);
    }

    fn add(
        &mut self,
        forest: &Forest,
        ways: &[Way],
        at: At,
        (number, change): (u32, i32),
        (marks, today): (&Marks, Day),
    ) {
        let day = forest.lived(at, marks.get(number).counts_on(today));
        let Some(way) = way_on(ways, day) else { return };
        for node in &way.up {
            self.versions[*node as usize] = self.versions[*node as usize].wrapping_add(1);
            let Some(count) = self.of.get_mut(node) else { continue };
            match count.binary_search_by_key(&number, |(it, _)| *it) {
                Ok(place) => {
                    count[place].1 = count[place].1.saturating_add_signed(change);
                    if count[place].1 == 0 {
                        count.remove(place);
                    }
                }
                Err(place) if change > 0 => count.insert(place, (number, change as u32)),
                Err(_) => {}
            }
        }
    }

    /// Memory that they take, without what the allocator adds.
    pub(super) fn bytes(&self) -> usize {
        let counts: usize =
            self.of.values().map(|it| it.capacity() * size_of::<(u32, u32)>()).sum();
        let table = self.of.capacity() * (size_of::<(At, Count)>() + 1);
        counts + table + size_of_val(&self.versions[..])
    }

    pub(super) fn is_wanderer(&self, at: At) -> bool {
        self.wanderers.contains_key(&at)
    }

    /// Units that have moved and ever stood at or below a node, each with its ways up.
    pub(super) fn wanderers(&self, node: At) -> impl Iterator<Item = (At, &[Way])> {
        let passed = self.passed.get(&node).into_iter().flatten();
        passed.filter_map(|at| Some((*at, self.wanderers.get(at)?.as_slice())))
    }

    pub(super) fn version(&self, at: At) -> u32 {
        self.versions.get(at as usize).copied().unwrap_or_default()
    }

    pub(super) fn several(&self, node: At, numbers: &[u32]) -> Option<usize> {
        let count = self.of.get(&node)?;
        let of = |number: &u32| count.binary_search_by_key(number, |(it, _)| *it).ok();
        Some(numbers.iter().filter_map(of).map(|place| count[place].1 as usize).sum())
    }

    /// The marks of everything at or below a node.
    pub(super) fn each(
        &self,
        forest: &Forest,
        (marks, today): (&Marks, Day),
        node: At,
        mut with: impl FnMut(u32, u32),
    ) {
        if let Some(count) = self.of.get(&node) {
            for (number, many) in count {
                with(*number, *many);
            }
            return;
        }
        let below = forest.subtree(node, self.relation).iter();
        for at in below.filter(|at| !self.is_wanderer(**at)) {
            forest.unit(*at).marks.iter().for_each(|number| with(number, 1));
        }
        for wanderer in self.wanderers(node) {
            here(forest, (marks, today), wanderer, node, &mut with);
        }
    }

    /// The marks of one unit at or below `node` that count there.
    pub(super) fn own(
        &self,
        forest: &Forest,
        (marks, today): (&Marks, Day),
        at: At,
        node: At,
        with: &mut impl FnMut(u32, u32),
    ) {
        match self.wanderers.get(&at) {
            Some(ways) => here(forest, (marks, today), (at, ways), node, with),
            None => forest.unit(at).marks.iter().for_each(|number| with(number, 1)),
        }
    }
}

/// The marks of a unit that has moved, as far as they count at `node`.
fn here(
    forest: &Forest,
    (marks, today): (&Marks, Day),
    (at, ways): (At, &[Way]),
    node: At,
    with: &mut impl FnMut(u32, u32),
) {
    for number in forest.unit(at).marks.iter() {
        let day = forest.lived(at, marks.get(number).counts_on(today));
        if way_on(ways, day).is_some_and(|way| way.up.contains(&node)) {
            with(number, 1);
        }
    }
}

/// One way since before the first of its marks: all of them count where it stands today.
fn is_settled(ways: &[Way], forest: &Forest, (marks, today): (&Marks, Day), at: At) -> bool {
    let unit = forest.unit(at);
    let [way] = ways else { return false };
    unit.row.dissolved_on.is_none()
        && unit.marks.iter().all(|number| way.holds(marks.get(number).counts_on(today)))
}

/// Units with marks that stand nowhere today.
fn gone(forest: &Forest, relation: usize) -> impl Iterator<Item = (At, Vec<Way>)> + '_ {
    let is_gone = move |at: &At| {
        !forest.unit(*at).marks.is_empty() && forest.subtree(*at, relation).is_empty()
    };
    let all = forest.all().map(|(at, _)| at).filter(is_gone);
    all.map(move |at| (at, forest.ways(at, relation)))
}

/// A place for every mark, and which places are in use.
struct Sheet {
    many: Vec<u32>,
    used: Vec<u32>,
}

impl Sheet {
    fn new(marks: usize) -> Self {
        Self { many: vec![0; marks], used: Vec::new() }
    }

    fn add(&mut self, number: u32, many: u32) {
        let place = &mut self.many[number as usize];
        if *place == 0 {
            self.used.push(number);
        }
        *place += many;
    }

    fn take(&mut self) -> Count {
        self.used.sort_unstable();
        let many = &mut self.many;
        self.used.drain(..).map(|at| (at, std::mem::take(&mut many[at as usize]))).collect()
    }
}
