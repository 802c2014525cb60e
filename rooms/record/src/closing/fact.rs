//! What a closed record tells the duties, and what they made of it.

use std::collections::BTreeMap;

use act::{Acting, Ctx, Place, Result};
use calendar::{Day, Period};
use db::{Asker, Read};
use duty::{Law, Setting, judge::Fact};
use rules::{Rules, Who};
use web::{
    Markup,
    parts::{self, State},
};

use crate::{
    filing,
    kind::{Expects, Kinds},
    meeting::{Record, RecordId},
    roll::{self, Counts, Entry},
    show::Service,
};

/// The room's name in every service row.
pub(crate) const ROOM: &str = "record";

/// Hands the record over: the duties decide what it serves. What was served before is replaced.
pub(crate) fn serve(ctx: &Ctx, w: &Acting, record: &Record, entries: &[Entry]) -> Result<()> {
    let (fact, setting) = happened(record, entries, w.now.day());
    duty::serve(w, ctx.part::<Rules>(), &fact, &setting)?;
    let kind = Kinds::built_in().find(&record.kind);
    if kind.is_some_and(|kind| kind.one_by_one && !kind.is_filing()) {
        filing::adopt(ctx, w, record)?;
    }
    Ok(())
}

/// It serves nothing any more.
pub(crate) fn take_back(w: &Acting, record: RecordId) -> Result<()> {
    duty::withdraw(w, ROOM, record.0)
}

/// The record as the duties know it. `entered_on` counts where it is not closed yet.
pub(crate) fn happened(
    record: &Record,
    entries: &[Entry],
    entered_on: calendar::Day,
) -> (Fact, Setting) {
    let counts = if entries.is_empty() { record.counts() } else { Counts::of(entries) };
    let held_on = record.held_on.unwrap_or(record.plan_on);
    let mut fact = Fact::new(&record.kind, held_on);
    ROOM.clone_into(&mut fact.room);
    fact.id = record.id.0;
    fact.title.clone_from(&record.title);
    fact.about.clone_from(&record.about);
    let kind = Kinds::built_in().find(&record.kind);
    if kind.is_some_and(|kind| kind.one_by_one) {
        fact.event = record.id.to_string();
    }
    fact.also = record.also().into_iter().map(str::to_owned).collect();
    fact.entered_on = record.closed_at.map_or(entered_on, calendar::Instant::day);
    fact.minutes = record.length();
    fact.makes_up = record.makes_up.as_deref().and_then(|key| key.parse::<Period>().ok());
    let is_committee = kind.is_some_and(|kind| kind.expects == Expects::Committee);
    let mut figure = |name: &str, count: i64| fact.figures.insert(name.to_owned(), count);
    figure("voters", counts.voters);
    figure("present", counts.voters_present);
    if is_committee {
        figure("committee-members", counts.voters);
        figure("committee-present", counts.voters_present);
    }
    let setting = Setting {
        unit: record.unit,
        url: record.url(),
        absent: absent(record, entries),
        lecturer: record.lecturer,
        talk: record.chair.zip(record.partner),
    };
    (fact, setting)
}

/// Whom of the roll it does not count for; without a roll nobody gets hours.
fn absent(record: &Record, entries: &[Entry]) -> Option<Vec<i64>> {
    let by_roll = Kinds::built_in()
        .find(&record.kind)
        .is_some_and(|kind| matches!(kind.expects, Expects::Members | Expects::Chosen))
        && !entries.is_empty();
    let away = entries.iter().filter(|entry| !entry.presence.came());
    by_roll.then(|| away.map(|entry| entry.person).collect())
}

/// One duty that a record served, or could not, as its page shows it.
pub(crate) struct Served {
    pub(crate) title: String,
    pub(crate) period: String,
    pub(crate) tag: Markup,
    pub(crate) reason: String,
}

/// Of what was written for a record that which is asked of its unit: a duty whose event the unit has not had is none of its own. What posts and persons are asked is told where it was written.
pub(crate) fn asked(
    ctx: &Ctx,
    read: &Read,
    record: &Record,
    place: &Place,
    services: Vec<Service>,
) -> Result<Vec<Service>> {
    let rules = ctx.part::<Rules>();
    // Duties by periods are asked of whoever holds such meetings; those of events only where there was one.
    let is_units = |it: &Service| {
        let duty = rules.duty(&it.duty).last();
        duty.is_some_and(|duty| duty.who == Who::Unit && duty.start.is_some())
    };
    if !services.iter().any(is_units) {
        return Ok(services);
    }
    let (ask, unit) = (Asker::default(), roll::branch_of(place));
    let year = record.held_on.unwrap_or(record.plan_on).year();
    let law = Law::asked(&ask, rules);
    let duties = duty::Asked::each(&ask, &[unit], (year - 1, year));
    let found: BTreeMap<String, Option<Day>> = ask.finish(read, async {
        let law = law.await?;
        let (bearers, served) = duties.answered(&law).await;
        let mut found = BTreeMap::new();
        for bearer in bearers.iter().filter(|it| it.unit == unit && it.history.who == Who::Unit) {
            for year in [year - 1, year] {
                let verdicts =
                    duty::verdicts(&law, bearer, &served, year, ctx.today, duty::Wanted::Owed);
                let its = |line: &duty::judge::Line| line.room == ROOM && line.fact == record.id.0;
                let of_it = verdicts.iter().filter(|it| it.lines.iter().any(its));
                found.extend(of_it.map(|it| (it.slot.duty.key.clone(), it.slot.start_on)));
            }
        }
        Ok::<_, act::Error>(found)
    })?;
    let is_of_meeting = Kinds::built_in().find(&record.kind).is_some_and(|it| it.of.is_some());
    let told = |it: Service| match found.get(&it.duty) {
        None => (!is_units(&it)).then_some(it),
        Some(None) => Some(it),
        // What answers an event is of its day, whatever year it was done in.
        Some(Some(on)) => {
            let end = if is_of_meeting { "的会" } else { "" };
            Some(Service { period: format!("{}{end}", on.zh()), ..it })
        }
    };
    Ok(services.into_iter().filter_map(told).collect())
}

/// What a record serves now, in words.
pub(crate) fn served(ctx: &Ctx, services: &[Service]) -> Vec<Served> {
    let rules = ctx.part::<Rules>();
    let one = |row: &Service| {
        let period: Option<Period> = row.period.parse().ok();
        let on = period.map_or(ctx.today, Period::first);
        let duty = rules.duty_on(&row.duty, on).or_else(|| rules.duty(&row.duty).last());
        let (state, word) =
            if row.counts { (State::Done, "计入") } else { (State::Void, "不计入") };
        Served {
            title: duty.map_or_else(|| row.duty.clone(), |it| it.title.clone()),
            period: period.map_or_else(|| row.period.clone(), Period::zh_full),
            tag: parts::tag(state, word),
            reason: row.reason.clone(),
        }
    };
    services.iter().map(one).collect()
}
