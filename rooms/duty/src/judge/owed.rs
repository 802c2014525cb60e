//! What a bearer owes in a year.

use super::clock;
use super::conditions::unmet;
use super::history::{Event, History};
use super::slot::{NotOwed, Slot};
use super::span::Span;
use super::standing::{Hold, stands};
use calendar::{Day, Deadline, Period, PeriodKind};
use rules::{Clock, Counts, Duty, NoValue, Rhythm, Rules};

/// The slots that the bearer owes, of periods that begin in the year; also those before its start-of-use day.
pub fn owed<'r>(rules: &'r Rules, bearer: &History, year: i16) -> Vec<Slot<'r>> {
    let mut slots = every(rules, bearer, year);
    slots.retain(|slot| slot.not_owed.is_none());
    slots
}

/// The same with those that are not owed and say why, for the page of one bearer.
pub fn every<'r>(rules: &'r Rules, bearer: &History, year: i16) -> Vec<Slot<'r>> {
    let mut slots = Vec::new();
    for versions in rules.duty_groups().filter(|v| v[0].who == bearer.who) {
        for duty in versions {
            match duty.period {
                Rhythm::Event => events(rules, bearer, versions, duty, year, &mut slots),
                Rhythm::Standing => slots.extend(standing(rules, bearer, versions, duty, year)),
                rhythm => {
                    let kind = rhythm.period().unwrap_or(PeriodKind::Year);
                    let periods = Period::in_year(kind, year).into_iter();
                    let governed = periods.filter(|p| governs(versions, duty, *p));
                    slots.extend(governed.filter_map(|p| periodic(rules, bearer, duty, p)));
                }
            }
        }
    }
    let soon_days = Day::new(year, 1, 1).and_then(|on| rules.number("duty/soon-days", on).ok());
    for slot in &mut slots {
        slot.soon_days = soon_days.unwrap_or(0);
    }
    slots.sort_by(|a, b| (&a.duty.key, a.period, &a.about).cmp(&(&b.duty.key, b.period, &b.about)));
    slots
}

/// The version of a duty by periods that governs one of them; `None` where none is in force.
pub fn governing<'r>(rules: &'r Rules, duty: &str, period: Period) -> Option<&'r Duty> {
    let versions = rules.duty(duty);
    versions.iter().find(|it| governs(versions, it, period))
}

/// The version in force on the first day governs the period, unless a later one says `at_once`.
fn governs(versions: &[Duty], duty: &Duty, period: Period) -> bool {
    let at_once = |d: &Duty| d.at_once && d.from > period.first() && d.from <= period.last();
    let last_at_once = versions.iter().filter(|d| at_once(d)).map(|d| d.from).max();
    match last_at_once {
        Some(from) => duty.from == from,
        None => duty.in_force(period.first()),
    }
}

/// `None` where the duty does not bind such a bearer at any time of the period.
fn periodic<'r>(
    rules: &'r Rules,
    bearer: &History,
    duty: &'r Duty,
    period: Period,
) -> Option<Slot<'r>> {
    let whole = Span { first: period.first(), last: period.last() };
    let bound: Vec<Span> =
        bearer.bound(&duty.binds).into_iter().filter_map(|s| s.cut(whole)).collect();
    let last = bound.last().copied()?;
    let kept_part = Span::new(bearer.use_from, Day::MAX).and_then(|use_| last.cut(use_));
    let asked = if duty.prorata { kept_part.unwrap_or(last) } else { whole };
    let kept = if duty.prorata { kept_part.is_some() } else { bearer.use_from <= period.first() };
    let asked_on = if duty.prorata { asked.first } else { period.first() };
    let mut slot = blank(duty, period, asked);
    slot.kept = kept;
    slot.part = asked != whole;
    slot.usual = duty.window.and_then(|w| w.in_year(period.year()));
    (slot.closes_on, slot.provisional) =
        closes(rules, duty, asked.last, Some(period.next().last()), asked_on);
    slot.not_owed = if duty.prorata || last.covers(whole) {
        unmet(&duty.applies, rules, bearer, asked_on).map(NotOwed::Condition)
    } else {
        Some(part(bearer, whole))
    };
    amount(rules, bearer, &mut slot, asked_on);
    if slot.part {
        slot.needed = share(slot.needed, asked.days(), whole.days());
    }
    Some(slot)
}

/// Why a stretch that is not bound throughout is not owed.
fn part(bearer: &History, whole: Span) -> NotOwed {
    if bearer.first_day > whole.first {
        NotOwed::Founded
    } else if bearer.last_day.is_none_or(|last| last >= whole.last) {
        NotOwed::OtherKind
    } else if bearer.merged {
        NotOwed::Merged
    } else {
        NotOwed::Ended
    }
}

/// Rounded up: half a meeting is a meeting.
fn share(needed: i64, days: i64, of: i64) -> i64 {
    (needed * days + of - 1) / of
}

fn blank(duty: &Duty, period: Period, part: Span) -> Slot<'_> {
    Slot {
        duty,
        period,
        about: String::new(),
        start_on: None,
        opens_on: part.first,
        due_on: part.last,
        closes_on: None,
        needed: 1,
        unit: 1,
        part: false,
        provisional: false,
        kept: true,
        soon_days: 0,
        usual: None,
        not_owed: None,
        stands: Vec::new(),
    }
}

