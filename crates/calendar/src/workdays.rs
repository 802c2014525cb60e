//! Working days by the yearly notices of the State Council.

use crate::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The yearly notices up to the last one that is out, as the binary carries them.
static BUILT_IN: LazyLock<Workdays> = LazyLock::new(|| {
    let text = include_str!("../../../data/workdays.csv");
    Workdays::from_csv(text).expect("the shipped list of working days is tested")
});

/// Days that differ from "Monday to Friday", and the years whose notice is known.
#[derive(Debug, Clone, Default)]
pub struct Workdays {
    differing: BTreeMap<Day, bool>,
    complete: BTreeSet<i16>,
}

/// A last day; provisional where it was counted through a year whose notice is not out yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline {
    pub day: Day,
    pub provisional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("工作日表第{line}行写错了：{text}")]
pub struct BrokenWorkdays {
    pub line: usize,
    pub text: String,
}

impl Workdays {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Lines of `date,weekday,is_workday,name,confidence` under a heading. A year is complete when its
    /// New Year and its National Day are in.
    pub fn from_csv(text: &str) -> Result<Self, BrokenWorkdays> {
        let mut differing = BTreeMap::new();
        let mut seen: BTreeMap<i16, (bool, bool)> = BTreeMap::new();
        for (at, line) in text.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
            let broken = || BrokenWorkdays { line: at + 1, text: line.to_owned() };
            let (day, works, name) = row(line).ok_or_else(broken)?;
            differing.insert(day, works);
            let (new_year, national) = seen.entry(day.year()).or_default();
            *new_year |= name.contains("元旦");
            *national |= name.contains("国庆");
        }
        let complete = seen.into_iter().filter(|(_, (a, b))| *a && *b).map(|(y, _)| y).collect();
        Ok(Self { differing, complete })
    }

    pub fn complete_years(&self) -> impl Iterator<Item = i16> + '_ {
        self.complete.iter().copied()
    }

    pub fn knows(&self, year: i16) -> bool {
        self.complete.contains(&year)
    }

    /// In a year that is not complete: Monday to Friday.
    pub fn is_workday(&self, day: Day) -> bool {
        self.differing.get(&day).copied().unwrap_or(day.weekday() <= 5)
    }

    /// The n-th working day after `day`, which itself is not counted; with 0 the day itself.
    pub fn add(&self, day: Day, n: u32) -> Deadline {
        self.walk(day, n, 1)
    }

    /// The n-th working day before `day`, which itself is not counted.
    pub fn sub(&self, day: Day, n: u32) -> Deadline {
        self.walk(day, n, -1)
    }

    fn walk(&self, from: Day, n: u32, step: i32) -> Deadline {
        let (mut day, mut left, mut provisional) = (from, n, false);
        while left > 0 {
            let next = day.plus_days(step);
            if next == day {
                return Deadline { day, provisional: true };
            }
            day = next;
            left -= u32::from(self.is_workday(day));
            provisional |= !self.knows(day.year());
        }
        Deadline { day, provisional }
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    pub fn count_between(&self, from: Day, to: Day) -> u32 {
        let days = from.days_until(to).max(0);
        (1..=days).map(|n| u32::from(self.is_workday(from.plus_days(n)))).sum()
    }
}

fn row(line: &str) -> Option<(Day, bool, &str)> {
    let mut cells = line.split(',').map(str::trim);
    let day = cells.next()?.parse().ok()?;
    let weekday: i8 = cells.next()?.parse().ok()?;
    let works = match cells.next()? {
        "1" => true,
        "0" => false,
        _ => return None,
    };
    let name = cells.next()?;
    (Day::weekday(day) == weekday).then_some((day, works, name))
}
