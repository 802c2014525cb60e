//! The published plans of one's own units as a calendar to subscribe to: title and time, behind a secret address
//! that its owner makes and takes back. Only where the site has switched it on.

mod actions;
mod ics;
mod pages;
mod store;

use act::Result;
use db::Read;
use retention::{Eraser, erase};

pub(crate) use self::{
    actions::{MAKE, REVOKE},
    pages::{is_on, routes},
};

const KEY: &str = "feed";

/// For `retention::Erasers`.
pub(crate) fn eraser() -> Eraser {
    Eraser {
        key: KEY,
        due: store::count_left,
        erase: |ctx, past| erase(ctx, KEY, |w| Ok(store::remove_left(w, past)?)),
    }
}

/// Calendars may be subscribed to; without this part they are not there. A part of `Core`.
pub struct CalendarFeeds {
    /// Whether somebody may still sign in: an address ends with the account.
    pub may_enter: fn(&Read, i64) -> Result<bool>,
}

/// Whether he has one: the address itself is not kept.
pub(crate) fn own(_: &act::Ctx, read: &db::Read, person: i64) -> act::Result<Vec<web::OwnEntry>> {
    let made = store::made_at(read, person)?;
    let line =
        |at: calendar::Instant| web::OwnEntry::new("日历订阅", "开通时间", at.zh()).on(at.day());
    Ok(made.map(line).into_iter().collect())
}
