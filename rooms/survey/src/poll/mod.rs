//! What is asked (`systems/*/polls.toml`): of whom, which questions, from when to when. No I/O here.

use std::sync::LazyLock;

use calendar::{Day, Period, PeriodKind};
use serde::Deserialize;
use systems::Systems;

/// The three answers: key, in words. Nothing can be written beside them.
pub(crate) const CHOICES: [(&str, &str); 3] = [("yes", "是"), ("rather", "基本是"), ("no", "不是")];

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Whom {
    /// Everybody of a branch, about its meetings.
    Members,
    /// Whoever sat through a lecture, about that lecture.
    Audience,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// One poll; it comes again each quarter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Poll {
    pub(crate) key: String,
    #[serde(skip)]
    pub(crate) system: String,
    pub(crate) title: String,
    pub(crate) asks: Whom,
    /// Month of the quarter (1 to 3) on whose first day it opens.
    pub(crate) opens_in_month: i32,
    /// Days after the quarter until which it stays open.
    pub(crate) open_after_days: i32,
    pub(crate) question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    poll: Vec<Poll>,
}

static POLLS: LazyLock<Vec<Poll>> = LazyLock::new(|| {
    let files = Systems::built_in()
        .each::<File>("polls.toml")
        .expect("the shipped polls are tested to load");
    let of = |(system, file): (&systems::System, File)| {
        let key = system.key.clone();
        file.poll.into_iter().map(move |poll| Poll { system: key.clone(), ..poll })
    };
    files.into_iter().flat_map(of).collect()
});

pub(crate) fn polls() -> &'static [Poll] {
    &POLLS
}

pub(crate) fn find(key: &str) -> Option<&'static Poll> {
    POLLS.iter().find(|poll| poll.key == key)
}

impl Poll {
    /// First and last day on which the poll of a quarter is answered.
    pub(crate) fn window(&self, quarter: Period) -> (Day, Day) {
        let first = quarter.first().plus_months(self.opens_in_month - 1);
        (first, quarter.last().plus_days(self.open_after_days))
    }

    /// The quarters whose poll is open on a day: this one, and the last one while it stays open.
    pub(crate) fn open_on(&self, day: Day) -> Vec<Period> {
        let this = Period::of(PeriodKind::Quarter, day);
        let both = [this.prev(), this];
        let is_open = |quarter: &Period| {
            let (first, last) = self.window(*quarter);
            (first..=last).contains(&day)
        };
        both.into_iter().filter(is_open).collect()
    }

    /// How its urns are called: `meetings 2026-Q4`.
    pub(crate) fn urn(&self, quarter: Period) -> String {
        format!("{} {}", self.key, quarter.key())
    }
}

/// The other way.
pub(crate) fn of_urn(name: &str) -> Option<(&'static Poll, Period)> {
    let (key, quarter) = name.split_once(' ')?;
    Some((find(key)?, quarter.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_poll_opens_in_its_month_and_stays_open_a_while() {
        let poll = find("meetings").unwrap();
        let open = |on: &str| poll.open_on(day(on)).iter().map(|it| it.key()).collect::<Vec<_>>();
        let (first, last) = poll.window("2026-Q4".parse().unwrap());
        assert_eq!(open(&first.plus_days(-1).to_string()), [""; 0]);
        assert_eq!(open(&first.to_string()), ["2026-Q4"]);
        assert_eq!(open(&last.to_string()), ["2026-Q4"]);
        assert!(!open(&last.plus_days(1).to_string()).contains(&"2026-Q4".to_owned()));
    }

    #[test]
    fn every_poll_has_few_questions_and_an_urn_that_is_found_again() {
        for poll in polls() {
            assert!((1..=3).contains(&poll.question.len()), "{}", poll.key);
            let quarter: Period = "2026-Q3".parse().unwrap();
            let (found, again) = of_urn(&poll.urn(quarter)).unwrap();
            assert_eq!((found.key.as_str(), again), (poll.key.as_str(), quarter));
        }
    }
}
