//! A date of which only the month may be known, as old files have them.

use crate::day::digits;
use crate::{Day, ParseError, as_text};
use std::fmt;
use std::str::FromStr;

/// `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartDay {
    /// Holds the first day of the month.
    Month(Day),
    Day(Day),
}

as_text!(PartDay);

impl PartDay {
    /// `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Day::new(year, month, 1).map(Self::Month)
    }

    /// The first day it can be.
    pub fn earliest(self) -> Day {
        match self {
            Self::Month(first) => first,
            Self::Day(day) => day,
        }
    }

    /// The last day it can be.
    pub fn latest(self) -> Day {
        match self {
            Self::Month(first) => first.last_of_month(),
            Self::Day(day) => day,
        }
    }

    /// `2026年3月` or `2026年3月5日`
    pub fn zh(self) -> String {
        match self {
            Self::Month(first) => format!("{}年{}月", first.year(), first.month()),
            Self::Day(day) => day.zh(),
        }
    }
}

impl From<Day> for PartDay {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for PartDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl FromStr for PartDay {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text).ok_or_else(|| ParseError::new(text, "年月或者日期（如2026-03）"))
    }
}

fn parse(text: &str) -> Option<PartDay> {
    if let Ok(day) = text.parse() {
        return Some(PartDay::Day(day));
    }
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    PartDay::month(digits(year)?.try_into().ok()?, digits(month)?.try_into().ok()?)
}
