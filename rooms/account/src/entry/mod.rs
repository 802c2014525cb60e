//! Entering: login and password become a session.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;

use calendar::Instant;

use crate::settings::settings;

/// What the browser gets after the right password.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the cookie; the database has only its digest.
    pub token: String,
    pub session: i64,
    /// The start password must be changed before anything else.
    pub must_change: bool,
    /// Several posts, none worn before: he chooses.
    pub must_choose: bool,
}

/// As people type it: without spaces, small letters, narrow digits.
pub(crate) fn login_key(typed: &str) -> String {
    text::half_width(typed).trim().to_lowercase()
}

/// What somebody reads after a wrong password; the same for names that do not exist.
pub(crate) fn wrong(failures: i64) -> String {
    let (left, minutes) = (settings().failures - failures, settings().lock_minutes);
    if left > 0 {
        format!("警号或口令不对。再错{left}次，账号停用{minutes}分钟")
    } else {
        format!("警号或口令不对。口令连错{}次，账号停用{minutes}分钟", settings().failures)
    }
}

pub(crate) fn resting(until: Instant) -> String {
    format!(
        "口令连错{}次，账号停用到{}。到时再登录，或者找本单位系统管理员当面重设口令",
        settings().failures,
        until.time_zh()
    )
}
