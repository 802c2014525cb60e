//! Working hours and digests, as `systems/notices.toml` or the administrator sets them. No I/O here.

use std::{fmt, sync::LazyLock};

use calendar::{Day, Instant, Workdays};
use serde::Deserialize;

static BUILT_IN: LazyLock<Hours> = LazyLock::new(|| {
    let text = include_str!("../../../systems/notices.toml");
    Hours::from_toml(text).expect("the shipped hours are tested")
});

/// A day further than this from the last working day is no holiday any more.
const DAYS_AHEAD: i32 = 30;

/// Hour and minute in Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i8, i8);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0, self.1)
    }
}

/// When digests go out, in the time of Shanghai.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    pub from: Time,
    pub to: Time,
    /// Ascending, within working hours, at least one.
    pub digests: Vec<Time>,
    /// Nobody sets working hours beyond these.
    outermost: (Time, Time),
    pub(crate) kept_days: i64,
}

/// What is wrong, at which field of the form: `from`, `to`, `digests`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidHours {
    pub field: &'static str,
    pub words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    working_hours: Span,
    outermost_hours: Span,
    digests: Vec<String>,
    kept_days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Span {
    from: String,
    to: String,
}

impl Hours {
    /// The copy that the binary carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    pub fn from_toml(text: &str) -> Result<Self, InvalidHours> {
        let file: File =
            toml::from_str(text).map_err(|error| fault("", error.message().to_owned()))?;
        let Span { from, to } = &file.outermost_hours;
        let outermost = (time("from", from)?, time("to", to)?);
        let digests = Vec::new();
        let shell = Self {
            from: outermost.0,
            to: outermost.1,
            digests,
            outermost,
            kept_days: file.kept_days,
        };
        let Span { from, to } = &file.working_hours;
        let digests: Vec<&str> = file.digests.iter().map(String::as_str).collect();
        shell.with(from, to, &digests)
    }

    /// The same with other working hours and digests, as somebody typed them.
    pub fn with(&self, from: &str, to: &str, digests: &[&str]) -> Result<Self, InvalidHours> {
        let (first, last) = self.outermost;
        let (from, to) = (time("from", from)?, time("to", to)?);
        if from < first {
            return Err(fault("from", format!("上班时间不能早于{first}")));
        }
        if to > last || to <= from {
            return Err(fault("to", format!("下班时间要在{from}之后，不能晚于{last}")));
        }
        let typed: Result<Vec<Time>, _> = digests.iter().map(|it| time("digests", it)).collect();
        let mut digests = typed?;
        digests.sort_unstable();
        digests.dedup();
        match digests.iter().find(|at| **at < from || **at > to) {
            Some(at) => Err(fault("digests", format!("{at}不在工作时间内，消息汇总不能在这时发"))),
            None if digests.is_empty() => Err(fault("digests", "至少要有一个汇总时刻".into())),
            None => Ok(Self { from, to, digests, ..self.clone() }),
        }
    }

    /// `9:00、14:30`
    pub fn digests_zh(&self) -> String {
        self.digests.iter().map(Time::to_string).collect::<Vec<_>>().join("、")
    }

    /// Whether it is working time.
    pub fn holds(&self, now: Instant) -> bool {
        let at = |Time(hour, minute): Time| Instant::at(now.day(), hour, minute);
        Workdays::in_force().is_workday(now.day()) && at(self.from) <= now && now < at(self.to)
    }

    /// The first digest at or after `now`.
    pub fn next_digest(&self, now: Instant) -> Instant {
        let days = (0..=DAYS_AHEAD).map(|ahead| now.day().plus_days(ahead));
        let mut slots = days.flat_map(|day| self.on(day));
        slots.find(|at| *at >= now).unwrap_or(now)
    }

    /// The last digest at or before `now`.
    pub(crate) fn last_digest(&self, now: Instant) -> Option<Instant> {
        let days = (0..=DAYS_AHEAD).map(|back| now.day().plus_days(-back));
        let mut slots = days.flat_map(|day| self.on(day).into_iter().rev());
        slots.find(|at| *at <= now)
    }

    /// Nothing on a day that is no working day.
    fn on(&self, day: Day) -> Vec<Instant> {
        if !Workdays::in_force().is_workday(day) {
            return Vec::new();
        }
        self.digests.iter().map(|Time(hour, minute)| Instant::at(day, *hour, *minute)).collect()
    }
}

fn fault(field: &'static str, words: String) -> InvalidHours {
    InvalidHours { field, words }
}

fn time(field: &'static str, text: &str) -> Result<Time, InvalidHours> {
    let parsed = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Time(hour, minute))
    });
    parsed.ok_or_else(|| fault(field, format!("“{text}”不是时刻，要写成9:00这样")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i8, minute: i8) -> Instant {
        Instant::at(day.parse().unwrap(), hour, minute)
    }

    fn next(day: &str, hour: i8, minute: i8) -> String {
        Hours::built_in().next_digest(at(day, hour, minute)).zh()
    }

    fn last(day: &str, hour: i8, minute: i8) -> String {
        Hours::built_in().last_digest(at(day, hour, minute)).unwrap().zh()
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
    fn the_last_digest_was_on_a_working_day() {
        assert_eq!(last("2026-11-20", 8, 59), "2026年11月19日14:30");
        assert_eq!(last("2026-11-20", 14, 30), "2026年11月20日14:30");
        assert_eq!(last("2026-11-22", 12, 0), "2026年11月20日14:30");
        assert_eq!(last("2026-10-05", 12, 0), "2026年9月30日14:30");
    }

    #[test]
    fn a_digest_outside_working_hours_is_refused() {
        let refused = |from, to, digests: &[&str]| {
            let fault = Hours::built_in().with(from, to, digests).unwrap_err();
            (fault.field, fault.words)
        };
        let words = |field, words: &str| (field, words.to_owned());
        assert_eq!(
            refused("9:00", "17:30", &["18:00"]),
            words("digests", "18:00不在工作时间内，消息汇总不能在这时发")
        );
        assert_eq!(refused("9:00", "17:30", &[]), words("digests", "至少要有一个汇总时刻"));
        assert_eq!(refused("6:59", "17:30", &["9:00"]), words("from", "上班时间不能早于7:00"));
        let late = words("to", "下班时间要在9:00之后，不能晚于21:00");
        assert_eq!(refused("9:00", "21:01", &["9:00"]), late);
        assert_eq!(refused("9:00", "9:00", &["9:00"]), late);
        assert_eq!(refused("9点", "17:30", &[]), words("from", "“9点”不是时刻，要写成9:00这样"));
    }

    #[test]
    fn typed_digests_are_put_in_order_once_each() {
        let hours = Hours::built_in().with("10:00", "19:30", &["19:00", "10:30", "19:00"]).unwrap();
        assert_eq!(hours.digests_zh(), "10:30、19:00");
        assert_eq!(hours.next_digest(at("2026-11-20", 19, 1)).zh(), "2026年11月23日10:30");
    }
}
