//! What becomes of units: moved, merged, split, dissolved. The past keeps its own tree.

mod actions;
mod merge;
pub(crate) mod pages;
pub(crate) mod store;

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use db::{Read, bind};
use serde::Deserialize;
use systems::Systems;

pub use self::merge::{Merge, Split, merge, split};
use crate::{
    tie::{self, NewTie, TieKind},
    unit,
};

pub const MOVE: Act = Act::new("unit.move", "调整组织关系");
pub const MERGE: Act = Act::new("unit.merge", "合并组织");
pub const SPLIT: Act = Act::new("unit.split", "分设组织");
pub const DISSOLVE: Act = Act::new("unit.dissolve", "撤销组织");

/// How a unit changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Found,
    Rename,
    Move,
    Merge,
    Split,
    Dissolve,
}

impl ChangeKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Rename => "rename",
            Self::Move => "move",
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Dissolve => "dissolve",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Found => "成立",
            Self::Rename => "改名",
            Self::Move => "调整关系",
            Self::Merge => "并入",
            Self::Split => "分设",
            Self::Dissolve => "撤销",
        }
    }
}

/// A change that other rooms follow in the same act: members go along with their branch.
#[derive(Debug, Clone)]
pub struct Change {
    pub kind: ChangeKind,
    pub unit: i64,
    /// Merge: into which. Split: out of which.
    pub successor: Option<i64>,
    pub on: Day,
    pub basis: String,
}

/// A room's answer to a change; an error undoes the whole act.
pub type Follower = fn(&Ctx, &Acting, &Change) -> Result<()>;

/// Who follows changes; added to the core by `app`.
#[derive(Default)]
pub struct Followers(pub Vec<Follower>);

/// One line of a unit's history.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Past {
    pub kind: ChangeKind,
    pub unit: i64,
    pub unit_name: String,
    pub successor: Option<i64>,
    pub successor_name: Option<String>,
    pub on_day: Day,
    pub basis: String,
}

/// What happened to the unit, and what became part of it or came out of it; newest first.
pub fn history(read: &Read, unit: i64) -> Result<Vec<Past>> {
    store::history(read, unit)
}

/// Which relation of a unit moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveKind {
    Tie(TieKind),
    /// A Party or mass unit goes to another administrative unit.
    Host,
}

impl MoveKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Tie(kind) => kind.key(),
            Self::Host => "host",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text == "host" { Some(Self::Host) } else { TieKind::parse(text).map(Self::Tie) }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Tie(TieKind::Lead) => "隶属上级",
            Self::Tie(TieKind::Line) => "条线上级",
            Self::Tie(TieKind::Approve) => "审批机关",
            Self::Host => "所在单位",
        }
    }
}

/// A unit gets another superior.
#[derive(Debug, Clone)]
pub struct Move {
    pub unit: i64,
    pub kind: MoveKind,
    /// `None`: it has no superior by this relation any more.
    pub to: Option<i64>,
    pub on: Day,
    pub basis: String,
}

/// Moves a unit with all that stands below it.
pub fn relocate(ctx: &Ctx, w: &Acting, it: &Move) -> Result<()> {
    let systems = ctx.part::<Systems>();
    match (it.kind, it.to) {
        (MoveKind::Tie(kind), Some(parent)) => {
            let basis = it.basis.clone();
            tie::tie(w, systems, &NewTie { child: it.unit, parent, kind, from: it.on, basis })?;
        }
        (MoveKind::Tie(kind), None) => tie::untie(w, systems, it.unit, kind, it.on)?,
        (MoveKind::Host, Some(host)) => tie::rehost(w, systems, it.unit, host, it.on)?,
        (MoveKind::Host, None) => {
            return Err(Error::invalid("to", "请写明设在哪个单位"));
        }
    }
    note(w, ChangeKind::Move, it.unit, it.to, it.on, &it.basis)?;
    w.about("unit", it.unit).changed(&[it.kind.key()]);
    Ok(())
}

/// Ends a unit that nothing stands under any more.
pub fn dissolve(ctx: &Ctx, w: &Acting, unit: i64, on: Day, basis: &str) -> Result<()> {
    close(w, unit, on)?;
    note(w, ChangeKind::Dissolve, unit, None, on, basis)?;
    let kind = ChangeKind::Dissolve;
    follow(ctx, w, &Change { kind, unit, successor: None, on, basis: basis.into() })?;
    w.about("unit", unit).changed(&["dissolved_on"]);
    Ok(())
}

fn close(w: &Acting, unit: i64, on: Day) -> Result<()> {
    let known = unit::get(w, unit)?.ok_or(Error::NotFound)?;
    if known.dissolved_on.is_some() {
        return Err(Error::Conflict(format!("“{}”已经撤销", known.name)));
    }
    if on <= known.founded_on {
        return Err(Error::invalid("on", "撤销日期要晚于成立日期"));
    }
    unit::refuse_future(w, "on", on)?;
    let below = tie::store::dependants(w, unit)?;
    if let Some((_, name, _)) = below.first() {
        let words = format!("下面还有{}个组织（{name}等），先把它们调整出去", below.len());
        return Err(Error::invalid("", words));
    }
    unit::store::close(w, unit, on)?;
    tie::store::end_all(w, unit, on)
}

/// Lets the other rooms follow.
fn follow(ctx: &Ctx, w: &Acting, change: &Change) -> Result<()> {
    let followers = ctx.core.maybe_part::<Followers>();
    followers.map_or(Ok(()), |it| it.0.iter().try_for_each(|follower| follower(ctx, w, change)))
}

/// Writes the line of history.
pub(crate) fn note(
    w: &Acting,
    kind: ChangeKind,
    unit: i64,
    successor: Option<i64>,
    on: Day,
    basis: &str,
) -> Result<()> {
    store::insert(w, bind![w.id(), kind.key(), unit, successor, on, basis, w.event()])
}
