//! A picture as `situation --json` prints it; the shape is a promise (docs/json.md).

use calendar::{Day, Period};
use rules::{Modality, Who};
use serde::{Serialize, Serializer};

use super::{OfDuty, OfLevel, OfPersons, Picture, Side, SideKind, Tally};

/// Stable keys; ids are text, days `YYYY-MM-DD`, counts whole numbers.
pub fn json(picture: &Picture) -> impl Serialize + '_ {
    let node = &picture.node;
    Shape {
        unit: Unit { id: node.unit, code: &node.code, name: &node.name },
        relation: node.relation.key(),
        on: picture.scope.on,
        period: picture.scope.period,
        branches: picture.branches,
        figures: Figures::of(picture.tally),
        duties: picture.duties.iter().map(Duty::of).collect(),
        persons: picture.persons.iter().map(Persons::of).collect(),
        children: picture.sides.iter().map(Child::of).collect(),
        levels: picture.levels.iter().map(Level::of).collect(),
        trend: picture.trend.counts.iter().map(|&(on, overdue)| Late { on, overdue }).collect(),
    }
}

#[derive(Serialize)]
struct Shape<'p> {
    unit: Unit<'p>,
    relation: &'static str,
    on: Day,
    period: Period,
    branches: i64,
    figures: Figures,
    duties: Vec<Duty<'p>>,
    persons: Vec<Persons<'p>>,
    children: Vec<Child<'p>>,
    levels: Vec<Level>,
    trend: Vec<Late>,
}

#[derive(Serialize)]
struct Unit<'p> {
    #[serde(serialize_with = "as_text")]
    id: i64,
    code: &'p str,
    name: &'p str,
}

#[derive(Serialize)]
struct Figures {
    owed: i64,
    done: i64,
    due: i64,
    overdue: i64,
    missed: i64,
    explained: i64,
    exempt: i64,
}

#[derive(Serialize)]
struct Duty<'p> {
    #[serde(rename = "duty")]
    key: &'p str,
    title: &'p str,
    modality: &'static str,
    figures: Figures,
}

#[derive(Serialize)]
struct Persons<'p> {
    duty: &'p str,
    title: &'p str,
    who: &'static str,
    owed: i64,
    met: i64,
    overdue: i64,
}

#[derive(Serialize)]
struct Child<'p> {
    kind: &'static str,
    #[serde(serialize_with = "as_text")]
    id: i64,
    code: &'p str,
    name: &'p str,
    branches: i64,
    figures: Figures,
}

#[derive(Serialize)]
struct Level {
    #[serde(rename = "level")]
    key: &'static str,
    units: i64,
    overdue: i64,
}

#[derive(Serialize)]
struct Late {
    on: Day,
    overdue: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde lends the field")]
fn as_text<S: Serializer>(id: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

impl Figures {
    fn of(tally: Tally) -> Self {
        Self {
            owed: tally.owed(),
            done: tally.done,
            due: tally.due,
            overdue: tally.overdue,
            missed: tally.missed,
            explained: tally.explained,
            exempt: tally.exempt,
        }
    }
}

impl<'p> Duty<'p> {
    fn of(it: &'p OfDuty) -> Self {
        let modality = match it.duty.modality {
            Modality::Shall => "shall",
            Modality::Generally => "generally",
            Modality::May => "may",
            Modality::Local => "local",
        };
        let figures = Figures::of(it.tally);
        Self { key: &it.duty.key, title: &it.duty.title, modality, figures }
    }
}

impl<'p> Persons<'p> {
    fn of(it: &'p OfPersons) -> Self {
        let who = match it.duty.who {
            Who::Unit => "unit",
            Who::Post => "post",
            Who::Person => "person",
        };
        let (duty, title) = (&it.duty.key, &it.duty.title);
        Self { duty, title, who, owed: it.owed, met: it.met, overdue: it.late }
    }
}

impl<'p> Child<'p> {
    fn of(side: &'p Side) -> Self {
        let kind = match side.kind {
            SideKind::Own => "own",
            SideKind::House => "house",
            SideKind::Child => "child",
        };
        let (id, code, name) = (side.unit, &side.code, &side.name);
        Self { kind, id, code, name, branches: side.branches, figures: Figures::of(side.tally) }
    }
}

impl Level {
    fn of(it: &OfLevel) -> Self {
        Self { key: it.level.key(), units: it.units, overdue: it.overdue }
    }
}
