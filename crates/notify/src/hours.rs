//! Working hours and digests, as `systems/notices.toml` sets them. No I/O here.

use std::sync::LazyLock;

use calendar::{Day, Instant, Workdays};
use serde::Deserialize;

static BUILT_IN: LazyLock<Hours> = LazyLock::new(|| {
    let text = include_str!("../../../systems/notices.toml");
    Hours::from_toml(text).expect("the shipped hours are tested")
});

/// A day further than this from the last working day is no holiday any more.
const DAYS_AHEAD: i32 = 30;

/// When digests go out, in the time of Shanghai.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Hour and minute, ascending.
    pub(crate) digests: Vec<(i8, i8)>,
    pub(crate) kept_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidHours(pub String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    working_hours: WorkingHours,
    digests: Vec<String>,
    kept_days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingHours {
    from: String,
    to: String,
}

impl Hours {
    /// The copy that the binary carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    pub fn from_toml(text: &str) -> Result<Self, InvalidHours> {
        let file: File = toml::from_str(text).map_err(|error| InvalidHours(error.to_string()))?;
        let (from, to) = (time(&file.working_hours.from)?, time(&file.working_hours.to)?);
        let mut digests =
            file.digests.iter().map(|text| time(text)).collect::<Result<Vec<_>, _>>()?;
        digests.sort_unstable();
        match digests.iter().find(|at| **at < from || **at > to) {
            Some((hour, minute)) => {
                Err(InvalidHours(format!("{hour}:{minute:02}不在工作时间内，消息汇总不能在这时发")))
            }
            None if digests.is_empty() => Err(InvalidHours("至少要有一个汇总时刻".into())),
            None => Ok(Self { digests, kept_days: file.kept_days }),
        }
    }

    /// The first digest at or after `now`.
    pub fn next_digest(&self, now: Instant) -> Instant {
        let workdays = Workdays::built_in();
        let today = now.day();
        let days = (0..=DAYS_AHEAD).map(|ahead| today.plus_days(ahead));
        let on_workdays = days.filter(|day| workdays.is_workday(*day));
        let mut slots = on_workdays.flat_map(|day| self.on(day));
        slots.find(|at| *at >= now).unwrap_or(now)
    }

    fn on(&self, day: Day) -> impl Iterator<Item = Instant> + '_ {
        self.digests.iter().map(move |(hour, minute)| Instant::at(day, *hour, *minute))
    }
}

fn time(text: &str) -> Result<(i8, i8), InvalidHours> {
    let parsed = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
    });
    parsed.ok_or_else(|| InvalidHours(format!("“{text}”不是时刻，要写成9:00这样")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(day: &str, hour: i8, minute: i8) -> String {
        let now = Instant::at(day.parse().unwrap(), hour, minute);
        Hours::built_in().next_digest(now).zh()
    }

    #[test]
    fn the_night_the_weekend_and_the_national_day_stay_quiet() {
        assert_eq!(next("2026-11-20", 8, 59), "2026年11月20日9:00");
        assert_eq!(next("2026-11-20", 9, 0), "2026年11月20日9:00");
        assert_eq!(next("2026-11-20", 9, 1), "2026年11月20日14:30");
        assert_eq!(next("2026-11-20", 14, 31), "2026年11月23日9:00");
        assert_eq!(next("2026-11-21", 12, 0), "2026年11月23日9:00");
        assert_eq!(next("2026-09-30", 20, 0), "2026年10月8日9:00");
    }

    #[test]
    fn a_digest_outside_working_hours_is_refused() {
        let text = "working_hours = { from = \"9:00\", to = \"17:30\" }\n\
                    digests = [\"18:00\"]\nkept_days = 1";
        let refused = Hours::from_toml(text).unwrap_err();
        assert!(refused.0.contains("18:00不在工作时间内"), "{}", refused.0);
    }
}
