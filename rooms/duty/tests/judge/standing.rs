//! Standing duties: a committee from seven full members on.

use super::small::{day, duty, rules};
use calendar::Day;
use duty::judge::{History, State, every, state};
use proptest::prelude::*;
use rules::{Rules, Who};
use std::sync::LazyLock;

static COMMITTEE: LazyLock<Rules> = LazyLock::new(|| {
    rules(&[duty(
        "who = \"unit\"\nmodality = \"shall\"\nperiod = \"standing\"\nclock = { unit = \"months\", is = 3 }\n\
         applies = [\"committee-due\"]\nrequires = [\"has-committee\"]\nfrom = 2019-01-01",
    )])
});

fn by_hand(bearer: &History, on: Day) -> State {
    let due = |d: Day| bearer.exists(d) && bearer.figure("full-members", d) >= 7;
    let has = |d: Day| bearer.figure("committee-members", d) > 0;
    if !due(on) {
        return State::NotApplicable;
    }
    if has(on) {
        return State::Done;
    }
    let mut since = on;
    while due(since.plus_days(-1)) && !has(since.plus_days(-1)) {
        since = since.plus_days(-1);
    }
    if on <= since.plus_months(3) { State::Due } else { State::Overdue }
}

proptest! {
    #[test]
    fn the_state_on_a_day_is_that_of_the_day(
        members in proptest::collection::vec((0..700_i32, 5..9_i64), 0..6),
        committee in proptest::collection::vec((0..700_i32, 0..2_i64), 0..5),
        end in proptest::option::weighted(0.3, 0..700_i32),
        n in 0..730_i32,
    ) {
        let start = day("2025-01-01");
        let mut bearer = History::new(Who::Unit, "branch", start);
        bearer.last_day = end.map(|n| start.plus_days(n));
        for (n, value) in members {
            bearer.set("full-members", start.plus_days(n), value);
        }
        for (n, value) in committee {
            bearer.set("committee-members", start.plus_days(n), value);
        }
        let on = start.plus_days(n);
        let slots = every(&COMMITTEE, &bearer, on.year());
        let found = slots.first().map_or(State::NotApplicable, |s| state(s, &[], &[], &[], on).state);
        prop_assert_eq!(found, by_hand(&bearer, on));
    }
}