/// How much, by the values in force on that day. A figure of nought means that nothing is owed.
fn amount(rules: &Rules, bearer: &History, slot: &mut Slot<'_>, on: Day) {
    let duty = slot.duty;
    let result: Result<(), NoValue> = (|| {
        slot.needed = match &duty.needed_value {
            Some(key) => rules.number(key, on)?,
            None => duty.needed.unwrap_or(1),
        };
        if let Some(figure) = &duty.needed_figure {
            slot.needed *= bearer.figure(figure, on);
        }
        if duty.counts == Counts::Hours {
            slot.unit = rules.number("education/class-hour-minutes", on)?;
            slot.needed *= slot.unit;
        }
        Ok(())
    })();
    if let Err(error) = result {
        slot.not_owed = Some(NotOwed::Condition(error.to_string()));
    } else if slot.needed == 0 && slot.not_owed.is_none() {
        slot.not_owed = Some(NotOwed::Condition("没有要办的数量".to_owned()));
    }
}

/// Until when it can be made up, and whether that is provisional.
fn closes(
    rules: &Rules,
    duty: &Duty,
    due_on: Day,
    usual: Option<Day>,
    on: Day,
) -> (Option<Day>, bool) {
    match &duty.closes {
        _ if duty.never_closes => (None, false),
        Some(length) => match clock::end(rules, length, due_on, on) {
            Ok(end) => (Some(end.day), end.provisional),
            Err(_) => (usual, false),
        },
        None => (usual, false),
    }
}

fn events<'r>(
    rules: &'r Rules,
    bearer: &History,
    versions: &[Duty],
    duty: &'r Duty,
    year: i16,
    slots: &mut Vec<Slot<'r>>,
) {
    let (Some(start), Some(length)) = (&duty.start, &duty.clock) else { return };
    for event in bearer.events.iter().filter(|e| e.name == *start) {
        let Ok((opens_on, due)) = stretch(rules, duty, length, event) else { continue };
        let newer = versions.iter().any(|d| d.from > duty.from && d.in_force(opens_on));
        if opens_on.year() == year && duty.in_force(opens_on) && !newer {
            slots.extend(event_slot(rules, bearer, duty, event, opens_on, due));
        }
    }
}

/// From when to when; a clock that runs backwards opens by its own clock.
fn stretch(
    rules: &Rules,
    duty: &Duty,
    length: &Clock,
    event: &Event,
) -> Result<(Day, Deadline), NoValue> {
    let due = clock::end(rules, length, event.on, event.on)?;
    let opens_on = match &duty.opens {
        Some(opens) => clock::end(rules, opens, event.on, event.on)?.day.min(due.day),
        None => event.on.min(due.day),
    };
    Ok((opens_on, due))
}

fn event_slot<'r>(
    rules: &'r Rules,
    bearer: &History,
    duty: &'r Duty,
    event: &Event,
    opens_on: Day,
    due: Deadline,
) -> Option<Slot<'r>> {
    let period = Period::free(opens_on, due.day)?;
    let span = Span { first: opens_on, last: due.day };
    let bound = bearer.bound(&duty.binds);
    if !bound.iter().any(|s| s.cut(span).is_some()) {
        return None;
    }
    let mut slot = blank(duty, period, span);
    slot.about.clone_from(&event.about);
    slot.start_on = Some(event.on);
    slot.kept = bearer.use_from <= opens_on;
    let (closes_on, provisional) = closes(rules, duty, due.day, None, opens_on);
    slot.closes_on = closes_on;
    slot.provisional = due.provisional || provisional;
    slot.not_owed = if bound.iter().any(|s| s.covers(span)) {
        unmet(&duty.applies, rules, bearer, opens_on).map(NotOwed::Condition)
    } else {
        Some(part(bearer, span))
    };
    amount(rules, bearer, &mut slot, opens_on);
    Some(slot)
}

/// One slot a year, by the version of its first day, or else by the first that comes within it.
fn standing<'r>(
    rules: &'r Rules,
    bearer: &History,
    versions: &[Duty],
    duty: &'r Duty,
    year: i16,
) -> Option<Slot<'r>> {
    let period = Period::of(PeriodKind::Year, Day::new(year, 1, 1)?);
    let within = |d: &Duty| d.from <= period.last() && d.to.is_none_or(|to| period.first() <= to);
    let governing = versions.iter().find(|d| within(d))?;
    if governing.from != duty.from {
        return None;
    }
    let mut stands = stands(rules, bearer, duty);
    stands.retain(|s| s.from <= period.last() && s.to.is_none_or(|to| period.first() <= to));
    let last = stands.iter().rev().find(|s| !matches!(s.how, Hold::Free(_)));
    let why = match stands.last().map(|s| &s.how) {
        None => return None,
        Some(Hold::Free(why)) => why.clone(),
        Some(_) => String::new(),
    };
    let mut slot = blank(duty, period, Span { first: period.first(), last: period.last() });
    slot.kept = bearer.use_from <= period.last();
    match last.map(|s| &s.how) {
        None => slot.not_owed = Some(NotOwed::Condition(why)),
        Some(Hold::Open { since, due, .. }) => {
            slot.opens_on = *since;
            slot.due_on = due.day;
            slot.provisional = due.provisional;
        }
        Some(_) => {}
    }
    slot.stands = stands;
    Some(slot)
}
