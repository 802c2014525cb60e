//! Works out the cases that stand beside the regulations.

use super::fact::{Fact, services};
use super::history::{Event, History, Spell};
use super::owed::every;
use super::slot::Slot;
use super::state::{Exemption, Explanation, state};
use super::verdict::Verdict;
use calendar::{Day, Period};
use rules::{CaseBearer, CaseFact, DutyCase, Expect, Mistake, Rules, Who};

/// `None` where the verdict is the expected one.
pub(super) fn judge(rules: &Rules, on: Day, case: &DutyCase) -> Option<Mistake> {
    let who = rules.duty(&case.key).first()?.who;
    let bearer = history(who, &case.bearer);
    let Some(slot) = find(rules, &bearer, case) else {
        let found = format!("{}没有这项义务", case.period);
        let absent = case.expect.state == "not-applicable";
        return (!absent).then_some(Mistake { field: "state", found });
    };
    let facts = case.facts.iter().enumerate().map(|(n, f)| fact(n, f));
    let services: Vec<_> = facts.flat_map(|f| services(rules, &bearer, &f)).collect();
    let (duty, period) = (case.key.clone(), slot.period);
    let exempt = case.exempt.iter().map(|e| Exemption {
        duty: duty.clone(),
        period,
        about: slot.about.clone(),
        on: e.on,
        by: e.by.clone(),
        reason: e.reason.clone(),
    });
    let explain = case.explain.iter().map(|e| Explanation {
        duty: duty.clone(),
        period,
        about: slot.about.clone(),
        on: e.on,
        reason: e.reason.clone(),
    });
    let (exempt, explain): (Vec<_>, Vec<_>) = (exempt.collect(), explain.collect());
    differs(&state(&slot, &services, &exempt, &explain, on), &case.expect)
}

fn find<'r>(rules: &'r Rules, bearer: &History, case: &DutyCase) -> Option<Slot<'r>> {
    if let Ok(day) = case.period.parse::<Day>() {
        let years = [day.year() - 1, day.year(), day.year() + 1];
        let mut slots = years.into_iter().flat_map(|year| every(rules, bearer, year));
        return slots.find(|s| s.duty.key == case.key && s.start_on == Some(day));
    }
    let period: Period = case.period.parse().ok()?;
    let mut slots = every(rules, bearer, period.year()).into_iter();
    slots.find(|s| s.duty.key == case.key && s.period == period)
}

fn history(who: Who, case: &CaseBearer) -> History {
    let kinds =
        case.kinds.iter().map(|kind| Spell { kind: kind.clone(), from: case.from, to: None });
    let mut bearer = History { kinds: kinds.collect(), ..History::new(who, "", case.from) };
    bearer.last_day = case.to;
    bearer.merged = case.merged;
    bearer.use_from = case.use_from.unwrap_or(case.from);
    for (figure, value) in &case.figures {
        bearer.set(figure, case.from, *value);
    }
    for change in &case.changes {
        bearer.set(&change.figure, change.on, change.is);
    }
    let events = case.events.iter();
    bearer.events =
        events.map(|e| Event { name: e.name.clone(), on: e.on, about: e.about.clone() }).collect();
    bearer
}

fn fact(n: usize, case: &CaseFact) -> Fact {
    Fact {
        id: n as i64 + 1,
        also: case.also.clone(),
        entered_on: case.entered_on.unwrap_or(case.held_on),
        minutes: case.minutes,
        figures: case.figures.clone(),
        marks: case.marks.iter().cloned().collect(),
        makes_up: case.makes_up.as_deref().and_then(|text| text.parse().ok()),
        about: case.about.clone(),
        withdrawn: case.withdrawn,
        ..Fact::new(&case.kind, case.held_on)
    }
}

fn differs(found: &Verdict<'_>, wanted: &Expect) -> Option<Mistake> {
    let flag = |field, wanted: Option<bool>, found: bool| {
        (field, wanted.map(|w| w.to_string()), found.to_string())
    };
    let count = |field, wanted: Option<i64>, found: i64| {
        (field, wanted.map(|w| w.to_string()), found.to_string())
    };
    let date = |field, wanted: Option<Day>, found: Option<Day>| {
        (field, wanted.map(|w| w.to_string()), found.map_or("不截止".to_owned(), |d| d.to_string()))
    };
    let pairs = [
        ("state", Some(wanted.state.clone()), found.state.key().to_owned()),
        flag("late_entry", wanted.late_entry, found.late_entry),
        flag("late_done", wanted.late_done, found.late_done),
        flag("soon", wanted.soon, found.soon),
        flag("provisional", wanted.provisional, found.provisional),
        count("needed", wanted.needed, found.needed),
        count("met", wanted.met, found.met),
        date("due_on", wanted.due_on, Some(found.last_day)),
        date("closes_on", wanted.closes_on, found.slot.closes_on),
        date("version", wanted.version, Some(found.slot.duty.from)),
    ];
    let wrong =
        pairs.into_iter().find(|(_, wanted, found)| wanted.as_ref().is_some_and(|w| w != found));
    if let Some((field, _, result)) = wrong {
        return Some(Mistake { field, found: format!("得出的是{result}：{}", found.words()) });
    }
    let because = wanted.because.as_ref()?;
    let reasons: Vec<&str> = found.not_counted().map(|l| l.reason.as_str()).collect();
    let said = reasons.iter().any(|r| r.contains(because)) || found.reason.contains(because);
    (!said).then(|| Mistake {
        field: "because", found: format!("理由是“{}”", reasons.join("；"))
    })
}
