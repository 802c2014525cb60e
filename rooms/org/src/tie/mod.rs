//! Ties between units: by which relation one stands under another, from when to when.

mod change;
pub(crate) mod store;

use act::{Error, Relation, Result};
use calendar::Day;
use db::Read;
use serde::{Deserialize, Serialize};
use systems::{Family, Systems};

pub use self::change::{NewTie, rehost, tie, untie};
use crate::unit::{self, Unit};

/// By what one unit stands under another. [`Relation`] has the two that have paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    Lead,
    Line,
    Approve,
}

impl TieKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Line => "line",
            Self::Approve => "approve",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Lead => "隶属",
            Self::Line => "条线",
            Self::Approve => "审批",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Lead, Self::Line, Self::Approve].into_iter().find(|kind| kind.key() == text)
    }

    /// The relation whose paths follow this tie.
    pub fn relation(self) -> Option<Relation> {
        match self {
            Self::Lead => Some(Relation::Lead),
            Self::Line => Some(Relation::Line),
            Self::Approve => None,
        }
    }
}

impl From<Relation> for TieKind {
    fn from(relation: Relation) -> Self {
        match relation {
            Relation::Lead => Self::Lead,
            Relation::Line => Self::Line,
        }
    }
}

/// One tie with the parent's name on the tie's first day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tie {
    pub id: i64,
    pub child: i64,
    pub parent: i64,
    pub parent_name: String,
    pub relation: TieKind,
    pub basis: String,
    pub from_on: Day,
    /// First day on which it no longer holds.
    pub to_on: Option<Day>,
}

impl Tie {
    /// A list of divisions says who stands above, not since when: its day is no founding.
    pub(crate) fn is_of_unknown_day(&self) -> bool {
        self.basis == crate::import::DIVISIONS_BASIS
    }
}

/// A Party or mass unit serves an administrative one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Service {
    pub id: i64,
    pub party: i64,
    pub administrative: i64,
    pub name: String,
    /// False: served as well, but counted elsewhere.
    pub is_host: bool,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

/// Where a unit stood in a span of days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Span {
    pub unit: i64,
    pub kind: String,
    pub family: Family,
    pub path: String,
    pub from_on: Day,
    /// First day after the span; `None`: open.
    pub to_on: Option<Day>,
    pub founded_on: Day,
    pub dissolved_on: Option<Day>,
    pub use_from: Day,
}

/// The metamodel's word on a tie.
pub(crate) fn check_kinds(
    systems: &Systems,
    kind: &str,
    parent: &Unit,
    tie: TieKind,
) -> Result<()> {
    let field = tie.key();
    if parent.dissolved_on.is_some() {
        return Err(Error::invalid(field, format!("“{}”已经撤销", parent.name)));
    }
    if fits(systems, kind, &parent.kind, tie) {
        return Ok(());
    }
    Err(Error::invalid(field, misfit_words(systems, kind, (&parent.kind, &parent.name), tie)))
}

pub(crate) fn fits(systems: &Systems, kind: &str, parent: &str, tie: TieKind) -> bool {
    match tie {
        TieKind::Lead => systems.may_stand(kind, parent, Relation::Lead),
        TieKind::Line => systems.may_stand(kind, parent, Relation::Line),
        TieKind::Approve => systems.may_approve(kind, parent),
    }
}

/// `parent` is its kind and its name.
pub(crate) fn misfit_words(
    systems: &Systems,
    kind: &str,
    parent: (&str, &str),
    tie: TieKind,
) -> String {
    let (below, above) = (systems.kind_title(kind), systems.kind_title(parent.0));
    format!("{below}不能按“{}”关系放在{above}（{}）之下", tie.zh(), parent.1)
}

/// Units directly below today, in official order; Party units stand under their host by line.
pub fn children(read: &Read, parent: i64, relation: Relation) -> Result<Vec<Unit>> {
    unit::store::children(read, parent, relation)
}

/// Ids of the units directly below on `day`, in official order.
pub fn children_on(read: &Read, parent: i64, relation: Relation, day: Day) -> Result<Vec<i64>> {
    store::children_on(read, parent, relation, day)
}

/// Units above today, the root first, without the unit itself.
pub fn ancestors(read: &Read, id: i64, relation: Relation) -> Result<Vec<Unit>> {
    let Some(unit) = unit::store::get(read, id)? else { return Ok(Vec::new()) };
    let ids = ids_of(unit.path(relation).unwrap_or_default());
    let above: Vec<i64> = ids.into_iter().filter(|other| *other != id).collect();
    let mut units = unit::store::get_all(read, &above)?;
    units.sort_by_key(|unit| above.iter().position(|id| *id == unit.id));
    Ok(units)
}

/// `/1/5/9/` → 1, 5, 9
pub(crate) fn ids_of(path: &str) -> Vec<i64> {
    path.split('/').filter_map(|part| part.parse().ok()).collect()
}

/// The parent by each kind of tie on `day`.
pub fn parents_on(read: &Read, child: i64, day: Day) -> Result<Vec<Tie>> {
    let holds = |tie: &Tie| tie.from_on <= day && tie.to_on.is_none_or(|end| day < end);
    Ok(store::ties(read, child)?.into_iter().filter(holds).collect())
}

/// Every tie upwards, newest first.
pub fn ties(read: &Read, child: i64) -> Result<Vec<Tie>> {
    store::ties(read, child)
}

/// Which administrative units it serves and served, newest first.
pub fn services(read: &Read, party: i64) -> Result<Vec<Service>> {
    store::services(read, party)
}

/// Party and mass units that an administrative unit hosts today, in official order.
pub fn hosted(read: &Read, host: i64) -> Result<Vec<Unit>> {
    let below = unit::store::children(read, host, Relation::Line)?;
    Ok(below.into_iter().filter(|unit| unit.host == Some(host)).collect())
}

/// `/1/5/9/`: where the unit stood on `day`.
pub fn path_on(read: &Read, id: i64, relation: Relation, day: Day) -> Result<Option<String>> {
    store::path_on(read, id, relation, day)
}

/// Where every unit at or below `root` stood between two days (both included), clipped to the days on
/// which it stood below `root`. A unit that moved within them has several spans. One statement.
pub fn below(read: &Read, root: i64, relation: Relation, from: Day, to: Day) -> Result<Vec<Span>> {
    store::below(read, root, relation, from, to)
}

/// Whether `a` guides `b`: its organ stands above b's in line, and b is not under it in lead. Never stored.
pub fn guides(read: &Read, a: &Unit, b: &Unit) -> Result<bool> {
    let (Some(upper), Some(lower)) = (a.organ, b.organ) else { return Ok(false) };
    let led = match (&a.lead_path, &b.lead_path) {
        (Some(upper), Some(lower)) => lower.starts_with(upper.as_str()),
        _ => false,
    };
    if led || upper == lower {
        return Ok(false);
    }
    let lower = unit::store::get(read, lower)?.and_then(|organ| organ.line_path);
    Ok(lower.is_some_and(|path| ids_of(&path).contains(&upper)))
}
