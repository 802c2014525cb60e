//! Figures over time, counted from spells.

use calendar::Day;
use std::collections::{BTreeMap, BTreeSet};

/// A stretch of days; `to` is the first day after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Day,
    pub(super) to: Option<Day>,
}

impl Stretch {
    pub(super) fn holds(self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// Running sums of changes by day.
pub(super) fn running(changes: &BTreeMap<Day, i64>) -> BTreeMap<Day, i64> {
    let mut sum = 0;
    let mut add = |(day, change): (&Day, &i64)| {
        sum += change;
        (*day, sum)
    };
    changes.iter().map(&mut add).collect()
}

/// `value` on every day on which some stretch begins or ends.
pub(super) fn steps<'s>(
    stretches: impl Iterator<Item = &'s Stretch>,
    value: impl Fn(Day) -> i64,
) -> BTreeMap<Day, i64> {
    let turns: BTreeSet<Day> = stretches.flat_map(|it| [Some(it.from), it.to]).flatten().collect();
    turns.into_iter().map(|day| (day, value(day))).collect()
}
