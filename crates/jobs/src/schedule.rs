//! When recurring work is due: a table in code, in the time of Shanghai.

use act::Result;
use calendar::{Day, Instant, Workdays};
use db::{Db, Read};

/// A kind of job that comes again by itself.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    pub kind: &'static str,
    pub when: When,
}

/// Hours and minutes in Shanghai.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Daily(i8, i8),
    /// Working days by the State Council's notices.
    Workdays(i8, i8),
    /// What the installation has set: the last slot at or before an instant.
    Asked(fn(&Read, Instant) -> Result<Option<Instant>>),
}

/// How far back a missed slot is looked for: the longest holiday and then some.
const DAYS_BACK: i32 = 15;

impl Schedule {
    /// The last slot at or before `now`.
    pub(crate) fn slot(&self, db: &Db, now: Instant) -> Result<Option<Instant>> {
        match self.when {
            When::Daily(hour, minute) => Ok(last(now, (hour, minute), |_| true)),
            When::Workdays(hour, minute) => {
                Ok(last(now, (hour, minute), |day| Workdays::in_force().is_workday(day)))
            }
            When::Asked(ask) => db.read(|read| ask(read, now)),
        }
    }
}

/// At this time of the last such day.
fn last(now: Instant, (hour, minute): (i8, i8), is_one: fn(Day) -> bool) -> Option<Instant> {
    let days = (0..=DAYS_BACK).map(|back| now.day().plus_days(-back)).filter(|day| is_one(*day));
    days.map(|day| Instant::at(day, hour, minute)).find(|at| *at <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i8, minute: i8) -> Instant {
        Instant::at(day.parse().unwrap(), hour, minute)
    }

    #[test]
    fn a_slot_begins_on_its_minute_and_lasts_until_the_next() {
        let daily = |now| last(now, (9, 0), |_| true);
        assert_eq!(daily(at("2026-11-20", 8, 59)), Some(at("2026-11-19", 9, 0)));
        assert_eq!(daily(at("2026-11-20", 9, 0)), Some(at("2026-11-20", 9, 0)));
        assert_eq!(daily(at("2026-11-20", 23, 59)), Some(at("2026-11-20", 9, 0)));
    }

    #[test]
    fn a_workday_slot_skips_the_weekend_and_the_national_day() {
        let workdays = |now| last(now, (9, 0), |day| Workdays::in_force().is_workday(day));
        assert_eq!(workdays(at("2026-11-22", 12, 0)), Some(at("2026-11-20", 9, 0)));
        assert_eq!(workdays(at("2026-10-05", 12, 0)), Some(at("2026-09-30", 9, 0)));
    }
}
