//! Periodic duties, day by day.

use super::small::{day, duty, rules};
use calendar::{Day, Period, PeriodKind};
use duty::judge::{
    Exemption, Explanation, Fact, History, Service, Spell, State, every, owed, services, state,
};
use proptest::prelude::*;
use rules::{Rules, Who};
use std::sync::LazyLock;

const KINDS: [(&str, PeriodKind); 4] = [
    ("month", PeriodKind::Month),
    ("quarter", PeriodKind::Quarter),
    ("half", PeriodKind::Half),
    ("year", PeriodKind::Year),
];
const MODALITIES: [&str; 4] = ["shall", "generally", "may", "local"];

/// All rhythms with all modalities, two times each.
static ALL: LazyLock<Vec<Rules>> = LazyLock::new(|| {
    let of = |kind: &str, modality: &str| {
        let local = if modality == "local" { "set_by = \"city\"\nto = 2090-12-31\n" } else { "" };
        rules(&[duty(&format!(
            "who = \"unit\"\nmodality = \"{modality}\"\nperiod = \"{kind}\"\nneeded = 2\nserves = [\"theme_day\"]\n\
             applies = [\"has-groups\"]\nfrom = 2000-01-01\n{local}"
        ))])
    };
    KINDS.iter().flat_map(|(kind, _)| MODALITIES.iter().map(move |m| of(kind, m))).collect()
});

#[derive(Debug, Clone)]
struct World {
    kind: usize,
    modality: usize,
    bearer: History,
    facts: Vec<Fact>,
    exempt: bool,
    explain: bool,
    on: Day,
}

impl World {
    fn rules(&self) -> &'static Rules {
        &ALL[self.kind * MODALITIES.len() + self.modality]
    }

    fn services(&self) -> Vec<Service> {
        self.facts.iter().flat_map(|f| services(self.rules(), &self.bearer, f)).collect()
    }

    fn excuses(&self, period: Period) -> (Vec<Exemption>, Vec<Explanation>) {
        let (duty, on, about) = ("m/x".to_owned(), Day::MIN, String::new());
        let exempt = Exemption {
            duty: duty.clone(),
            about: about.clone(),
            period,
            on,
            by: String::new(),
            reason: "免".to_owned(),
        };
        let explain = Explanation { duty, about, period, on, reason: "因".to_owned() };
        (
            self.exempt.then_some(exempt).into_iter().collect(),
            self.explain.then_some(explain).into_iter().collect(),
        )
    }
}

/// Half of the days are the first or the last of a month, or right beside: there the mistakes are.
fn near() -> impl Strategy<Value = Day> {
    let any = (-400..800_i32).prop_map(|n| day("2026-01-01").plus_days(n));
    let edge = (-13..26_i32, -2..2_i32)
        .prop_map(|(month, n)| day("2026-01-01").plus_months(month).plus_days(n));
    prop_oneof![any, edge]
}

fn history() -> impl Strategy<Value = History> {
    let maybe = || proptest::option::weighted(0.3, near());
    (near(), maybe(), maybe(), maybe(), near(), any::<bool>()).prop_map(
        |(first, last, other, use_from, groups, whole)| {
            let first = if whole { day("2020-01-01") } else { first };
            let mut bearer = History::new(Who::Unit, "branch", first);
            bearer.last_day = last.filter(|last| *last >= first);
            bearer.use_from = use_from.unwrap_or(first).max(first);
            bearer.set("groups", if whole { first } else { groups }, 1);
            if let Some(other) = other.filter(|o| *o > first) {
                bearer.kinds[0].to = Some(other.plus_days(-1));
                bearer.kinds.push(Spell {
                    kind: "temporary_branch".to_owned(),
                    from: other,
                    to: None,
                });
            }
            bearer
        },
    )
}

