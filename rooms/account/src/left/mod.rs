//! Accounts of people who have left: closed by rule at once, and each night what came about otherwise (docs/adr/0151).

pub(crate) mod actions;
pub(crate) mod store;

use calendar::Day;

use crate::settings::settings;

/// An account stays open though its person is on no roll and holds no post.
pub(crate) struct Keep {
    /// The last day.
    pub(crate) until: Option<Day>,
    pub(crate) reason: String,
}

/// So long at most, from a day on.
pub(crate) fn last_to_keep(today: Day) -> Day {
    today.plus_days(settings().kept_after_leaving_days)
}
