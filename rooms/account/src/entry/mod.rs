//! Entering: login and password become a session.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod store;
pub(crate) mod ticket;

use calendar::Instant;

use crate::sign_on::Proven;

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

/// What stood in place of the password.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way<'p> {
    /// Nothing did.
    Password,
    Certificate,
    /// Alone: it is both factors.
    Passkey,
    SignOn(&'p Proven),
}

impl<'p> Way<'p> {
    pub(crate) fn proven(self) -> Option<&'p Proven> {
        match self {
            Self::SignOn(proven) => Some(proven),
            Self::Password | Self::Certificate | Self::Passkey => None,
        }
    }

    /// When he last showed who he is: not now, where the provider let him pass on an earlier showing. `None` is now.
    pub(crate) fn proved_at(self, now: Instant) -> Option<Instant> {
        let proven = self.proven()?;
        // Without a word of the provider it is as long ago as can be.
        Some(proven.seconds_ago.map_or(Instant::from_millis(0), |ago| now.plus_seconds(-ago)))
    }

    /// The provider has asked for two factors itself.
    pub(crate) fn has_two_factors(self) -> bool {
        self.proven().is_some_and(|it| it.has_two_factors)
    }
}

/// As people type it: without spaces, small letters, narrow digits.
pub(crate) fn login_key(typed: &str) -> String {
    text::half_width(typed).trim().to_lowercase()
}