fn fact() -> impl Strategy<Value = Fact> {
    let kinds = prop_oneof![4 => Just("theme_day"), 1 => Just("party_lecture")];
    (near(), 0..90_i32, kinds, any::<u8>()).prop_map(|(held, later, kind, dice)| {
        let mut fact = Fact::new(kind, held);
        let period = Period::of(KINDS[usize::from(dice) % 4].1, held);
        fact.id = i64::from(dice);
        fact.entered_on = held.plus_days(later);
        fact.withdrawn = dice < 25;
        fact.makes_up = match dice {
            30..100 => Some(period.prev()),
            100..110 => Some(period),
            110..120 => Some(period.prev().prev()),
            120..130 => Some(period.next()),
            _ => None,
        };
        fact
    })
}

fn world() -> impl Strategy<Value = World> {
    let facts = proptest::collection::vec(fact(), 0..12);
    (0..KINDS.len(), 0..MODALITIES.len(), history(), facts, any::<u8>(), near()).prop_map(
        |(kind, modality, bearer, facts, dice, on)| World {
            kind,
            modality,
            bearer,
            facts,
            exempt: dice < 25,
            explain: dice % 4 == 0,
            on,
        },
    )
}

/// As a person would count it with a calendar in hand.
fn by_hand(world: &World, period: Period) -> Option<State> {
    let days: Vec<Day> = (0..=period.first().days_until(period.last()))
        .map(|n| period.first().plus_days(n))
        .collect();
    let bound = |day: &Day| {
        let holds =
            |s: &Spell| s.kind == "branch" && s.from <= *day && s.to.is_none_or(|to| *day <= to);
        world.bearer.exists(*day) && world.bearer.kinds.iter().any(holds)
    };
    if !days.iter().any(bound) {
        return None;
    }
    if !days.iter().all(bound) || world.bearer.figure("groups", period.first()) == 0 {
        return Some(State::NotApplicable);
    }
    let closes = period.next().last();
    let counts = |f: &&Fact| {
        let inside = period.holds(f.held_on);
        let here = match f.makes_up {
            None => inside,
            Some(p) if p == period => inside || (f.held_on > period.last() && f.held_on <= closes),
            Some(_) => false,
        };
        here && !f.withdrawn && f.kind == "theme_day" && f.held_on <= world.on && bound(&f.held_on)
    };
    if world.facts.iter().filter(counts).count() >= 2 {
        return Some(State::Done);
    }
    Some(undone(world, period, closes))
}

