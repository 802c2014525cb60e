//! Entering: login and password become a session.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;
pub(crate) mod ticket;

/// Where the right password leads.
#[derive(Debug, Clone)]
pub enum Entered {
    SignedIn(SignedIn),
    /// There is a second step: the ticket to it.
    Second(String),
}

/// What the browser gets after the right password.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the cookie; the database has only its digest.
    pub token: String,
    /// For the cookie by which this browser is known from now on.
    pub device_token: String,
    pub session: i64,
    /// The start password must be changed before anything else.
    pub must_change: bool,
    /// Several posts, none worn before: he chooses.
    pub must_choose: bool,
    /// A post of his asks for a second step, and he has none yet.
    pub must_set_second: bool,
}

/// As people type it: without spaces, small letters, narrow digits.
pub(crate) fn login_key(typed: &str) -> String {
    text::half_width(typed).trim().to_lowercase()
}
