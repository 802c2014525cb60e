//! Changes of the regulation, shares of a period, and clocks that an event starts.

use super::small::{day, duty, rules};
use calendar::{Day, Period, PeriodKind, Workdays};
use duty::judge::{Event, Fact, History, State, every, owed, services, state};
use proptest::prelude::*;
use rules::{Rules, Who};

fn branch() -> History {
    History::new(Who::Unit, "branch", day("2015-07-01"))
}

/// Monthly until the day before, quarterly from that day.
fn changing(from: Day, at_once: bool) -> Rules {
    let usual = "who = \"unit\"\nmodality = \"shall\"\nserves = [\"theme_day\"]\n";
    let to = from.plus_days(-1);
    rules(&[
        duty(&format!("{usual}period = \"month\"\nfrom = 2000-01-01\nto = {to}")),
        duty(&format!("{usual}period = \"quarter\"\nat_once = {at_once}\nfrom = {from}")),
    ])
}

fn periods(rules: &Rules, kind: PeriodKind) -> Vec<Period> {
    let slots = owed(rules, &branch(), 2026);
    slots.iter().map(|s| s.period).filter(|p| p.kind() == kind).collect()
}

#[test]
fn a_change_within_a_period_applies_from_the_next() {
    let rules = changing(day("2026-05-10"), false);
    let months: Vec<String> = periods(&rules, PeriodKind::Month).iter().map(|p| p.key()).collect();
    let quarters: Vec<String> =
        periods(&rules, PeriodKind::Quarter).iter().map(|p| p.key()).collect();
    assert_eq!(months, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]);
    assert_eq!(quarters, ["2026-Q3", "2026-Q4"]);
}

#[test]
fn a_change_that_holds_at_once_takes_the_running_period() {
    let rules = changing(day("2026-05-10"), true);
    let months: Vec<String> = periods(&rules, PeriodKind::Month).iter().map(|p| p.key()).collect();
    let quarters: Vec<String> =
        periods(&rules, PeriodKind::Quarter).iter().map(|p| p.key()).collect();
    assert_eq!(months, ["2026-01", "2026-02", "2026-03", "2026-04"]);
    assert_eq!(quarters, ["2026-Q2", "2026-Q3", "2026-Q4"]);
}

#[test]
fn hours_are_sums_in_class_hours_and_a_record_may_serve_several_duties() {
    let shipped = Rules::built_in();
    let member = History::new(Who::Person, "member", day("2010-01-01"));
    let mut fact = Fact::new("theme_day", day("2026-03-06"));
    fact.also.push("party_lecture".to_owned());
    fact.minutes = 90;
    let hours = services(shipped, &member, &fact);
    assert_eq!(
        hours.iter().map(|s| (s.duty.as_str(), s.quantity)).collect::<Vec<_>>(),
        [("person/member-hours", 90)]
    );
    let served: Vec<String> =
        services(shipped, &branch(), &fact).into_iter().map(|s| s.duty).collect();
    assert_eq!(served, ["branch/lecture", "branch/theme-day"]);
    let slots = owed(shipped, &member, 2026);
    let slot = slots.iter().find(|s| s.duty.key == "person/member-hours").unwrap();
    let verdict = state(slot, &hours, &[], &[], day("2026-11-20"));
    assert_eq!(
        (verdict.met, verdict.needed, verdict.amount(verdict.met)),
        (90, 32 * 45, "2学时".to_owned())
    );
    assert_eq!(verdict.words(), "应有32学时，已有2学时，还差30学时。");
}

fn event_rules(clock: &str, more: &str) -> Rules {
    rules(&[duty(&format!(
        "who = \"unit\"\nmodality = \"shall\"\nperiod = \"event\"\nstart = \"term-end\"\nclock = {clock}\n\
         serves = [\"reminder\"]\n{more}from = 2000-01-01"
    ))])
}

