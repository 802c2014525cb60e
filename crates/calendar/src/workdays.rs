//! Working days by the yearly notices of the State Council.

use crate::Day;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

/// The yearly notices up to the last one that is out, as the binary carries them.
static BUILT_IN: LazyLock<Workdays> = LazyLock::new(|| {
    let text = include_str!("../../../data/workdays.csv");
    Workdays::from_csv(text).expect("the shipped list of working days is tested")
});

/// The same with the years that the operator has added.
static WITH_ADDED: OnceLock<Workdays> = OnceLock::new();

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
pub enum BrokenWorkdays {
    #[error(
        "第{line}行写错了：{text}。要写成 2027-01-01,5,0,元旦 这样：日期、星期几（1到7）、上不上班（1或0）、名称"
    )]
    Line { line: usize, text: String },
    /// A year of which the notice is not in as a whole.
    #[error("{0}年的不全：元旦和国庆节放假的日子都要在里面")]
    Year(i16),
}

impl Workdays {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// By which everything is counted: the shipped notices, and those that the installation has added.
    pub fn in_force() -> &'static Self {
        WITH_ADDED.get().unwrap_or(&BUILT_IN)
    }

    /// Takes what an installation has added, before anything is counted; the first of a process stays.
    pub fn take_added(text: &str) -> Result<(), BrokenWorkdays> {
        let all = BUILT_IN.with(text)?;
        WITH_ADDED.get_or_init(|| all);
        Ok(())
    }

    /// With the days of further notices; a day that stands in both is as the later one says. A year is added as a
    /// whole or not at all: half of one would be taken for sure.
    pub fn with(&self, text: &str) -> Result<Self, BrokenWorkdays> {
        let more = Self::from_csv(text)?;
        let is_known = |year| self.knows(year) || more.knows(year);
        if let Some(day) = more.differing.keys().find(|day| !is_known(day.year())) {
            return Err(BrokenWorkdays::Year(day.year()));
        }
        let mut all = self.clone();
        all.differing.extend(more.differing);
        all.complete.extend(more.complete);
        Ok(all)
    }

    /// Lines of `date,weekday,is_workday,name,confidence` under a heading. A year is complete when its
    /// New Year and its National Day are in.
    pub fn from_csv(text: &str) -> Result<Self, BrokenWorkdays> {
        let mut differing = BTreeMap::new();
        let mut seen: BTreeMap<i16, (bool, bool)> = BTreeMap::new();
        for (at, line) in text.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
            let broken = || BrokenWorkdays::Line { line: at + 1, text: line.to_owned() };
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
