//! When recurring work is due: a table in code, in the time of Shanghai. No I/O here.

use calendar::{Instant, Workdays};

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
}

/// How far back a missed slot is looked for: the longest holiday and then some.
const DAYS_BACK: i32 = 15;

impl Schedule {
    /// The last slot at or before `now`.
    pub(crate) fn slot(&self, now: Instant) -> Option<Instant> {
        let today = now.day();
        (0..=DAYS_BACK).map(|back| today.plus_days(-back)).find_map(|day| {
            let at = match self.when {
                When::Daily(hour, minute) => Some(Instant::at(day, hour, minute)),
                When::Workdays(hour, minute) => {
                    Workdays::built_in().is_workday(day).then(|| Instant::at(day, hour, minute))
                }
            };
            at.filter(|at| *at <= now)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i8, minute: i8) -> Instant {
        Instant::at(day.parse().unwrap(), hour, minute)
    }

    #[test]
    fn a_slot_begins_on_its_minute_and_lasts_until_the_next() {
        let daily = Schedule { kind: "x", when: When::Daily(9, 0) };
        assert_eq!(daily.slot(at("2026-11-20", 8, 59)), Some(at("2026-11-19", 9, 0)));
        assert_eq!(daily.slot(at("2026-11-20", 9, 0)), Some(at("2026-11-20", 9, 0)));
        assert_eq!(daily.slot(at("2026-11-20", 23, 59)), Some(at("2026-11-20", 9, 0)));
    }

    #[test]
    fn a_workday_slot_skips_the_weekend_and_the_national_day() {
        let workdays = Schedule { kind: "x", when: When::Workdays(9, 0) };
        assert_eq!(workdays.slot(at("2026-11-22", 12, 0)), Some(at("2026-11-20", 9, 0)));
        assert_eq!(workdays.slot(at("2026-10-05", 12, 0)), Some(at("2026-09-30", 9, 0)));
    }
}
