//! How people stand: one's own page, and the people of a branch for those who lead it.

pub(crate) mod members;
pub(crate) mod own;
pub(crate) mod store;

use act::Result;
use calendar::Day;
use db::Read;
use rules::Counts;

use crate::{
    Law, Served, Standing,
    bearer::{first_day, last_day},
    judge::{State, Verdict},
    list,
};

/// One person in each unit on whose roll he was in the year.
pub(crate) fn of<'l>(
    read: &Read,
    law: &'l Law,
    person: i64,
    year: i16,
    on: Day,
) -> Result<Vec<(Standing<'l>, Served)>> {
    let mut found = Vec::new();
    for unit in store::units_of(read, person, (first_day(year), last_day(year)))? {
        let (standings, served) = list(read, law, unit, year, on)?;
        let his = standings.into_iter().find(|it| it.bearer.person == Some(person));
        found.extend(his.map(|it| (it, served)));
    }
    Ok(found)
}

/// What the year has asked of him until that day, hours first.
pub(crate) fn asked<'s>(
    standing: &'s Standing<'_>,
    on: Day,
) -> impl Iterator<Item = &'s Verdict<'s>> {
    let hidden = [State::NotApplicable, State::NotKept];
    let shown = move |it: &&Verdict| it.slot.opens_on <= on && !hidden.contains(&it.state);
    let mut all: Vec<&Verdict> = standing.verdicts.iter().filter(shown).collect();
    all.sort_by_key(|it| it.slot.duty.counts != Counts::Hours);
    all.into_iter()
}
