//! Rows become marks: duty's judges over a few hundred units at a time.

use std::collections::{BTreeMap, BTreeSet};

use act::Result;
use calendar::Day;
use db::Read;
use duty::judge::{governing, owed};
use duty::{Bearer, Law, Served, bearers_of, served_of, served_under};
use rules::{Duty, Rules, Who};

use super::{
    forest::At,
    mark::{self, Mark},
    state::State,
};
use crate::picture::Rank;

/// Units in one statement.
pub(super) const AT_ONCE: usize = 500;

/// Units of which some duties are asked for in one statement: 300 duties each would still fit.
pub(super) const AGAIN_AT_ONCE: usize = 50;

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

/// The marks of some Party units (at most [`AGAIN_AT_ONCE`]) of which only these duties were touched:
/// what they owe is in their marks, so only what was held and excused is asked for. `None` for a unit of
/// which that is not enough ([`is_enough`]); nothing where no mark can have changed.
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
        let here = duties.iter().filter(|duty| has_marks(law.rules(), duty));
        pairs.extend(here.map(|duty| (unit, duty.as_str())));
    }
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let served = served_under(read, &pairs, (today.year() - 1, today.year() + 1))?;
    let again = |(at, duties): &(At, &BTreeSet<String>)| {
        (*at, of_duties(law, state, (*at, duties), &served, today))
    };
    Ok(units.iter().map(again).collect())
}

/// Whether marks say all about the slots of a duty: those by periods do. Events have names that a mark
/// leaves out, and how a state of things stood follows no facts. What persons owe has no marks at all.
pub(super) fn is_enough(rules: &Rules, duty: &str) -> bool {
    let versions = rules.duty(duty);
    let is_said = |it: &Duty| it.who == Who::Person || it.period.period().is_some();
    !versions.is_empty() && versions.iter().all(is_said)
}

fn has_marks(rules: &Rules, duty: &str) -> bool {
    rules.duty(duty).iter().any(|it| it.who != Who::Person)
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
    let mut marks = Vec::new();
    for mark in unit.marks.iter().map(|number| state.marks.get(number)) {
        if !touched.contains(&mark.duty) {
            marks.push(*mark);
            continue;
        }
        let key = &state.duties[usize::from(mark.duty)].key;
        let duty = governing(law.rules(), key, mark.period)?;
        let of = served.of_unit(duty.who, unit.row.id);
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
    let of = served.of(bearer);
    let year = today.year();
    let first = bearer.history.use_from.max(bearer.history.first_day).year();
    for year in (year - 1..=year).filter(|it| *it >= first || *it == year) {
        let slots = owed(law.rules(), &bearer.history, year);
        for slot in slots.iter().filter(|slot| bearer.owes(law, slot)) {
            if let Some(duty) = state.duty(&slot.duty.key) {
                marks.extend(mark::marks(slot, &of, (duty, rank), today));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use calendar::Period;
    use duty::judge::{Exemption, Explanation, History, Service, Slot};
    use fastrand::Rng;

    use duty::OfBearer;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Bearers of every kind that a duty binds: old, founded this year, in use since this year; with
    /// two subgroups and somebody abroad.
    fn bearers(rules: &Rules) -> Vec<History> {
        let mut kinds: Vec<(Who, &String)> = rules
            .duties()
            .iter()
            .flat_map(|it| it.binds.iter().map(|kind| (it.who, kind)))
            .collect();
        kinds.sort_by_key(|(who, kind)| (format!("{who:?}"), (*kind).clone()));
        kinds.dedup();
        let mut bearers = Vec::new();
        for (who, kind) in kinds.into_iter().filter(|(who, _)| *who != Who::Person) {
            for (first, use_from) in [
                ("2015-01-01", "2015-01-01"),
                ("2026-04-20", "2026-04-20"),
                ("2015-01-01", "2026-05-10"),
            ] {
                let mut history = History::new(who, kind, day(first));
                history.use_from = day(use_from);
                for figure in
                    ["groups", "abroad-members", "members", "holders", "committee-members"]
                {
                    history.set(figure, day(first), 2);
                }
                bearers.push(history);
            }
        }
        bearers
    }

    /// What may have happened about a slot: held in time or not, entered late, made up for, excused.
    fn happened(rng: &mut Rng, slot: &Slot<'_>) -> OfBearer {
        let duty = &slot.duty.key;
        let near = |rng: &mut Rng| slot.period.first().plus_days(rng.i32(-20..200));
        let service = |rng: &mut Rng| Service {
            room: "record".into(),
            fact: rng.i64(1..9),
            title: String::new(),
            duty: duty.clone(),
            held_on: near(rng),
            entered_on: near(rng),
            quantity: rng.i64(1..3),
            counts: rng.u8(..) > 50,
            reason: String::new(),
            makes_up: rng.bool().then_some(slot.period),
            about: String::new(),
        };
        let period = |rng: &mut Rng| if rng.bool() { slot.period } else { slot.period.next() };
        let services = (0..rng.usize(..4)).map(|_| service(rng)).collect();
        let mut of = OfBearer { services, ..OfBearer::default() };
        if rng.u8(..) < 40 {
            let (duty, about, reason) = (duty.clone(), String::new(), String::new());
            let (period, on, by) = (period(rng), near(rng), String::new());
            of.exemptions.push(Exemption { duty, period, about, on, by, reason });
        }
        if rng.u8(..) < 40 {
            let (duty, about, reason) = (duty.clone(), String::new(), String::new());
            of.explanations.push(Explanation {
                duty,
                period: period(rng),
                about,
                on: near(rng),
                reason,
            });
        }
        of
    }

    /// Whatever was known when a mark was made, it gives the marks of what is known now.
    #[test]
    fn a_mark_holds_what_its_slot_needs_for_new_facts() {
        let (rules, mut rng) = (Rules::built_in(), Rng::with_seed(7));
        let mut several = 0;
        for bearer in bearers(rules) {
            let slots = [2025, 2026].map(|year| owed(rules, &bearer, year));
            for slot in slots.iter().flatten().filter(|it| is_enough(rules, &it.duty.key)) {
                for _ in 0..4 {
                    let today = day("2026-01-15").plus_days(rng.i32(0..340));
                    let (before, now) = (happened(&mut rng, slot), happened(&mut rng, slot));
                    let old = mark::marks(slot, &before, (3, None), today);
                    let [mark] = old[..] else { panic!("{} marks of {slot:?}", old.len()) };
                    let period: Period = mark.period;
                    let duty = governing(rules, &slot.duty.key, period).expect("it was owed");
                    let again = mark::marks(&mark.slot(duty), &now, (3, None), today);
                    assert_eq!(again, mark::marks(slot, &now, (3, None), today), "{slot:?}");
                    several += usize::from(mark.needed > 1);
                }
            }
        }
        assert!(several > 0, "no duty asks for more than one");
    }
}
