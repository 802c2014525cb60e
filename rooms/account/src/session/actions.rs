//! Ending one's own sessions.

use act::{Act, Ctx, Error, Result};

use super::store;
use crate::throttle;

pub(crate) const SIGN_OUT: Act = Act::new("account.sign_out", "退出登录");
pub(crate) const REVOKE: Act = Act::new("account.session.revoke", "让一台设备退出登录");

/// Ends the session at hand; whether it was begun at the provider of sign-on, where he may still be signed in.
pub(crate) fn sign_out(ctx: &Ctx, session: i64) -> Result<bool> {
    ctx.act_own(&SIGN_OUT, |w, person| {
        store::revoke(w, person, session, w.now)?;
        w.reply("/sign-in");
        Ok(store::is_by_sign_on(w, session)?)
    })
}

/// Ends one of one's own sessions somewhere else.
pub(crate) fn revoke(ctx: &Ctx, session: i64) -> Result<()> {
    ctx.act_own(&REVOKE, |w, person| {
        w.reply("/me/sessions");
        if store::revoke(w, person, session, w.now)? { Ok(()) } else { Err(Error::NotFound) }
    })
}

/// Ends every session of one's own but the one at hand; how many. No device is known any more: whoever used one
/// of them without right counts as a stranger from now on.
pub(crate) fn revoke_others(ctx: &Ctx, session: i64) -> Result<u64> {
    ctx.act_own(&REVOKE, |w, person| {
        let ended = store::revoke_others(w, person, session, w.now)?;
        throttle::store::forget_devices(w, person)?;
        w.rows(usize::try_from(ended).unwrap_or(usize::MAX)).reply("/me/sessions");
        Ok(ended)
    })
}
