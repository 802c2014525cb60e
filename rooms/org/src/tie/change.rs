//! Changing where a unit stands. The days before keep their tree.

use act::{Acting, Error, Relation, Result};
use calendar::Day;
use db::bind;
use systems::{Family, Systems};

use super::{TieKind, check_kinds, ids_of, store};
use crate::unit::{self, Unit};

/// A tie to be made.
#[derive(Debug, Clone)]
pub struct NewTie {
    pub child: i64,
    pub parent: i64,
    pub kind: TieKind,
    pub from: Day,
    /// Document that says so.
    pub basis: String,
}

/// Puts the child under the parent from the day on; an earlier tie of the kind ends that day.
pub fn tie(w: &Acting, systems: &Systems, new: &NewTie) -> Result<()> {
    let (kind, from) = (new.kind, new.from);
    let (child, parent) = (known(w, new.child)?, known(w, new.parent)?);
    check_kinds(systems, &child.kind, &parent, kind)?;
    refuse_cycle(w, &child, &parent, kind)?;
    check_day(w, &child, kind, from)?;
    end_open(w, child.id, kind, from)?;
    let row = bind![w.id(), child.id, parent.id, kind.key(), new.basis, from];
    store::insert_ties(w, row)?;
    match kind.relation() {
        Some(relation) => stand_under(w, systems, &child, Some(&parent), relation, from),
        None => Ok(()),
    }
}

/// Ends the tie: the unit stands alone in this relation from `from` on.
pub fn untie(w: &Acting, systems: &Systems, child: i64, kind: TieKind, from: Day) -> Result<()> {
    let child = known(w, child)?;
    check_day(w, &child, kind, from)?;
    end_open(w, child.id, kind, from)?;
    match kind.relation() {
        Some(relation) => stand_under(w, systems, &child, None, relation, from),
        None => Ok(()),
    }
}

/// Moves a Party or mass unit to another host, where its line runs from then on.
pub fn rehost(w: &Acting, systems: &Systems, party: i64, host: i64, from: Day) -> Result<()> {
    let (party, host) = (known(w, party)?, known(w, host)?);
    if !party.family.needs_host() || host.family != Family::Administrative {
        return Err(Error::invalid("host", "只有党组织和群团组织设在行政机构里"));
    }
    if host.dissolved_on.is_some() {
        return Err(Error::invalid("host", format!("“{}”已经撤销", host.name)));
    }
    check_start(w, &party, from)?;
    if let Some((row, _, since)) = store::open_host(w, party.id)? {
        if from < since {
            return Err(too_early(since));
        }
        store::end_service(w, row, from)?;
    }
    if let Some(row) = store::open_service(w, party.id, host.id)? {
        store::end_service(w, row, from)?;
    }
    store::insert_serves(w, bind![w.id(), party.id, host.id, true, from])?;
    stand_under(w, systems, &party, Some(&host), Relation::Line, from)?;
    store::set_host(w, party.id, host.id)
}

fn known(w: &Acting, id: i64) -> Result<Unit> {
    unit::store::get(w, id)?.ok_or(Error::NotFound)
}

fn refuse_cycle(w: &Acting, child: &Unit, parent: &Unit, kind: TieKind) -> Result<()> {
    let is_above = match kind.relation() {
        Some(relation) => ids_of(parent.path(relation).unwrap_or_default()).contains(&child.id),
        None => parent.id == child.id || store::approves(w, child.id, parent.id)?,
    };
    if is_above {
        let words = format!("“{}”在“{}”之下，不能反过来当它的上级", parent.name, child.name);
        return Err(Error::invalid(kind.key(), words));
    }
    Ok(())
}

fn check_day(w: &Acting, child: &Unit, kind: TieKind, from: Day) -> Result<()> {
    check_start(w, child, from)?;
    let since = store::open_tie(w, child.id, kind)?.map(|(_, _, since)| since);
    let ended = store::last_end(w, child.id, kind)?;
    match since.max(ended).filter(|since| from < *since) {
        Some(since) => Err(too_early(since)),
        None => Ok(()),
    }
}

fn check_start(w: &Acting, unit: &Unit, from: Day) -> Result<()> {
    if unit.dissolved_on.is_some() {
        return Err(Error::invalid("", format!("“{}”已经撤销", unit.name)));
    }
    if from < unit.founded_on {
        return Err(Error::invalid("on", "日期不能早于成立日期"));
    }
    unit::refuse_future(w, "on", from)
}

fn too_early(since: Day) -> Error {
    let words = format!("现在的关系从{}开始，新的日期不能早于这一天", since.zh());
    Error::invalid("on", words)
}

fn end_open(w: &Acting, child: i64, kind: TieKind, on: Day) -> Result<()> {
    match store::open_tie(w, child, kind)? {
        Some((id, _, _)) => store::end_tie(w, id, on),
        None => Ok(()),
    }
}

/// Paths, parent and organ of the unit and of all below it, from `from` on.
fn stand_under(
    w: &Acting,
    systems: &Systems,
    unit: &Unit,
    parent: Option<&Unit>,
    relation: Relation,
    from: Day,
) -> Result<()> {
    let now = store::path_now(w, unit.id, relation)?;
    let (old, since) = now.ok_or_else(|| Error::broken("a unit without a path"))?;
    let above = match parent {
        Some(parent) => store::path_now(w, parent.id, relation)?,
        None => None,
    };
    let latest = above.as_ref().map_or(since, |(_, above_since)| since.max(*above_since));
    if from < latest {
        let words = format!("上级在{}有过变动，日期不能早于这一天", latest.zh());
        return Err(Error::invalid("on", words));
    }
    let new = format!("{}{}/", above.map_or_else(|| "/".into(), |(path, _)| path), unit.id);
    if new != old {
        store::rewrite_paths(w, relation, &old, &new, from)?;
    }
    store::move_now(w, unit.id, parent.map(|it| it.id), relation, &old, &new)?;
    let is_border = systems.unit_kind(&unit.kind).is_some_and(|kind| kind.border);
    if relation == Relation::Line && !is_border {
        let organ = parent.and_then(|it| it.organ).unwrap_or(unit.id);
        store::move_organ(w, &new, unit.organ, organ)?;
    }
    Ok(())
}
