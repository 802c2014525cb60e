//! The units of a node as they stood over time: by which child each hangs below it on a day.

use std::collections::BTreeMap;

use act::{Relation, Result};
use calendar::Day;
use db::{Answer, Asker, Read};
use systems::{Family, Level, Systems};

use super::{
    store::{self, Stood},
    words::Words,
};

/// A unit at or below the node.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: i64,
    words: Words,
    pub family: Family,
    pub official_order: i64,
    pub dissolved_on: Option<Day>,
    /// The administrative unit it belongs to; `None` for outside bodies and dissolved units.
    pub organ: Option<i64>,
    /// Rank of that organ.
    pub level: Option<Level>,
    /// Members may belong to it: a branch of some kind.
    pub is_branch: bool,
    stays: Vec<Stay>,
}

/// Where a unit stood below the node.
#[derive(Debug, Clone)]
struct Stay {
    from: Day,
    /// First day after.
    to: Option<Day>,
    /// Ids below the node down to the unit; empty for the node itself.
    below: Vec<i64>,
}

impl Stay {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl Row {
    #[cfg(test)]
    pub(crate) fn for_tests(id: i64, name: &str) -> Self {
        Self {
            id,
            words: Words::new("branch", &id.to_string(), name, name),
            family: Family::Party,
            official_order: id,
            dissolved_on: None,
            organ: None,
            level: None,
            is_branch: true,
            stays: Vec::new(),
        }
    }

    pub fn kind(&self) -> &str {
        self.words.kind()
    }

    /// Empty for a dissolved unit.
    pub fn code(&self) -> &str {
        self.words.code()
    }

    pub fn name(&self) -> &str {
        self.words.name()
    }

    pub fn short_name(&self) -> &str {
        self.words.short_name()
    }

    /// Memory outside the struct itself.
    pub(crate) fn bytes(&self) -> usize {
        self.words.bytes() + size_of_val(&self.stays[..])
    }

    /// Without the days on which it stood anywhere.
    pub(crate) fn bare(systems: &Systems, stood: Stood) -> Self {
        row(systems, stood)
    }

    /// Through which direct child it hangs below the node: 0 for the node itself, `None` where it
    /// stood elsewhere on that day.
    pub fn side(&self, day: Day) -> Option<i64> {
        let last = self.dissolved_on.map_or(Day::MAX, |end| end.plus_days(-1));
        let stay = self.stays.iter().find(|stay| stay.holds(day.min(last)))?;
        Some(stay.below.first().copied().unwrap_or_default())
    }

    /// Directly below the node on that day.
    pub fn is_child(&self, day: Day) -> bool {
        self.exists(day) && self.stays.iter().any(|stay| stay.holds(day) && stay.below.len() == 1)
    }

    pub fn exists(&self, day: Day) -> bool {
        self.dissolved_on.is_none_or(|end| day < end)
    }
}

/// The node and everything below it in some years.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub node: i64,
    rows: BTreeMap<i64, Row>,
    /// Place of each unit in pre-order, brothers in official order.
    order: BTreeMap<i64, usize>,
}

impl Tree {
    /// One statement.
    pub(super) fn load(
        read: &Read,
        systems: &Systems,
        (relation, node): (Relation, i64),
        (from, to): (Day, Day),
    ) -> Result<Self> {
        Ok(Self::of(systems, node, store::stood(read, node, relation, from, to)?))
    }

    /// Some units of the node, for [`Tree::of`].
    pub(super) fn some(
        ask: &Asker,
        (relation, node): (Relation, i64),
        days: (Day, Day),
        units: &[i64],
    ) -> Answer<Stood> {
        ask.all(store::STOOD_COLUMNS, store::some_stood((node, relation), days, units))
    }

    pub(super) fn of(systems: &Systems, node: i64, rows: Vec<Stood>) -> Self {
        let mut tree = Self { node, ..Self::default() };
        for stood in rows {
            let stay = stay(&stood);
            let row = tree.rows.entry(stood.unit).or_insert_with(|| row(systems, stood));
            row.stays.push(stay);
        }
        tree.order = tree.pre_order();
        tree
    }

    fn pre_order(&self) -> BTreeMap<i64, usize> {
        let brother = |id: &i64| (self.row(*id).map_or(0, |row| row.official_order), *id);
        let place = |row: &Row| {
            let stay = row.stays.iter().max_by_key(|stay| stay.from);
            stay.map(|stay| stay.below.iter().map(brother).collect::<Vec<_>>())
        };
        let mut places: Vec<_> = self.rows().map(|row| (place(row), row.id)).collect();
        places.sort();
        places.into_iter().enumerate().map(|(place, (_, id))| (id, place)).collect()
    }

    /// Where a list in official order puts the unit.
    pub fn place(&self, id: i64) -> usize {
        self.order.get(&id).copied().unwrap_or(usize::MAX)
    }

    pub fn row(&self, id: i64) -> Option<&Row> {
        self.rows.get(&id)
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// Direct children on that day in official order.
    pub fn children(&self, day: Day) -> Vec<&Row> {
        let mut children: Vec<&Row> = self.rows().filter(|row| row.is_child(day)).collect();
        children.sort_by_key(|row| (row.official_order, row.id));
        children
    }
}

fn stay(stood: &Stood) -> Stay {
    let rest = stood.path.strip_prefix(stood.root.as_str()).unwrap_or_default();
    let to = match (stood.to_on, stood.root_to) {
        (Some(own), Some(root)) => Some(own.min(root)),
        (own, root) => own.or(root),
    };
    Stay {
        from: stood.from_on.max(stood.root_from),
        to,
        below: rest.split('/').filter_map(|id| id.parse().ok()).collect(),
    }
}

fn row(systems: &Systems, stood: Stood) -> Row {
    let organ_kind = stood.organ_kind.as_deref().unwrap_or_default();
    Row {
        id: stood.unit,
        is_branch: systems.unit_kind(&stood.kind).is_some_and(|kind| kind.members),
        level: systems.unit_kind(organ_kind).and_then(|kind| kind.level),
        words: Words::new(&stood.kind, &stood.code, &stood.name, &stood.short_name),
        family: stood.family,
        official_order: stood.official_order,
        dissolved_on: stood.dissolved_on,
        organ: stood.organ,
        stays: Vec::new(),
    }
}
