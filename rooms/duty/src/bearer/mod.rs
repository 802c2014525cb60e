//! Who bears duties below a unit, and what is known of them over time.

mod build;
mod figures;
mod people;
mod store;

use act::{Relation, Result};
use calendar::Day;
use db::{Asker, Cells, Read};
use rules::Who;

use crate::{
    Law,
    judge::{History, Slot},
};

/// A unit, a post of a unit, or a person in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Where the figure stands.
    pub unit: i64,
    pub name: String,
    pub short_name: String,
    /// The unit's kind.
    pub kind: String,
    /// Where it stood last in the year, by the relation asked for.
    pub path: String,
    /// Where it stands today; "" where it does not.
    pub lead: String,
    pub line: String,
    pub official_order: i64,
    /// `who = person` only.
    pub person: Option<i64>,
    pub history: History,
    /// `who = person` only.
    pub(crate) spells: Vec<OnRoll>,
}

impl Bearer {
    /// How rows name it: 'unit', 'post' or 'person', and the id.
    pub fn key(&self) -> (&'static str, i64) {
        match self.history.who {
            Who::Unit => ("unit", self.unit),
            Who::Post => ("post", self.unit),
            Who::Person => ("person", self.person.unwrap_or_default()),
        }
    }

    /// Whether the law asks this of it: a local rule only below its setter.
    pub fn owes(&self, law: &Law, slot: &Slot) -> bool {
        law.reaches(&slot.duty.key, &self.lead, &self.line)
    }
}

/// Which Party units are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'u> {
    /// Everything at or below a node.
    Tree(Relation, i64),
    One(Relation, i64),
    /// These, at most 500.
    Each(&'u [i64]),
}

/// Party units at or below `root` in the year, and their posts; two statements for any subtree.
/// With persons also everybody on the roll of `root` itself.
pub fn bearers(
    read: &Read,
    law: &Law,
    (relation, root): (Relation, i64),
    year: i16,
    (scope, persons): (Scope, Persons),
) -> Result<Vec<Bearer>> {
    let whom = scope.of(relation, root);
    let days = (first_day(year), last_day(year));
    let units = store::units(whom, days).cells(read)?;
    let people = people::of(store::people(whom, days, persons.named(root)).cells(read)?);
    Ok(build::bearers(law, units, &people, persons))
}

/// These Party units (at most 500) and their posts, as they were from one year to another: two
/// statements.
pub fn bearers_of(
    read: &Read,
    law: &Law,
    units: &[i64],
    (from, to): (i16, i16),
) -> Result<Vec<Bearer>> {
    let (whom, days) = (Whom::Each(units), (first_day(from), last_day(to)));
    let rows = store::units(whom, days).cells(read)?;
    let people = people::of(store::people(whom, days, None).cells(read)?);
    Ok(build::bearers(law, rows, &people, Persons::Without))
}

/// Bearers that were asked for while others asked too, and are not there yet.
pub(crate) struct Asked {
    units: Cells,
    people: Cells,
    persons: Persons,
}

/// One unit and its posts; with persons also everybody on its roll.
pub(crate) fn ask_one(ask: &Asker, unit: i64, year: i16, persons: Persons) -> Asked {
    let whom = Whom::One(Relation::Lead, unit);
    Asked::new(ask, whom, (first_day(year), last_day(year)), (persons, persons.named(unit)))
}

/// These units (at most 500) and their posts, from one year to another.
pub(crate) fn ask_each(ask: &Asker, units: &[i64], (from, to): (i16, i16)) -> Asked {
    let days = (first_day(from), last_day(to));
    Asked::new(ask, Whom::Each(units), days, (Persons::Without, None))
}

impl Asked {
    fn new(
        ask: &Asker,
        whom: Whom<'_>,
        days: (Day, Day),
        (persons, named): (Persons, Option<i64>),
    ) -> Self {
        let units = ask.cells(store::UNITS, store::units(whom, days));
        let people = ask.cells(store::PEOPLE, store::people(whom, days, named));
        Self { units, people, persons }
    }

    pub(crate) async fn bearers(self, law: &Law<'_>) -> Vec<Bearer> {
        let people = people::of(self.people.await);
        build::bearers(law, self.units.await, &people, self.persons)
    }
}

/// How far down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    One,
    Tree,
}

impl Scope {
    pub(crate) fn of(self, relation: Relation, root: i64) -> Whom<'static> {
        match self {
            Self::One => Whom::One(relation, root),
            Self::Tree => Whom::Tree(relation, root),
        }
    }
}

/// Whether persons are wanted as bearers too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persons {
    Without,
    With,
}

impl Persons {
    /// The unit whose people are wanted one by one.
    fn named(self, unit: i64) -> Option<i64> {
        (self == Self::With).then_some(unit)
    }
}

/// A person's time on the roll of the unit and of a subgroup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OnRoll {
    pub(crate) from: Day,
    /// First day after it.
    pub(crate) to: Option<Day>,
    pub(crate) subgroup: Option<i64>,
}

pub(crate) fn first_day(year: i16) -> Day {
    Day::new(year, 1, 1).unwrap_or(Day::MIN)
}

pub(crate) fn last_day(year: i16) -> Day {
    Day::new(year, 12, 31).unwrap_or(Day::MAX)
}