fn undone(world: &World, period: Period, closes: Day) -> State {
    let modality = MODALITIES[world.modality];
    let bare = if world.bearer.use_from > period.first() {
        return State::NotKept;
    } else if world.on <= period.last() {
        State::Due
    } else if modality == "may" {
        return State::NotApplicable;
    } else if modality == "shall" && world.on > closes {
        State::Missed
    } else {
        State::Overdue
    };
    match (world.exempt, world.explain && modality != "shall") {
        (true, _) => State::Exempt,
        (_, true) => State::Explained,
        _ => bare,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_function_says_what_counting_by_hand_says(world in world()) {
        let services = world.services();
        for year in 2025..=2027 {
            let slots = every(world.rules(), &world.bearer, year);
            for period in Period::in_year(KINDS[world.kind].1, year) {
                let slot = slots.iter().find(|s| s.period == period);
                let (exempt, explain) = world.excuses(period);
                let found = slot.map(|s| state(s, &services, &exempt, &explain, world.on));
                prop_assert_eq!(found.as_ref().map(|v| v.state), by_hand(&world, period), "{}", period);
                if let Some(verdict) = found {
                    prop_assert!(!verdict.words().is_empty());
                    prop_assert_eq!(verdict.missing() == 0, verdict.met >= verdict.needed);
                }
            }
        }
    }

    #[test]
    fn owed_is_every_without_what_is_not_owed(world in world()) {
        let every = every(world.rules(), &world.bearer, 2026);
        let owed = owed(world.rules(), &world.bearer, 2026);
        let left: Vec<_> = every.into_iter().filter(|s| s.not_owed.is_none()).collect();
        prop_assert_eq!(left, owed);
    }

    #[test]
    fn order_does_not_matter_and_a_withdrawn_fact_leaves_no_trace(world in world(), pick in any::<prop::sample::Index>()) {
        let mut without = world.clone();
        let mut withdrawn = world.clone();
        if !world.facts.is_empty() {
            let n = pick.index(world.facts.len());
            without.facts.remove(n);
            withdrawn.facts[n].withdrawn = true;
        }
        withdrawn.facts.reverse();
        for slot in every(world.rules(), &world.bearer, 2026) {
            let a = state(&slot, &without.services(), &[], &[], world.on);
            let b = state(&slot, &withdrawn.services(), &[], &[], world.on);
            prop_assert_eq!((a.state, a.met, a.late_entry, a.late_done), (b.state, b.met, b.late_entry, b.late_done));
        }
    }

    #[test]
    fn one_more_fact_never_takes_away(world in world(), more in fact()) {
        let mut richer = world.clone();
        richer.facts.push(more);
        for slot in every(world.rules(), &world.bearer, 2026) {
            let before = state(&slot, &world.services(), &[], &[], world.on);
            let after = state(&slot, &richer.services(), &[], &[], world.on);
            prop_assert!(after.met >= before.met);
            prop_assert!(before.state != State::Done || after.state == State::Done);
        }
    }

    #[test]
    fn a_merged_unit_keeps_its_own_past(world in world(), end in near()) {
        prop_assume!(world.bearer.last_day.is_none() && end >= world.bearer.first_day);
        let mut merged = world.clone();
        merged.bearer.last_day = Some(end);
        merged.bearer.merged = true;
        merged.facts.retain(|f| f.held_on <= end);
        let mut lasting = world.clone();
        lasting.facts.retain(|f| f.held_on <= end);
        for year in 2025..=2027 {
            let after = every(merged.rules(), &merged.bearer, year);
            for slot in every(lasting.rules(), &lasting.bearer, year).iter().filter(|s| s.period.last() <= end) {
                let same = after.iter().find(|s| s.key() == slot.key()).expect("the past is still there");
                let verdict = |s, w: &World| state(s, &w.services(), &[], &[], w.on).state;
                prop_assert_eq!(verdict(slot, &lasting), verdict(same, &merged));
            }
            prop_assert!(after.iter().all(|s| s.period.last() <= end || s.not_owed.is_some()));
        }
    }

    #[test]
    fn without_a_fact_the_clock_alone_turns_it_on_two_days(kind in 0..4_usize, modality in 0..4_usize, n in 0..500_i32) {
        let rules = &ALL[kind * MODALITIES.len() + modality];
        let mut bearer = History::new(Who::Unit, "branch", day("2020-01-01"));
        bearer.set("groups", day("2020-01-01"), 1);
        let on = day("2026-01-01").plus_days(n);
        for slot in owed(rules, &bearer, 2026) {
            let (due_on, closes_on) = (slot.due_on, slot.closes_on.unwrap());
            prop_assert_eq!((due_on, closes_on), (slot.period.last(), slot.period.next().last()));
            let wanted = match MODALITIES[modality] {
                _ if on <= due_on => State::Due,
                "may" => State::NotApplicable,
                "shall" if on > closes_on => State::Missed,
                _ => State::Overdue,
            };
            prop_assert_eq!(state(&slot, &[], &[], &[], on).state, wanted);
        }
    }

    #[test]
    fn the_last_day_for_making_up_still_counts_and_the_next_no_more(kind in 0..4_usize) {
        let rules = &ALL[kind * MODALITIES.len()];
        let mut bearer = History::new(Who::Unit, "branch", day("2020-01-01"));
        bearer.set("groups", day("2020-01-01"), 1);
        for slot in owed(rules, &bearer, 2026) {
            let closes_on = slot.closes_on.unwrap();
            for (held_on, wanted) in [(closes_on, State::Done), (closes_on.plus_days(1), State::Missed)] {
                let mut fact = Fact::new("theme_day", held_on);
                fact.makes_up = Some(slot.period);
                let twice = [services(rules, &bearer, &fact), services(rules, &bearer, &fact)].concat();
                let verdict = state(&slot, &twice, &[], &[], closes_on.plus_days(1));
                prop_assert_eq!((verdict.state, verdict.late_done), (wanted, wanted == State::Done));
            }
        }
    }
}
