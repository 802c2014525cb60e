//! On the way to the provider and back: what this browser set out with, sealed in a cookie of its own.

use act::Ctx;
use serde::{Deserialize, Serialize};

/// So long somebody may take at the provider: password, code, a change of phone.
pub(super) const MINUTES: i64 = 10;
/// The cookie holds twice as much as its text, and browsers keep four thousand.
const TO_AT_MOST: usize = 400;
const PLACE: &str = "sign_on.trip";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Trip {
    /// Comes back in the address, so that nobody else's way back is taken for this one.
    pub(super) state: String,
    /// Comes back in the signed token.
    pub(super) nonce: String,
    /// Whose digest the provider has: only who holds it gets something for the code.
    pub(super) verifier: String,
    /// Where to, within this site, once signed in.
    pub(super) to: String,
    /// He has been asked to show the provider once more that it is he.
    pub(super) is_again: bool,
    /// Of the provider, with everything that it is asked.
    pub(super) address: String,
    until: i64,
}

impl Trip {
    pub(super) fn new(ctx: &Ctx, to: &str, is_again: bool) -> Self {
        let to = if to.len() > TO_AT_MOST { "/" } else { to };
        Self {
            state: crypto::token(),
            nonce: crypto::token(),
            verifier: crypto::token(),
            to: to.to_owned(),
            is_again,
            address: String::new(),
            until: ctx.now.plus_seconds(MINUTES * 60).millis(),
        }
    }

    pub(super) fn seal(&self, ctx: &Ctx) -> String {
        let text = serde_json::to_vec(self).expect("plain values become JSON");
        crypto::hex(&crypto::seal_bytes(&ctx.core.keys, PLACE, &text).0)
    }

    /// `None` for what this installation did not seal, or too long ago.
    pub(super) fn open(ctx: &Ctx, cookie: &str) -> Option<Self> {
        let sealed = crypto::unhex(cookie)?;
        let text = crypto::open_bytes(&ctx.core.keys, PLACE, &sealed).ok()?;
        let trip: Self = serde_json::from_slice(&text).ok()?;
        (trip.until > ctx.now.millis()).then_some(trip)
    }

    pub(super) fn is_mine(&self, state: &str) -> bool {
        crypto::is_same(self.state.as_bytes(), state.as_bytes())
    }
}
