//! Which branches are heard, and who sits in.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use serde::{Deserialize, Serialize};

use super::lot;

/// Why somebody does not sit in at a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// He belongs to it, or holds a post in it.
    Own,
    /// He did, not long ago.
    Former,
    /// His branch and this one serve the same administrative unit.
    SameUnit,
    /// He said so himself; why is not asked.
    Declared,
    /// He sat in the last time it was heard.
    LastTime,
}

impl Why {
    pub fn zh(self) -> &'static str {
        match self {
            Self::Own => "本支部的人",
            Self::Former => "不久前是这里的人",
            Self::SameUnit => "同一个单位",
            Self::Declared => "本人提出回避",
            Self::LastTime => "上次就是他听的",
        }
    }
}

/// A branch that may be heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    pub id: i64,
    pub name: String,
    /// When it was heard last, by this kind of meeting.
    pub heard_on: Option<Day>,
    /// That day is of a round that drew it and is not over: as good as heard.
    #[serde(default)]
    pub is_waiting: bool,
    /// From when on its years without a hearing count.
    pub since: Day,
}

/// Somebody who may sit in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Auditor {
    pub id: i64,
    pub name: String,
    /// Branches where he does not.
    pub not_at: Vec<(i64, Why)>,
}

/// All that a draw is made from; kept with the seed, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    pub share_percent: i64,
    /// Each branch is heard at least once in so many years.
    pub years: i32,
    /// How many sit in together.
    pub seats: usize,
    /// Last day of the round.
    pub until: Day,
    pub branches: Vec<Branch>,
    pub auditors: Vec<Auditor>,
}

/// One branch that was drawn, and who sits in; `None` where nobody is left who may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub branch: i64,
    pub auditors: Vec<Option<i64>>,
}

/// One seat at one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub branch: i64,
    pub seat: usize,
    pub turn: usize,
    pub person: Option<i64>,
}

/// Somebody left a seat: his place is drawn again, or an officer has put somebody there by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub branch: i64,
    pub seat: usize,
    pub by_hand: Option<i64>,
}

pub fn draw(input: &Input, seed: &str) -> Vec<Drawn> {
    let mut load: BTreeMap<i64, usize> = BTreeMap::new();
    let of = |branch: i64| {
        let mut auditors: Vec<Option<i64>> = Vec::new();
        for _ in 0..input.seats {
            let here: BTreeSet<i64> = auditors.iter().flatten().copied().collect();
            let found = next(input, seed, branch, &load, &here);
            if let Some(person) = found {
                *load.entry(person).or_default() += 1;
            }
            auditors.push(found);
        }
        Drawn { branch, auditors }
    };
    chosen(input, seed).into_iter().map(of).collect()
}

/// First those whose years run out within the round, all of them; then those never heard; then those heard longest ago;
/// among equals by lot.
pub fn chosen(input: &Input, seed: &str) -> Vec<i64> {
    let is_due =
        |it: &Branch| it.heard_on.unwrap_or(it.since).plus_months(12 * input.years) <= input.until;
    let due = input.branches.iter().filter(|it| is_due(it)).count();
    let share = (input.branches.len() as i64 * input.share_percent + 99) / 100;
    let wanted = usize::try_from(share).unwrap_or_default().max(due).min(input.branches.len());
    let mut order: Vec<&Branch> = input.branches.iter().collect();
    order.sort_by_key(|it| {
        (!is_due(it), it.heard_on, lot(seed, &format!("branch {}", it.id)), it.id)
    });
    order.into_iter().take(wanted).map(|it| it.id).collect()
}

/// Who sits where fewest sit already, then by lot: nobody who must not, nobody of `here`.
fn next(
    input: &Input,
    seed: &str,
    branch: i64,
    load: &BTreeMap<i64, usize>,
    here: &BTreeSet<i64>,
) -> Option<i64> {
    let may =
        |it: &&Auditor| !here.contains(&it.id) && it.not_at.iter().all(|(not, _)| *not != branch);
    let order = |it: &&Auditor| {
        let sits = load.get(&it.id).copied().unwrap_or_default();
        (sits, lot(seed, &format!("auditor {branch} {}", it.id)), it.id)
    };
    input.auditors.iter().filter(may).min_by_key(order).map(|it| it.id)
}

/// Who takes the place of somebody who declined, as things stand: never one who sits or sat there.
pub fn again(input: &Input, seed: &str, seats: &[Seat], branch: i64) -> Option<i64> {
    let here = seats.iter().filter(|it| it.branch == branch).filter_map(|it| it.person).collect();
    let mut load: BTreeMap<i64, usize> = BTreeMap::new();
    for person in standing(seats).into_iter().filter_map(|it| it.person) {
        *load.entry(person).or_default() += 1;
    }
    next(input, seed, branch, &load, &here)
}

/// The last turn of each seat.
fn standing(seats: &[Seat]) -> Vec<&Seat> {
    let is_last = |it: &&Seat| {
        !seats
            .iter()
            .any(|other| (other.branch, other.seat) == (it.branch, it.seat) && other.turn > it.turn)
    };
    seats.iter().filter(is_last).collect()
}

