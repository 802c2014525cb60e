//! Lines out of what the duty engine says and what was sent.

use std::collections::BTreeMap;

use act::{Ctx, Place, Result};
use calendar::Day;
use db::{Asker, Read};
use duty::{Address, Asked, Bearer, Law, Wanted as Slots, judge};
use rules::{Rules, Who};

use super::{
    Line, Owed, Sent, of_sent, of_verdict, relation,
    store::{self, Unit},
};
use crate::kind::{self, Report};

/// As many units are judged at once as a statement takes.
const AT_ONCE: usize = 500;

/// Which lines.
pub(crate) struct Wanted<'w> {
    pub(crate) node: &'w Place,
    pub(crate) year: i16,
    /// Key of a kind of record; "": every kind.
    pub(crate) kind: &'w str,
}

/// Of the node and all below it, by units in the order of the tree; of one unit in the order of the requirements.
pub(crate) fn gather(ctx: &Ctx, read: &Read, wanted: &Wanted) -> Result<Vec<Line>> {
    let reports: Vec<&'static Report> = kind::along(relation(wanted.node))
        .filter(|it| wanted.kind.is_empty() || it.kind == wanted.kind)
        .collect();
    let mut kinds: Vec<String> = reports.iter().flat_map(|it| it.record().units.clone()).collect();
    kinds.sort();
    kinds.dedup();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let units = store::units(read, wanted.node, &kinds)?;
    let mut lines = Vec::new();
    for part in units.chunks(AT_ONCE) {
        lines.extend(judged(ctx, read, part, (&reports, wanted.year))?);
    }
    Ok(lines)
}

/// One statement for these units, whatever they owe and have sent.
fn judged(
    ctx: &Ctx,
    read: &Read,
    units: &[Unit],
    (reports, year): (&[&'static Report], i16),
) -> Result<Vec<Line>> {
    let ids: Vec<i64> = units.iter().map(|it| it.id).collect();
    let years = years(ctx, year);
    let ask = Asker::default();
    let asked = Asked::each(&ask, &ids, (years.first().copied().unwrap_or(year), year));
    let law = Law::asked(&ask, ctx.part::<Rules>());
    let sent = ask.all::<Sent>(store::SENT, store::sent(&ids, days(&years)));
    ask.finish(read, async {
        let law = law.await?;
        let (bearers, served) = asked.answered(&law).await;
        let mut sent = by_unit(sent.await?);
        let mut owing: BTreeMap<i64, &Bearer> = BTreeMap::new();
        let of_units = bearers.iter().filter(|it| it.history.who == Who::Unit);
        owing.extend(of_units.map(|it| (it.unit, it)));
        let mut lines = Vec::new();
        for unit in units {
            let first = lines.len();
            let mut came = sent.remove(&unit.id).unwrap_or_default();
            if let Some(bearer) = owing.get(&unit.id) {
                for of in &years {
                    let verdicts =
                        duty::verdicts(&law, bearer, &served, *of, ctx.today, Slots::Owed);
                    let found = verdicts
                        .iter()
                        .filter_map(|it| owed(&law, (bearer, unit), it, reports, &mut came));
                    lines.extend(
                        found
                            .filter(|it| *of == year || it.is_open())
                            .map(|it| if *of == year { it } else { it.of_year(*of) }),
                    );
                }
            }
            let beside = came.into_iter().filter_map(|it| {
                let report = reports.iter().find(|report| report.kind == it.kind).copied()?;
                let of = it.held_on.year();
                let line = unasked(unit, report, it);
                (of == year || years.contains(&of) && line.is_open()).then_some(line)
            });
            lines.extend(beside);
            lines[first..].sort_by_key(|it| (place(it.report, reports), it.due_on()));
        }
        Ok(lines)
    })
}

/// Its place among the kinds asked for.
fn place(report: &Report, reports: &[&'static Report]) -> usize {
    reports.iter().position(|it| it.kind == report.kind).unwrap_or(reports.len())
}

/// The year; this year with what is open from the last one: overdue things stay until they are done.
fn years(ctx: &Ctx, year: i16) -> Vec<i16> {
    if year == ctx.today.year() { vec![year - 1, year] } else { vec![year] }
}

/// Reports on a year are sent until the end of the next; those before a meeting, from some months before it.
fn days(years: &[i16]) -> (Day, Day) {
    let (first, last) = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let first = Day::new(first, 1, 1).unwrap_or(Day::MIN);
    (first.plus_months(-3), Day::new(last.saturating_add(1), 12, 31).unwrap_or(Day::MAX))
}

fn by_unit(sent: Vec<Sent>) -> BTreeMap<i64, Vec<Sent>> {
    let mut of = BTreeMap::<i64, Vec<Sent>>::new();
    for it in sent {
        of.entry(it.unit).or_default().push(it);
    }
    of
}

/// The line of a slot, with the last report that counts for it; `None` where nothing of the sort is owed. Takes what belongs to it
/// out of what came.
fn owed(
    law: &Law,
    (bearer, unit): (&Bearer, &Unit),
    verdict: &judge::Verdict,
    reports: &[&'static Report],
    came: &mut Vec<Sent>,
) -> Option<Line> {
    let report = Report::of_duty(verdict.slot.duty)?;
    let last = verdict.counted().filter(|it| it.room == "record").last().map(|it| it.fact);
    let sent = last.and_then(|fact| came.iter().find(|it| it.record == fact).cloned());
    came.retain(|it| !verdict.counted().any(|line| line.fact == it.record));
    let stand = match &sent {
        Some(sent) => of_sent(sent, unit.is_inside()),
        None => of_verdict(verdict.state)?,
    };
    reports.iter().find(|it| it.kind == report.kind)?;
    let owed = Owed {
        about: verdict.slot.about.clone(),
        period: verdict.slot.period.to_string(),
        is_missed: verdict.state == judge::State::Missed,
        last_day: verdict.last_day,
        late: verdict.tag_beside(),
        words: said(verdict),
        source: law.source(verdict.slot.duty),
        url: Address::of(bearer, &verdict.slot).url(),
    };
    let title = match verdict.slot.start_on {
        Some(on) => format!("{}（{}的会）", report.short(), on.zh_short()),
        None => report.short().to_owned(),
    };
    Some(Line { unit: unit.clone(), report, title, owed: Some(owed), sent, stand })
}

/// Where the last day stands beside it.
fn said(verdict: &judge::Verdict) -> String {
    let days = verdict.on.days_until(verdict.last_day);
    match verdict.state {
        judge::State::Due if days == 0 => "今天到期".to_owned(),
        judge::State::Due => format!("还有{days}天"),
        judge::State::Overdue => format!("已过{}天", -days),
        _ => verdict.words(),
    }
}

fn unasked(unit: &Unit, report: &'static Report, sent: Sent) -> Line {
    let stand = of_sent(&sent, unit.is_inside());
    let title = report.short().to_owned();
    Line { unit: unit.clone(), report, title, owed: None, sent: Some(sent), stand }
}
