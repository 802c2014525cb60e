//! One moment, kept in UTC and shown in the time of Shanghai.

use crate::{Day, ParseError, as_text};
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use std::fmt;
use std::str::FromStr;

/// China has kept +8 without summer time since 1992, so no zone data are needed.
const SHANGHAI: Offset = Offset::constant(8);

/// A moment in milliseconds, written `2026-11-20T00:00:00.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

as_text!(Instant);

impl Instant {
    /// That hour and minute in Shanghai; an hour past 23 or a minute past 59 is taken as the last one.
    pub fn at(day: Day, hour: i8, minute: i8) -> Self {
        let time = Time::constant(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
        let local = DateTime::from_parts(day.date(), time);
        SHANGHAI.to_timestamp(local).map_or(Self(0), Self::from_timestamp)
    }

    pub fn from_millis(millis: i64) -> Self {
        let first = Timestamp::MIN.as_millisecond();
        Self(millis.clamp(first, Timestamp::MAX.as_millisecond()))
    }

    /// Milliseconds since the first day of 1970, UTC.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The day it is in Shanghai.
    pub fn day(self) -> Day {
        Day::from_date(self.local().date())
    }

    /// The hour and minute in Shanghai.
    pub fn hour_minute(self) -> (i8, i8) {
        (self.local().hour(), self.local().minute())
    }

    /// `15:00`
    pub fn time_zh(self) -> String {
        let (hour, minute) = self.hour_minute();
        format!("{hour}:{minute:02}")
    }

    /// `2026年11月20日8:00`
    pub fn zh(self) -> String {
        format!("{}{}", self.day().zh(), self.time_zh())
    }

    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_millis(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds; negative where `later` is in fact earlier.
    pub fn seconds_until(self, later: Self) -> i64 {
        (later.0 - self.0) / 1000
    }

    pub(crate) fn from_timestamp(at: Timestamp) -> Self {
        Self(at.as_millisecond())
    }

    fn local(self) -> DateTime {
        SHANGHAI.to_datetime(self.timestamp())
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl FromStr for Instant {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let broken = || ParseError::new(text, "时刻（如2026-11-20T00:00:00.000Z）");
        if !text.ends_with('Z') {
            return Err(broken());
        }
        let local: DateTime = text.trim_end_matches('Z').parse().map_err(|_| broken())?;
        let at = local.to_zoned(TimeZone::UTC).map_err(|_| broken())?;
        Ok(Self::from_timestamp(at.timestamp()))
    }
}
