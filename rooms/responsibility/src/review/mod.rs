//! The half-year review: a record in which the items stand with what proves each and what does not yet; and the report upwards.

mod actions;
mod draft;
mod pages;
pub(crate) mod store;

use calendar::{Day, Period, PeriodKind};
use record::Kinds;

pub(crate) use self::pages::routes;

/// The kind of record that a review is.
pub(crate) const KIND: &str = "responsibility_review";
/// The kind of record that a report upwards is.
const REPORT: &str = "responsibility_report";

/// Whether a committee of this kind reports on it upwards.
pub(crate) fn reports(unit_kind: &str) -> bool {
    Kinds::built_in().find(REPORT).is_some_and(|kind| kind.is_for(unit_kind))
}

/// Whether a committee of this kind has such lists.
pub(crate) fn is_for(unit_kind: &str) -> bool {
    Kinds::built_in().find(KIND).is_some_and(|kind| kind.is_for(unit_kind))
}

/// First and last day of a half of a year.
pub(crate) fn days(year: i16, half: i64) -> (Day, Day) {
    let month = if half == 1 { 1 } else { 7 };
    let first = Day::new(year, month, 1).unwrap_or(Day::MIN);
    (first, first.plus_months(6).plus_days(-1))
}

pub(crate) fn half_zh(year: i16, half: i64) -> String {
    format!("{year}年{}责任清单检查", Period::of(PeriodKind::Half, days(year, half).0).zh())
}
