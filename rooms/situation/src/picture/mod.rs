//! A picture: how the duties below a node stand, its children side by side in official order.

mod draw;
mod json;
pub(crate) mod pages;
mod side;
mod verify;

use std::ops::AddAssign;

use act::Relation;
use calendar::Day;
use duty::judge::State;
use systems::Level;

pub(crate) use self::side::Sides;
pub use self::{
    draw::draw,
    json::json,
    verify::{Difference, verify},
};
use crate::trend::Trend;
use crate::view::{Named, Row, Scope};

/// How many slots stand how. What does not bind, or was before the start of use, is in none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: i64,
    pub due: i64,
    pub overdue: i64,
    pub missed: i64,
    pub explained: i64,
    pub exempt: i64,
}

impl Tally {
    /// 应办: everything but what was exempted.
    pub fn owed(&self) -> i64 {
        self.done + self.due + self.overdue + self.missed + self.explained
    }

    pub fn of(&self, state: State) -> i64 {
        match state {
            State::Done => self.done,
            State::Due => self.due,
            State::Overdue => self.overdue,
            State::Missed => self.missed,
            State::Explained => self.explained,
            State::Exempt => self.exempt,
            State::NotKept | State::NotApplicable => 0,
        }
    }

    pub fn add(&mut self, state: State) {
        self.add_many(state, 1);
    }

    pub fn add_many(&mut self, state: State, many: i64) {
        match state {
            State::Done => self.done += many,
            State::Due => self.due += many,
            State::Overdue => self.overdue += many,
            State::Missed => self.missed += many,
            State::Explained => self.explained += many,
            State::Exempt => self.exempt += many,
            State::NotKept | State::NotApplicable => {}
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.due += other.due;
        self.overdue += other.overdue;
        self.missed += other.missed;
        self.explained += other.explained;
        self.exempt += other.exempt;
    }
}

/// One duty of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfDuty {
    pub duty: Named,
    pub tally: Tally,
}

/// One duty of posts or persons: of so many who owe it, so many have met it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfPersons {
    pub duty: Named,
    pub owed: i64,
    pub met: i64,
    pub late: i64,
}

/// What stands side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SideKind {
    /// What the node itself owes.
    Own,
    /// 机关: everything below that is no organ of its own.
    House,
    Child,
}

/// One row of the children's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub kind: SideKind,
    /// The child, or the node.
    pub unit: i64,
    pub code: String,
    pub name: String,
    /// A unit with members: its row leads to its own duties.
    pub is_branch: bool,
    pub branches: i64,
    pub tally: Tally,
}

/// Overdue by the level of whoever owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfLevel {
    pub level: Rank,
    pub units: i64,
    pub overdue: i64,
}

/// The levels of the card: organs by rank, then the branches.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Rank {
    Ministry,
    Province,
    City,
    County,
    Branch,
}

impl Rank {
    pub const ALL: [Self; 5] =
        [Self::Ministry, Self::Province, Self::City, Self::County, Self::Branch];

    pub fn key(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Branch => "branch",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Ministry => "部",
            Self::Province => "省厅",
            Self::City => "市局",
            Self::County => "县局",
            Self::Branch => "支部",
        }
    }

    /// The level at which a unit's own duties stand.
    pub(crate) fn of(row: &Row) -> Option<Self> {
        if row.is_branch || row.kind() == "subgroup" {
            return Some(Self::Branch);
        }
        Some(match row.level? {
            Level::Ministry => Self::Ministry,
            Level::Province => Self::Province,
            Level::City => Self::City,
            Level::County | Level::Station => Self::County,
        })
    }
}

/// Which node of which tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub unit: i64,
    pub code: String,
    pub name: String,
    pub relation: Relation,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub node: Node,
    /// The level of the node itself.
    pub rank: Option<Rank>,
    pub scope: Scope,
    pub tally: Tally,
    /// First and last of the days that are still ahead.
    pub due_days: Option<(Day, Day)>,
    pub duties: Vec<OfDuty>,
    pub persons: Vec<OfPersons>,
    /// In official order, what the node itself owes first.
    pub sides: Vec<Side>,
    pub levels: Vec<OfLevel>,
    pub branches: i64,
    pub trend: Trend,
}

/// What part of the node a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// One duty only.
    pub duty: Option<String>,
    /// Only what belongs to the organ itself.
    pub house: bool,
}