proptest! {
    #[test]
    fn every_period_is_governed_by_the_version_of_its_first_day(n in 0..365_i32) {
        let from = day("2026-01-01").plus_days(n);
        let rules = changing(from, false);
        for slot in owed(&rules, &branch(), 2026) {
            prop_assert!(slot.duty.in_force(slot.period.first()));
        }
        let months = (1..=12).filter(|m| Day::new(2026, *m, 1).unwrap() < from).count();
        let quarters = [1, 4, 7, 10].into_iter().filter(|m| Day::new(2026, *m, 1).unwrap() >= from).count();
        prop_assert_eq!(periods(&rules, PeriodKind::Month).len(), months);
        prop_assert_eq!(periods(&rules, PeriodKind::Quarter).len(), quarters);
    }

    #[test]
    fn at_once_leaves_no_day_of_the_year_owed_twice_or_not_at_all_but_the_seam(n in 1..365_i32) {
        let from = day("2026-01-01").plus_days(n);
        let rules = changing(from, true);
        let slots = owed(&rules, &branch(), 2026);
        let governed = |day: Day| slots.iter().filter(|s| s.period.holds(day)).count();
        for n in 0..365 {
            let day = day("2026-01-01").plus_days(n);
            if day >= from {
                prop_assert_eq!(governed(day), 1);
            } else {
                prop_assert!(governed(day) <= 2);
            }
        }
    }

    #[test]
    fn a_share_is_owed_by_days_and_rounded_up(first in 0..365_i32, length in 0..365_i32, use_after in 0..100_i32) {
        let rules = rules(&[duty("who = \"unit\"\nmodality = \"generally\"\nperiod = \"year\"\nneeded = 32\n\
            counts = \"hours\"\nprorata = true\nserves = [\"study\"]\nfrom = 2000-01-01")]);
        let mut bearer = History::new(Who::Unit, "branch", day("2026-01-01").plus_days(first));
        bearer.last_day = Some(bearer.first_day.plus_days(length));
        bearer.use_from = bearer.first_day.plus_days(use_after);
        let slots = owed(&rules, &bearer, 2026);
        prop_assert_eq!(slots.len(), 1);
        let (from, to) = (bearer.use_from, bearer.last_day.unwrap().min(day("2026-12-31")));
        if from > to {
            prop_assert!(!slots[0].kept);
        } else {
            let days = i64::from(from.days_until(to)) + 1;
            let exact = 32 * 45 * days;
            prop_assert!(slots[0].kept && slots[0].needed * 365 >= exact && (slots[0].needed - 1) * 365 < exact);
            prop_assert_eq!((slots[0].opens_on, slots[0].due_on), (from, to));
        }
    }

    #[test]
    fn each_event_makes_one_slot_in_one_year(events in proptest::collection::btree_set(0..1000_i32, 0..6)) {
        let rules = event_rules("{ unit = \"months\", is = 6, before = true }",
            "opens = { unit = \"months\", is = 9, before = true }\n");
        let mut bearer = branch();
        bearer.events = events.iter().map(|n| Event {
            name: "term-end".to_owned(),
            on: day("2026-01-01").plus_days(*n),
            about: n.to_string(),
        }).collect();
        let slots: Vec<_> = (2024..=2030).flat_map(|year| every(&rules, &bearer, year)).collect();
        prop_assert_eq!(slots.len(), events.len());
        for slot in slots {
            let end = slot.start_on.unwrap();
            prop_assert_eq!((slot.opens_on, slot.due_on), (end.plus_months(-9), end.plus_months(-6)));
            prop_assert_eq!(slot.closes_on, None);
        }
    }

    #[test]
    fn working_days_are_counted_and_doubt_is_said(n in 0..420_i32, length in 0..30_u32) {
        let rules = event_rules(&format!("{{ unit = \"workdays\", is = {length} }}"), "");
        let on = day("2026-01-01").plus_days(n);
        let mut bearer = branch();
        bearer.events.push(Event { name: "term-end".to_owned(), on, about: "甲".to_owned() });
        let slots = every(&rules, &bearer, on.year());
        let slot = &slots[0];
        let table = Workdays::in_force();
        prop_assert_eq!(table.count_between(on, slot.due_on), length);
        let beyond = length > 0 && slot.due_on.year() > 2026;
        prop_assert_eq!(slot.provisional, beyond);
        let mut fact = Fact::new("reminder", slot.due_on.plus_days(1));
        fact.about = "甲".to_owned();
        let late = services(&rules, &bearer, &fact);
        let verdict = state(slot, &late, &[], &[], slot.due_on.plus_days(1));
        prop_assert_eq!((verdict.state, verdict.late_done), (State::Done, true));
        fact.about = "乙".to_owned();
        let other = state(slot, &services(&rules, &bearer, &fact), &[], &[], slot.due_on.plus_days(1));
        prop_assert_eq!((other.state, other.lines.len()), (State::Overdue, 0));
    }
}