/// Everything from the start: the draw, and what came after it in its order.
pub fn replay(input: &Input, seed: &str, left: &[Left]) -> Vec<Seat> {
    let first = |drawn: Drawn| {
        let branch = drawn.branch;
        let seats = drawn.auditors.into_iter().zip(1..);
        seats.map(move |(person, seat)| Seat { branch, seat, turn: 1, person }).collect::<Vec<_>>()
    };
    let mut seats: Vec<Seat> = draw(input, seed).into_iter().flat_map(first).collect();
    for Left { branch, seat, by_hand } in left {
        let person = by_hand.or_else(|| again(input, seed, &seats, *branch));
        let turns = seats.iter().filter(|it| (it.branch, it.seat) == (*branch, *seat)).count();
        seats.push(Seat { branch: *branch, seat: *seat, turn: turns + 1, person });
    }
    seats
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn any_input() -> impl Strategy<Value = Input> {
        let heard = prop::option::of(0..60_i32);
        let branches = prop::collection::vec((heard, 0..40_i32), 1..30);
        let auditors = prop::collection::vec(prop::collection::vec(0..30_usize, 0..6), 0..15);
        (branches, auditors, 1..=100_i64, 1..5_i32, 1..4_usize).prop_map(
            |(branches, auditors, share_percent, years, seats)| Input {
                share_percent,
                years,
                seats,
                until: day("2026-12-31"),
                branches: branches
                    .into_iter()
                    .zip(1..)
                    .map(|((heard, since), id)| Branch {
                        id,
                        name: format!("支部{id}"),
                        is_waiting: false,
                        heard_on: heard.map(|months| day("2026-11-01").plus_months(-months)),
                        since: day("2026-11-01").plus_months(-since),
                    })
                    .collect(),
                auditors: auditors
                    .into_iter()
                    .zip(1000..)
                    .map(|(not_at, id)| Auditor {
                        id,
                        name: format!("听会人{id}"),
                        not_at: not_at.into_iter().map(|it| (it as i64 + 1, Why::Own)).collect(),
                    })
                    .collect(),
            },
        )
    }

    fn not_at(input: &Input, person: i64, branch: i64) -> bool {
        let auditor = input.auditors.iter().find(|it| it.id == person).unwrap();
        auditor.not_at.iter().any(|(it, _)| *it == branch)
    }

    proptest! {
        /// Coverage: whose years run out is drawn; a branch never heard comes before one that was, unless that one is due.
        #[test]
        fn nobody_is_left_out_for_longer_than_the_years(input in any_input(), seed in "[0-9a-f]{8}") {
            let drawn = chosen(&input, &seed);
            let is_due = |it: &&Branch| it.heard_on.unwrap_or(it.since).plus_months(12 * input.years) <= input.until;
            for branch in input.branches.iter().filter(is_due) {
                prop_assert!(drawn.contains(&branch.id), "{branch:?}");
            }
            let not_due = || input.branches.iter().filter(|it| !is_due(it));
            let left_out = not_due().any(|it| it.heard_on.is_none() && !drawn.contains(&it.id));
            let heard_again = not_due().any(|it| it.heard_on.is_some() && drawn.contains(&it.id));
            prop_assert!(!(left_out && heard_again));
            prop_assert!(drawn.len() as i64 * 100 >= input.branches.len() as i64 * input.share_percent);
        }

        /// Conflicts: nobody sits where he must not, nor twice at one branch, also after others have declined.
        #[test]
        fn nobody_sits_where_he_must_not(input in any_input(), seed in "[0-9a-f]{8}", who in prop::collection::vec(any::<usize>(), 0..8)) {
            let mut seats = replay(&input, &seed, &[]);
            let mut left = Vec::new();
            for number in who {
                let all = standing(&seats);
                let Some(seat) = all.get(number % all.len().max(1)) else { break };
                left.push(Left { branch: seat.branch, seat: seat.seat, by_hand: None });
                seats = replay(&input, &seed, &left);
            }
            for seat in &seats {
                if let Some(person) = seat.person {
                    prop_assert!(!not_at(&input, person, seat.branch));
                    let there = seats.iter().filter(|it| it.branch == seat.branch && it.person == Some(person));
                    prop_assert_eq!(there.count(), 1, "he who left does not come back");
                }
            }
            prop_assert_eq!(&seats, &replay(&input, &seed, &left), "the same again");
        }

        /// A seat is empty only where everybody who may sits there already.
        #[test]
        fn a_seat_is_empty_only_where_nobody_is_left(input in any_input(), seed in "[0-9a-f]{8}") {
            for drawn in draw(&input, &seed) {
                let may = input.auditors.iter().filter(|it| !not_at(&input, it.id, drawn.branch)).count();
                prop_assert_eq!(drawn.auditors.iter().flatten().count(), may.min(input.seats));
            }
        }
    }

    #[test]
    fn another_seed_draws_others() {
        let branch = |id| Branch {
            id,
            name: String::new(),
            heard_on: None,
            is_waiting: false,
            since: day("2026-01-01"),
        };
        let input = Input {
            share_percent: 20,
            years: 5,
            seats: 0,
            until: day("2026-12-31"),
            branches: (1..=50).map(branch).collect(),
            auditors: Vec::new(),
        };
        assert_eq!(chosen(&input, "a").len(), 10);
        assert_ne!(chosen(&input, "a"), chosen(&input, "b"));
        assert_eq!(lot("a", "branch 1"), lot("a", "branch 1"));
    }
}
