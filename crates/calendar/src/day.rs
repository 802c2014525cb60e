//! One day of the civil calendar, without a time or a zone.

use crate::{ParseError, as_text};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use std::fmt;
use std::str::FromStr;

/// A day between the years 1 and 9999, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

as_text!(Day);

impl Day {
    pub const MIN: Self = Self(Date::constant(1, 1, 1));
    pub const MAX: Self = Self(Date::constant(9999, 12, 31));

    /// `None` where there is no such day, as 30 February.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        Date::new(year, month, day).ok().map(Self)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// 1 is Monday, 7 is Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Stops at the first and the last day that can be written.
    pub fn plus_days(self, days: i32) -> Self {
        self.plus(days.days())
    }

    /// The same day of another month, or that month's last day where it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        self.plus(months.months())
    }

    fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span)).clamp(Self::MIN, Self::MAX)
    }

    /// Negative where `later` is in fact earlier.
    pub fn days_until(self, later: Self) -> i32 {
        (later.0 - self.0).get_days()
    }

    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    pub fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// `2026年3月5日`
    pub fn zh(self) -> String {
        format!("{}年{}", self.year(), self.zh_short())
    }

    /// `3月5日`
    pub fn zh_short(self) -> String {
        format!("{}月{}日", self.month(), self.day())
    }

    /// `星期五`
    pub fn weekday_zh(self) -> &'static str {
        const NAMES: [&str; 7] =
            ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
        NAMES[(self.weekday() - 1) as usize]
    }

    pub(crate) fn date(self) -> Date {
        self.0
    }

    pub(crate) fn from_date(date: Date) -> Self {
        Self(date).clamp(Self::MIN, Self::MAX)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Day {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        parse(text).ok_or_else(|| ParseError::new(text, "日期（如2026-03-05）"))
    }
}

fn parse(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    if !shaped {
        return None;
    }
    Day::new(
        digits(text.get(..4)?)?.try_into().ok()?,
        digits(text.get(5..7)?)?.try_into().ok()?,
        digits(text.get(8..)?)?.try_into().ok()?,
    )
}

/// A number of ASCII digits only: no sign, no space.
pub(crate) fn digits(text: &str) -> Option<u16> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
