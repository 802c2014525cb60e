//! A year of some groups, put together: verdicts by the judges of duty, sessions by record, sittings-in by review's view.

use act::{Ctx, Place, Result};
use calendar::{Day, PeriodKind};
use db::{Asker, Read};
use duty::{Address, Bearer, Law, Served, Wanted, judge::Verdict};
use record::Caught;
use rules::{Confidence, Rules};

use super::{Duty, Heard, Planned, Unit, Year, central, store};

/// Units of one statement.
const AT_ONCE: usize = 400;

/// What a filing of the group serves, besides the sessions.
const REPORT: &str = "study_report";

/// The groups directly below a node, with their year; those of which there is nothing to say are only counted.
pub(crate) fn below(ctx: &Ctx, read: &Read, node: &Place, year: i16) -> Result<(Vec<Year>, usize)> {
    let units = store::units(read, node)?;
    let mut years = Vec::new();
    for part in units.chunks(AT_ONCE) {
        years.extend(of_year(ctx, read, part.to_vec(), year)?);
    }
    let all = years.len();
    years.retain(Year::is_shown);
    let left_out = all - years.len();
    Ok((years, left_out))
}

/// One group.
pub(crate) fn beside(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Option<Year>> {
    if !central().is_for(&place.kind) {
        return Ok(None);
    }
    let unit = Unit { id: place.id, name: place.name.clone(), node: None };
    Ok(of_year(ctx, read, vec![unit], year)?.pop())
}

/// All of it as one statement, or two.
fn of_year(ctx: &Ctx, read: &Read, units: Vec<Unit>, year: i16) -> Result<Vec<Year>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = units.iter().map(|it| it.id).collect();
    let rules = ctx.part::<Rules>();
    let (first, last) = (day(year, 1, 1), day(year, 12, 31));
    let ask = Asker::default();
    let law = Law::asked(&ask, rules);
    let bearers = duty::Asked::each(&ask, &ids, (year, year));
    let (columns, query) = record::caught_up(&ids, &central().session, (first, last));
    let sessions = ask.all::<Caught>(columns, query);
    let heard = ask.all::<Heard>(store::HEARD, store::heard(&ids, year));
    let plans = ask.all::<(i64, i64, i64, i64)>(store::PLANS, store::plans(&ids, year));
    ask.finish(read, async {
        let law = law.await?;
        let (bearers, served) = bearers.answered(&law).await;
        let (sessions, heard, plans) = (sessions.await?, heard.await?, plans.await?);
        let of = |unit: Unit| {
            let id = unit.id;
            let plan = plans.iter().find(|it| it.0 == id);
            let plan = plan.map(|it| Planned { id: it.1, items: it.2, studied: it.3 });
            Year {
                duties: duties(rules, &law, (&bearers, &served), (id, year), ctx.today),
                sessions: sessions.iter().filter(|it| it.unit == id).cloned().collect(),
                heard: heard.iter().filter(|it| it.unit == id).cloned().collect(),
                plan,
                unit,
            }
        };
        Ok(units.into_iter().map(of).collect())
    })
}

/// The duties that sessions, plan and report of the group serve, as they stand today.
fn duties(
    rules: &Rules,
    law: &Law,
    (bearers, served): (&[Bearer], &Served),
    (unit, year): (i64, i16),
    today: Day,
) -> Vec<Duty> {
    let own = bearers.iter().filter(|it| it.key() == ("unit", unit));
    let mut found: Vec<Duty> = Vec::new();
    for bearer in own {
        let verdicts = duty::verdicts(law, bearer, served, year, today, Wanted::Owed);
        let of_group = verdicts.iter().filter_map(|it| Some((serves(it)?, it)));
        found.extend(of_group.map(|(serves, it)| shown(rules, bearer, serves, it)));
    }
    found.sort_by_key(|it| (it.serves != central().session, it.period.first(), it.serves));
    found
}

/// What of a group serves it: sessions each quarter, the plan and the report of a year.
fn serves(verdict: &Verdict) -> Option<&'static str> {
    let (session, filing) = (central().session.as_str(), central().filing.as_str());
    let has = |key: &&str| verdict.slot.duty.serves.iter().any(|it| it == key);
    let is_rhythm = match verdict.slot.period.kind() {
        PeriodKind::Quarter => has(&session),
        _ => false,
    };
    if is_rhythm { Some(session) } else { [filing, REPORT].into_iter().find(has) }
}

fn shown(rules: &Rules, bearer: &Bearer, serves: &'static str, verdict: &Verdict) -> Duty {
    let duty = verdict.slot.duty;
    let address = Address::of(bearer, &verdict.slot);
    let title = rules.text(&duty.text).map_or("", |it| it.title.as_str());
    Duty {
        serves,
        period: verdict.slot.period,
        state: verdict.state,
        met: verdict.met,
        needed: verdict.needed,
        late: verdict.late_done,
        rule: format!("《{}》{}", title.trim_matches(['《', '》']), duty.article),
        is_recalled: duty.confidence == Confidence::Recalled,
        url: address.url(),
        objection: address.act_url("objection"),
    }
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap_or(Day::MIN)
}
