//! Days off that every yearly notice has had so far, for years whose notice is not out: what is planned for next year keeps
//! away from them. Never counted with: deadlines go by the notices alone.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{Day, Workdays};

/// Festivals by the moon and the sun (data/festivals.csv).
static FESTIVALS: LazyLock<BTreeMap<Day, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/festivals.csv").lines().skip(1);
    lines.filter_map(|line| line.split_once(',')).filter_map(row).collect()
});

fn row((day, name): (&str, &'static str)) -> Option<(Day, &'static str)> {
    Some((day.parse().ok()?, name))
}

const NEW_YEARS_EVE: &str = "除夕";
/// From New Year's Eve to the seventh of the first month, as in 2025 and 2026.
const SPRING_FESTIVAL_DAYS: i32 = 8;

/// The festival for which such a day has been off in every notice of late; `None` for all others.
fn usual(day: Day) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => return Some("元旦"),
        (5, 1..=5) => return Some("劳动节"),
        (10, 1..=7) => return Some("国庆节"),
        _ => {}
    }
    let (since, name) = FESTIVALS.range(..=day).next_back()?;
    let days = if *name == NEW_YEARS_EVE { SPRING_FESTIVAL_DAYS } else { 1 };
    let is_within = since.days_until(day) < days;
    is_within.then_some(if *name == NEW_YEARS_EVE { "春节" } else { name })
}

impl Workdays {
    /// The festival for which a day will most likely be off; only where the year's notice is not out.
    pub fn likely_festival(&self, day: Day) -> Option<&'static str> {
        usual(day).filter(|_| !self.knows(day.year()))
    }

    /// Whether one rests, for certain or most likely.
    pub fn is_off(&self, day: Day) -> bool {
        !self.is_workday(day) || self.likely_festival(day).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn festivals_of_a_year_without_notice_are_off_and_those_of_others_go_by_it() {
        let days = Workdays::built_in();
        for (on, name) in [
            ("2027-01-01", Some("元旦")),
            ("2027-02-05", None),
            ("2027-02-06", Some("春节")),
            ("2027-02-13", Some("春节")),
            ("2027-02-14", None),
            ("2027-04-05", Some("清明节")),
            ("2027-04-06", None),
            ("2027-06-09", Some("端午节")),
            ("2027-09-15", Some("中秋节")),
            // 2026 is announced.
            ("2026-02-17", None),
        ] {
            assert_eq!(days.likely_festival(day(on)), name, "{on}");
        }
        assert!(days.is_off(day("2027-02-08")) && days.is_workday(day("2027-02-08")));
        assert!(days.is_off(day("2026-02-17")) && !days.is_off(day("2026-02-28")));
    }

    /// The moon's new years and full moons of autumn lie where they must.
    #[test]
    fn every_year_to_come_has_its_four() {
        let mut years: BTreeMap<i16, Vec<&str>> = BTreeMap::new();
        for (day, name) in FESTIVALS.iter() {
            years.entry(day.year()).or_default().push(name);
        }
        assert!(years.keys().copied().eq(2027..=2040));
        for (year, names) in years {
            assert_eq!(names, [NEW_YEARS_EVE, "清明节", "端午节", "中秋节"], "{year}");
        }
    }
}
