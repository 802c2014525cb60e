//! Several units become one; one becomes several.

use act::{Acting, Ctx, Error, Result};
use calendar::Day;
use db::bind;
use systems::Systems;

use super::{Change, ChangeKind, close, follow, note};
use crate::{
    tie::{self, NewTie, TieKind},
    unit::{self, NewUnit, Unit},
};

/// Units that go into another, which stays (or was just founded).
#[derive(Debug, Clone)]
pub struct Merge {
    pub units: Vec<i64>,
    pub into: i64,
    pub on: Day,
    pub basis: String,
}

/// What stood under the merged units stands under the other from that day on; they end, and keep
/// their own past.
pub fn merge(ctx: &Ctx, w: &Acting, it: &Merge) -> Result<()> {
    let into = unit::get(w, it.into)?.ok_or(Error::NotFound)?;
    if !into.exists_on(it.on) {
        let words = format!("“{}”在{}不存在", into.name, it.on.zh());
        return Err(Error::invalid("into", words));
    }
    for id in &it.units {
        let from = unit::get(w, *id)?.ok_or(Error::NotFound)?;
        if from.id == into.id || from.family != into.family {
            let words = format!("“{}”不能并入“{}”", from.name, into.name);
            return Err(Error::invalid("into", words));
        }
        hand_over(ctx, w, &from, &into, it)?;
        note(w, ChangeKind::Merge, from.id, Some(into.id), it.on, &it.basis)?;
        let change = Change {
            kind: ChangeKind::Merge,
            unit: from.id,
            successor: Some(into.id),
            on: it.on,
            basis: it.basis.clone(),
        };
        follow(ctx, w, &change)?;
        close(w, from.id, it.on)?;
    }
    w.about("unit", into.id).changed(&["merged"]).rows(it.units.len());
    Ok(())
}

fn hand_over(ctx: &Ctx, w: &Acting, from: &Unit, into: &Unit, it: &Merge) -> Result<()> {
    for (child, name, relation) in tie::store::dependants(w, from.id)? {
        if child == into.id {
            let words = format!("“{name}”在“{}”之下，先调整它的上级再合并", from.name);
            return Err(Error::invalid("into", words));
        }
        let heir = Heir { child, relation: &relation, parent: into.id };
        heir.move_over(ctx, w, it.on, &it.basis)?;
    }
    for (row, party) in tie::store::serving(w, from.id)? {
        tie::store::end_service(w, row, it.on)?;
        if tie::store::open_service(w, party, into.id)?.is_none() {
            tie::store::insert_serves(w, bind![w.id(), party, into.id, false, it.on])?;
        }
    }
    Ok(())
}

/// A unit below the old one goes under another; `relation` as [`tie::store::dependants`] names it.
struct Heir<'r> {
    child: i64,
    relation: &'r str,
    parent: i64,
}

impl Heir<'_> {
    fn move_over(&self, ctx: &Ctx, w: &Acting, on: Day, basis: &str) -> Result<()> {
        let systems = ctx.part::<Systems>();
        let (child, parent) = (self.child, self.parent);
        match TieKind::parse(self.relation) {
            Some(kind) => {
                let basis = basis.to_owned();
                tie::tie(w, systems, &NewTie { child, parent, kind, from: on, basis })
            }
            None => tie::rehost(w, systems, child, parent, on),
        }
    }
}

/// New units out of an old one, which stays.
#[derive(Debug, Clone)]
pub struct Split {
    pub unit: i64,
    /// Founded on `on`, under the same superiors unless they name others.
    pub new: Vec<NewUnit>,
    /// Which of the units below goes to which of the new ones (by place in `new`).
    pub moves: Vec<(i64, usize)>,
    pub on: Day,
    pub basis: String,
}

/// Founds the new units beside the old one and hands over what goes with them; their ids.
pub fn split(ctx: &Ctx, w: &Acting, it: &Split) -> Result<Vec<i64>> {
    let old = unit::get(w, it.unit)?.ok_or(Error::NotFound)?;
    if !old.exists_on(it.on) || it.new.is_empty() {
        return Err(Error::invalid("on", "请核对日期，并写明分设出的组织"));
    }
    let approve = tie::parents_on(w, old.id, it.on)?;
    let approve = approve.iter().find(|tie| tie.relation == TieKind::Approve).map(|tie| tie.parent);
    let line = if old.host.is_some() { None } else { old.line_parent };
    let beside = |new: &NewUnit| NewUnit {
        lead: new.lead.or(old.lead_parent),
        line: new.line.or(line),
        approve: new.approve.or(approve),
        host: new.host.or(old.host),
        founded_on: it.on,
        basis: it.basis.clone(),
        ..new.clone()
    };
    let new: Vec<NewUnit> = it.new.iter().map(beside).collect();
    let made = unit::found_units(w, ctx.part::<Systems>(), &new)?;
    for id in &made {
        note(w, ChangeKind::Split, *id, Some(old.id), it.on, &it.basis)?;
    }
    let below = tie::store::dependants(w, old.id)?;
    for (child, place) in &it.moves {
        let target = made.get(*place).ok_or_else(|| Error::invalid("moves", "没有这个新组织"))?;
        for (_, _, relation) in below.iter().filter(|(id, _, _)| id == child) {
            let heir = Heir { child: *child, relation, parent: *target };
            heir.move_over(ctx, w, it.on, &it.basis)?;
        }
    }
    for id in &made {
        let change = Change {
            kind: ChangeKind::Split,
            unit: *id,
            successor: Some(old.id),
            on: it.on,
            basis: it.basis.clone(),
        };
        follow(ctx, w, &change)?;
    }
    w.about("unit", old.id).changed(&["split"]).rows(made.len());
    Ok(made)
}
