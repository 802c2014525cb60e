//! Standing duties: a state that must hold as long as its conditions do.

use super::clock;
use super::conditions::unmet;
use super::history::History;
use calendar::{Day, Deadline};
use rules::{Duty, Rules};

/// How it stood from one day until the next turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub from: Day,
    /// The last day; `None` while it lasts.
    pub to: Option<Day>,
    pub how: Hold,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hold {
    /// It does not bind; in words why.
    Free(String),
    Met,
    /// Not met since that day, for the reason in words, to be put right by the last day.
    Open {
        since: Day,
        due: Deadline,
        why: String,
    },
}

impl Stand {
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The whole story, cut at every turn of the bearer's history. Empty where it never existed under the duty.
pub(super) fn stands(rules: &Rules, bearer: &History, duty: &Duty) -> Vec<Stand> {
    let first = bearer.first_day.max(duty.from);
    let mut turns = bearer.turns();
    turns.retain(|day| *day > first && bearer.exists(*day));
    turns.insert(first);
    if !bearer.exists(first) {
        return Vec::new();
    }
    let days: Vec<Day> = turns.into_iter().collect();
    let mut stands: Vec<Stand> = Vec::new();
    for (n, &from) in days.iter().enumerate() {
        let to = days.get(n + 1).map(|next| next.plus_days(-1)).or(bearer.last_day);
        let since = match stands.last().map(|s| &s.how) {
            Some(Hold::Open { since, .. }) => *since,
            _ => from,
        };
        stands.push(Stand { from, to, how: hold(rules, bearer, duty, from, since) });
    }
    stands
}

fn hold(rules: &Rules, bearer: &History, duty: &Duty, day: Day, since: Day) -> Hold {
    if !bearer.is_any(&duty.binds, day) {
        return Hold::Free("不属于这项义务的承担者".to_owned());
    }
    if let Some(why) = unmet(&duty.applies, rules, bearer, day) {
        return Hold::Free(why);
    }
    let Some(why) = unmet(&duty.requires, rules, bearer, day) else {
        return Hold::Met;
    };
    let at_once = Deadline { day: since, provisional: false };
    let due = duty
        .clock
        .as_ref()
        .and_then(|c| clock::end(rules, c, since, since).ok())
        .unwrap_or(at_once);
    Hold::Open { since, due, why }
}
