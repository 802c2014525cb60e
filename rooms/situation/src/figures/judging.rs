//! Rows become marks: duty's judges over a few hundred units at a time.

use std::collections::{BTreeMap, BTreeSet};

use act::Result;
use calendar::Day;
use db::Read;
use duty::judge::{governing, owed};
use duty::{Bearer, Law, OfBearer, Served, bearers_of, served_of, served_under};
use rules::{Duty, Rules, Who};

use super::{
    forest::At,
    mark::{self, Mark},
    state::State,
    store::padded,
};
use crate::picture::Rank;

/// Units in one statement.
pub(super) const AT_ONCE: usize = 500;

/// The marks of one unit, not yet numbered.
pub(super) type Judged = (At, Vec<Mark>);

/// The marks of some Party units (at most [`AT_ONCE`]) as the rows have them now; those that are no
/// more have none.
pub(super) fn judge(
    read: &Read,
    law: &Law<'_>,
    state: &State,
    units: &[At],
    today: Day,
) -> Result<Vec<Judged>> {
    let (before, year) = (today.year() - 1, today.year());
    let ids: Vec<i64> = units.iter().map(|at| state.forest.unit(*at).row.id).collect();
    let ids = padded(&ids);
    let bearers = bearers_of(read, law, &ids, (before, year))?;
    let served = served_of(read, &ids, (before, year + 1))?;
    let mut found: BTreeMap<At, Vec<Mark>> = units.iter().map(|at| (*at, Vec::new())).collect();
    for bearer in &bearers {
        let at = state.forest.at(bearer.unit);
        if let Some((at, marks)) = at.and_then(|at| Some((at, found.get_mut(&at)?))) {
            of_bearer(law, state, (bearer, at), &served, today, marks);
        }
    }
    Ok(found.into_iter().collect())
}

/// The marks of some Party units (at most [`AT_ONCE`]) of which only these duties were touched: what
/// they owe is in their marks, so only what was held and excused is asked for. `None` for a unit of
/// which that is not enough ([`is_enough`]).
pub(super) fn judge_again(
    read: &Read,
    law: &Law<'_>,
    state: &State,
    units: &[(At, &BTreeSet<String>)],
    today: Day,
) -> Result<Vec<(At, Option<Vec<Mark>>)>> {
    let mut pairs: Vec<(i64, &str)> = Vec::new();
    for (at, duties) in units {
        let unit = state.forest.unit(*at).row.id;
        pairs.extend(duties.iter().map(|duty| (unit, duty.as_str())));
    }
    let served = served_under(read, &pairs, (today.year() - 1, today.year() + 1))?;
    let again = |(at, duties): &(At, &BTreeSet<String>)| {
        (*at, of_duties(law, state, (*at, duties), &served, today))
    };
    Ok(units.iter().map(again).collect())
}

/// Whether marks say all about the slots of a duty: those by periods do. Events have names that a mark
/// leaves out, and how a state of things stood follows no facts. What persons owe has no marks.
pub(super) fn is_enough(rules: &Rules, duty: &str) -> bool {
    let versions = rules.duty(duty);
    let is_said = |it: &Duty| it.who == Who::Person || it.period.period().is_some();
    !versions.is_empty() && versions.iter().all(is_said)
}

fn of_duties(
    law: &Law<'_>,
    state: &State,
    (at, duties): (At, &BTreeSet<String>),
    served: &Served,
    today: Day,
) -> Option<Vec<Mark>> {
    let unit = state.forest.unit(at);
    let touched: BTreeSet<u16> = duties.iter().filter_map(|duty| state.duty(duty)).collect();
    let none = OfBearer::default();
    let mut marks = Vec::new();
    for mark in unit.marks.iter().map(|number| state.marks.get(number)) {
        if !touched.contains(&mark.duty) {
            marks.push(*mark);
            continue;
        }
        let key = &state.duties[usize::from(mark.duty)].key;
        let duty = governing(law.rules(), key, mark.period)?;
        let of = served.lent_to(duty.who, unit.row.id).unwrap_or(&none);
        marks.extend(mark::marks(&mark.slot(duty), of, (mark.duty, mark.rank), today));
    }
    Some(marks)
}

/// This year's slots and those of the year before.
fn of_bearer(
    law: &Law<'_>,
    state: &State,
    (bearer, at): (&Bearer, At),
    served: &Served,
    today: Day,
    marks: &mut Vec<Mark>,
) {
    let rank = Rank::of(&state.forest.unit(at).row);
    let none = OfBearer::default();
    let of = served.lent(bearer).unwrap_or(&none);
    let year = today.year();
    let first = bearer.history.use_from.max(bearer.history.first_day).year();
    for year in (year - 1..=year).filter(|it| *it >= first || *it == year) {
        let slots = owed(law.rules(), &bearer.history, year);
        for slot in slots.iter().filter(|slot| bearer.owes(law, slot)) {
            if let Some(duty) = state.duty(&slot.duty.key) {
                marks.extend(mark::marks(slot, of, (duty, rank), today));
            }
        }
    }
}
