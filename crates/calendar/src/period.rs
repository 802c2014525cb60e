//! Months, quarters, halves and years, and free stretches of days.

use crate::day::digits;
use crate::{Day, ParseError, as_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodKind {
    Month,
    Quarter,
    Half,
    Year,
    Free,
}

impl PeriodKind {
    /// How many months it lasts; `None` for a free stretch.
    fn months(self) -> Option<i32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::Year => Some(12),
            Self::Free => None,
        }
    }
}

/// A stretch of whole days. Its key is `2026-03`, `2026-Q3`, `2026-H1`, `2026` or `2026-03-05~2026-06-04`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Day,
    last: Day,
    kind: PeriodKind,
}

as_text!(Period);

impl Period {
    /// The period of this kind that holds the day; a free one is the day alone.
    pub fn of(kind: PeriodKind, day: Day) -> Self {
        let Some(months) = kind.months() else {
            return Self { first: day, last: day, kind };
        };
        let into = i32::from(day.month() - 1) % months;
        let first = day.first_of_month().plus_months(-into);
        let last = first.plus_months(months - 1).last_of_month();
        Self { first, last, kind }
    }

    /// `None` where `last` is before `first`.
    pub fn free(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last, kind: PeriodKind::Free })
    }

    /// All of this kind in the year, in order; none for `Free`.
    pub fn in_year(kind: PeriodKind, year: i16) -> Vec<Self> {
        let (Some(months), Some(first)) = (kind.months(), Day::new(year, 1, 1)) else {
            return Vec::new();
        };
        (0..12 / months).map(|n| Self::of(kind, first.plus_months(n * months))).collect()
    }

    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    pub fn first(self) -> Day {
        self.first
    }

    pub fn last(self) -> Day {
        self.last
    }

    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// The number within the year: month 1–12, quarter 1–4, half 1–2; otherwise 1.
    pub fn number(self) -> i32 {
        match self.kind.months() {
            Some(months) => i32::from(self.first.month() - 1) / months + 1,
            None => 1,
        }
    }

    pub fn holds(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The one right after it, as long in months, or in days where free.
    pub fn next(self) -> Self {
        let first = self.last.plus_days(1);
        match self.kind {
            PeriodKind::Free => {
                let last = first.plus_days(self.first.days_until(self.last));
                Self { first, last, kind: self.kind }
            }
            kind => Self::of(kind, first),
        }
    }

    pub fn prev(self) -> Self {
        let last = self.first.plus_days(-1);
        match self.kind {
            PeriodKind::Free => {
                let first = last.plus_days(-self.first.days_until(self.last));
                Self { first, last, kind: self.kind }
            }
            kind => Self::of(kind, last),
        }
    }

    pub fn key(self) -> String {
        self.to_string()
    }

    /// `11月`, `第三季度`, `上半年`, `2026年`, `3月5日至6月4日`: for a place where the year is known.
    pub fn zh(self) -> String {
        const QUARTERS: [&str; 4] = ["第一季度", "第二季度", "第三季度", "第四季度"];
        match self.kind {
            PeriodKind::Month => format!("{}月", self.first.month()),
            PeriodKind::Quarter => QUARTERS[(self.number() - 1) as usize].to_owned(),
            PeriodKind::Half if self.number() == 1 => "上半年".to_owned(),
            PeriodKind::Half => "下半年".to_owned(),
            PeriodKind::Year => format!("{}年", self.year()),
            PeriodKind::Free => format!("{}至{}", self.first.zh_short(), self.last.zh_short()),
        }
    }

    /// The same with its year: `2026年第三季度`.
    pub fn zh_full(self) -> String {
        match self.kind {
            PeriodKind::Year => self.zh(),
            PeriodKind::Free => format!("{}至{}", self.first.zh(), self.last.zh()),
            _ => format!("{}年{}", self.year(), self.zh()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year();
        match self.kind {
            PeriodKind::Month => write!(f, "{year:04}-{:02}", self.number()),
            PeriodKind::Quarter => write!(f, "{year:04}-Q{}", self.number()),
            PeriodKind::Half => write!(f, "{year:04}-H{}", self.number()),
            PeriodKind::Year => write!(f, "{year:04}"),
            PeriodKind::Free => write!(f, "{}~{}", self.first, self.last),
        }
    }
}

impl FromStr for Period {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text)
            .ok_or_else(|| ParseError::new(text, "期间（如2026-03、2026-Q3、2026-H1、2026）"))
    }
}

fn parse(text: &str) -> Option<Period> {
    if let Some((first, last)) = text.split_once('~') {
        return Period::free(first.parse().ok()?, last.parse().ok()?);
    }
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    if year.len() != 4 {
        return None;
    }
    let (kind, number) = match part.as_bytes() {
        [] => (PeriodKind::Year, 1),
        [b'Q', n @ b'1'..=b'4'] => (PeriodKind::Quarter, i32::from(n - b'0')),
        [b'H', n @ b'1'..=b'2'] => (PeriodKind::Half, i32::from(n - b'0')),
        [_, _] => (PeriodKind::Month, i32::from(digits(part)?)),
        _ => return None,
    };
    let year = digits(year)?.try_into().ok()?;
    let index = usize::try_from(number - 1).ok()?;
    Period::in_year(kind, year).get(index).copied()
}
