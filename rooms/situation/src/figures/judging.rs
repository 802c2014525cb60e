//! Rows become marks: duty's judges over a few hundred units at a time.

use std::collections::BTreeMap;

use act::Result;
use calendar::Day;
use db::Read;
use duty::judge::owed;
use duty::{Bearer, Law, OfBearer, Served, bearers_of, served_of};

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
