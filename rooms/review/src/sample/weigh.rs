//! How many tickets a unit has, each with its reason. Nobody has none, and reasons are of units, never of persons.

use std::{collections::BTreeMap, sync::LazyLock};

use act::{Ctx, Place, Relation, Result};
use calendar::Day;
use db::Read;
use duty::{Law, Persons, Scope, judge::State};
use rules::Rules;
use serde::Deserialize;
use systems::Systems;

use super::store;
use crate::draw::{Candidate, Reason};

/// `systems/R07/sampling.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    base: i64,
    overdue: i64,
    missed: i64,
    doubt: i64,
    at_most: i64,
    unlooked: i64,
    unlooked_months: i32,
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let files =
        Systems::built_in().each("sampling.toml").expect("the shipped weights are tested to load");
    files.into_iter().next().expect("one system has weights").1
});

/// What is known of one unit.
#[derive(Debug, Clone, Default)]
struct Known {
    overdue: Vec<String>,
    missed: Vec<String>,
    doubts: Vec<String>,
    looked_on: Option<Day>,
}

/// The branches below a unit with their tickets: by what is overdue or missed this year, what in the records of the days should
/// be looked at again, and whether anybody has looked lately.
pub(super) fn candidates(
    ctx: &Ctx,
    read: &Read,
    unit: &Place,
    days: (Day, Day),
) -> Result<Vec<Candidate>> {
    let units = store::branches(read, unit)?;
    let mut known: BTreeMap<i64, Known> =
        units.iter().map(|(id, _)| (*id, Known::default())).collect();
    let law = Law::load(read, ctx.part::<Rules>())?;
    let (root, year) = ((Relation::Lead, unit.id), ctx.today.year());
    let bearers = duty::bearers(read, &law, root, year, (Scope::Tree, Persons::Without))?;
    let served = duty::served(read, root, year, (Scope::Tree, Persons::Without))?;
    for bearer in &bearers {
        let Some(known) = known.get_mut(&bearer.unit) else { continue };
        for verdict in duty::verdicts(&law, bearer, &served, year, ctx.today, duty::Wanted::Owed) {
            match verdict.state {
                State::Overdue => known.overdue.push(verdict.title()),
                State::Missed => known.missed.push(verdict.title()),
                _ => {}
            }
        }
    }
    let ids: Vec<i64> = units.iter().map(|(id, _)| *id).collect();
    for part in ids.chunks(400) {
        for doubt in record::doubts(read, part, days)? {
            if let Some(known) = known.get_mut(&doubt.unit) {
                known.doubts.push(format!("{}：{}", doubt.title, doubt.words));
            }
        }
    }
    for (unit, on) in store::looked_at(read, unit)? {
        if let Some(known) = known.get_mut(&unit) {
            known.looked_on = Some(on);
        }
    }
    let candidate = |(id, name): (i64, String)| {
        let reasons = reasons(&WEIGHTS, &known[&id], ctx.today);
        Candidate { id, name, reasons }
    };
    Ok(units.into_iter().map(candidate).collect())
}

/// One sentence for each weight, as somebody needs them who counts again.
pub(super) fn sentences() -> Vec<String> {
    let it = &*WEIGHTS;
    let most = it.at_most;
    vec![
        format!("人人有份：每个组织{}张。", it.base),
        format!("逾期：今年每项加{}张，最多加{most}张。", it.overdue),
        format!("缺项：今年每项加{}张，最多加{most}张。", it.missed),
        format!("记录里要看一下的：抽查的这段时间每处加{}张，最多加{most}张。", it.doubt),
        format!("{}个月没有人看过，或者从来没有看过：加{}张。", it.unlooked_months, it.unlooked),
    ]
}

fn reasons(weights: &Weights, known: &Known, today: Day) -> Vec<Reason> {
    let mut reasons = vec![Reason { words: "人人有份".to_owned(), tickets: weights.base }];
    let mut add = |what: &str, list: &[String], each: i64| {
        let Some(first) = list.first() else { return };
        let all = list.len() as i64 * each;
        let tickets = all.min(weights.at_most);
        let more = if list.len() > 1 { "等" } else { "" };
        let most = if all > tickets { format!("，最多算{tickets}张") } else { String::new() };
        let words = format!("{what}{}项{most}：{first}{more}", list.len());
        reasons.push(Reason { words, tickets });
    };
    add("逾期", &known.overdue, weights.overdue);
    add("缺项", &known.missed, weights.missed);
    add("要看一下的", &known.doubts, weights.doubt);
    let since = today.plus_months(-weights.unlooked_months);
    if known.looked_on.is_none_or(|on| on < since) {
        let words = match known.looked_on {
            Some(on) => format!("{}以后没有看过", on.zh()),
            None => "还没有看过".to_owned(),
        };
        reasons.push(Reason { words, tickets: weights.unlooked });
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tickets(known: &Known) -> i64 {
        let today = "2026-11-20".parse().unwrap();
        reasons(&WEIGHTS, known, today).iter().map(|it| it.tickets).sum()
    }

    #[test]
    fn everybody_has_a_ticket_and_no_reason_outweighs_all() {
        let looked = Known { looked_on: Some("2026-06-01".parse().unwrap()), ..Known::default() };
        assert_eq!(tickets(&looked), WEIGHTS.base);
        assert!(WEIGHTS.base > 0);
        let bad = Known { overdue: vec!["党课".into(); 30], ..looked.clone() };
        assert_eq!(tickets(&bad), WEIGHTS.base + WEIGHTS.at_most);
        let old = Known { looked_on: Some("2025-06-01".parse().unwrap()), ..Known::default() };
        assert_eq!(tickets(&old), tickets(&Known::default()));
        assert_eq!(tickets(&old), WEIGHTS.base + WEIGHTS.unlooked);
    }
}
