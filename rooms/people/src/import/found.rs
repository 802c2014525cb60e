//! Branches that a roster names and the tree lacks are founded within the import.

use act::{Acting, Error, Place, Result};
use calendar::Day;
use db::Read;
use org::NewUnit;
use systems::Systems;

use super::{Choice, Choices, store};
use crate::roster::Rehearsal;

/// Choices with no branch left to found.
pub(super) struct Settled {
    pub(super) settled: Choices,
    pub(super) founded: usize,
}

pub(super) fn found_branches(
    w: &Acting,
    unit: i64,
    rehearsal: &Rehearsal,
    choices: &Choices,
    today: Day,
) -> Result<Settled> {
    let mut settled = choices.clone();
    let wanted: Vec<String> = choices
        .branches
        .iter()
        .filter(|(_, choice)| **choice == Choice::Found)
        .map(|(name, _)| name.clone())
        .filter(|name| names(rehearsal).any(|it| it == name))
        .collect();
    if wanted.is_empty() {
        return Ok(Settled { settled, founded: 0 });
    }
    let since = choices.since.unwrap_or(today);
    let lead = leading(w, unit)?;
    let new: Vec<NewUnit> = wanted
        .iter()
        .map(|name| {
            let own = name.rsplit('/').next().unwrap_or(name);
            let mut new = NewUnit::new("branch", &text::half_width(own), since);
            new.use_from = Some(since);
            new.lead = Some(lead);
            new.basis = "随花名册导入建立".into();
            new
        })
        .collect();
    let ids = org::found_units(w, Systems::built_in(), &new)?;
    let founded = ids.len();
    settled.branches.extend(wanted.into_iter().zip(ids).map(|(name, id)| (name, Choice::Unit(id))));
    Ok(Settled { settled, founded })
}

fn names(rehearsal: &Rehearsal) -> impl Iterator<Item = &String> {
    rehearsal.sheets.iter().flat_map(|sheet| &sheet.imported).filter_map(|it| it.org.as_ref())
}

/// Whether there is a committee under which branches of this unit can be founded.
pub fn may_found_branches(read: &Read, unit: i64) -> Result<bool> {
    Ok(leading_of(read, unit)?.is_some())
}

fn leading(read: &Read, unit: i64) -> Result<i64> {
    let none = || {
        let words = "这个机关还没有能领导党支部的党委或者党总支，新支部没有地方挂。先在【组织】里建党委\
                     （点【成立下级组织】，或者从表格导入），或者把这些人放到“尚未编入支部”";
        Error::invalid("branches", words)
    };
    leading_of(read, unit)?.ok_or_else(none)
}

/// Under which committee branches of this unit are founded.
fn leading_of(read: &Read, unit: i64) -> Result<Option<i64>> {
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    let systems = Systems::built_in();
    let leads = |kind: &str| systems.may_stand("branch", kind, act::Relation::Lead);
    if leads(&place.kind) {
        return Ok(Some(unit));
    }
    let committees = store::committees_of(read, unit)?;
    // An elected committee before the bureau's own: it is there to lead branches.
    let order = ["organ_committee", "primary_committee", "general_branch", "leading_committee"];
    let place_of = |kind: &str| order.iter().position(|it| *it == kind).unwrap_or(order.len());
    let able = committees.into_iter().filter(|(_, kind)| leads(kind));
    Ok(able.min_by_key(|(_, kind)| place_of(kind)).map(|(id, _)| id))
}
