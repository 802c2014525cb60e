//! Members abroad (出国（境）): for what and from when to when, so that their branch keeps in contact.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use calendar::Day;
use rules::{NoValue, Rules};
use serde::Deserialize;

use crate::Purpose;

pub use self::{
    actions::{come_back, go_abroad},
    store::of as stays_of,
};

/// After so many years of study abroad without a return membership is suspended, as a rule.
pub(crate) const LONGEST_STUDY: &str = "education/abroad-years";

/// Days on which somebody was abroad.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Stay {
    pub id: i64,
    pub person: i64,
    pub purpose: Purpose,
    pub from_on: Day,
    /// First day back; `None` while that is not known.
    pub to_on: Option<Day>,
    pub basis: String,
}

impl Stay {
    pub fn holds(&self, day: Day) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day < to)
    }

    /// The months after which an election may leave out of those who should attend who is abroad at
    /// his own cost, if the meeting agrees; `None` while they are not past.
    pub fn may_be_uncounted(&self, rules: &Rules, day: Day) -> Result<Option<i64>, NoValue> {
        let months = rules.number("election/away-months", day)?;
        let is_long = self.from_on.plus_months(months as i32) < day;
        let may = self.purpose.is_at_own_cost() && self.holds(day) && is_long;
        Ok(may.then_some(months))
    }

    /// Whether he has studied abroad for longer than the text waits for him.
    pub fn is_overlong(&self, rules: &Rules, day: Day) -> Result<bool, NoValue> {
        let years = rules.number(LONGEST_STUDY, day)?;
        let is_long = self.from_on.plus_months(years as i32 * 12) < day;
        Ok(self.purpose.is_study() && self.holds(day) && is_long)
    }
}

impl Purpose {
    /// Whom the branch is to contact every half-year.
    pub fn is_study(self) -> bool {
        matches!(self, Self::Study | Self::OwnStudy)
    }

    pub fn is_at_own_cost(self) -> bool {
        matches!(self, Self::OwnStudy | Self::OwnCost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(purpose: Purpose, from: &str, to: Option<&str>) -> Stay {
        let (from_on, to_on) = (from.parse().unwrap(), to.map(|it| it.parse().unwrap()));
        Stay { id: 1, person: 1, purpose, from_on, to_on, basis: String::new() }
    }

    #[test]
    fn more_than_six_months_at_his_own_cost_may_be_uncounted() {
        let may = |purpose, from, to, on: &str| {
            let on = on.parse().unwrap();
            stay(purpose, from, to).may_be_uncounted(Rules::built_in(), on).unwrap() == Some(6)
        };
        assert!(!may(Purpose::OwnStudy, "2026-01-10", None, "2026-07-10"));
        assert!(may(Purpose::OwnStudy, "2026-01-10", None, "2026-07-11"));
        assert!(may(Purpose::OwnCost, "2026-01-10", None, "2026-07-11"));
        assert!(!may(Purpose::Study, "2026-01-10", None, "2026-11-20"));
        assert!(!may(Purpose::Posting, "2020-01-10", None, "2026-11-20"));
        assert!(!may(Purpose::OwnCost, "2026-01-10", Some("2026-09-01"), "2026-09-01"));
    }

    #[test]
    fn study_is_overlong_after_five_years_and_not_on_their_last_day() {
        let is = |purpose, on: &str| {
            stay(purpose, "2021-11-20", None)
                .is_overlong(Rules::built_in(), on.parse().unwrap())
                .unwrap()
        };
        assert!(!is(Purpose::Study, "2026-11-20"));
        assert!(is(Purpose::Study, "2026-11-21"));
        assert!(!is(Purpose::Posting, "2026-11-21"));
    }
}
