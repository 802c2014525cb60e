//! How people stand: one's own page, and the people of a branch for those who lead it.

pub(crate) mod members;
pub(crate) mod own;
pub(crate) mod store;

use calendar::Day;
use db::{Answer, Asker};
use rules::Counts;

use crate::{
    Law, Persons, Served, Standing,
    bearer::{first_day, last_day},
    judge::{State, Verdict},
    list::AskedUnit,
};

/// Where somebody was on a roll in a year.
pub(crate) fn ask_units(ask: &Asker, person: i64, year: i16) -> Answer<i64> {
    ask.all(store::UNIT, store::units_of(person, (first_day(year), last_day(year))))
}

/// One person in each unit on whose roll he was in the year.
pub(crate) async fn of<'l>(
    ask: &Asker,
    law: &'l Law<'_>,
    units: Vec<i64>,
    (person, year): (i64, i16),
    on: Day,
) -> Vec<(Standing<'l>, Served)> {
    let asked = units.into_iter().map(|unit| AskedUnit::new(ask, unit, year, Persons::With));
    let mut found = Vec::new();
    // All of them are asked before the first is waited for.
    for unit in asked.collect::<Vec<_>>() {
        let (standings, served) = unit.standings(law, on).await;
        let his = standings.into_iter().find(|it| it.bearer.person == Some(person));
        found.extend(his.map(|it| (it, served)));
    }
    found
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
