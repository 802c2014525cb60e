//! Putting on another hat.

use act::{Act, Ctx, Error, Result};

use super::store;
use crate::session;

pub(crate) const WEAR: Act = Act::new("account.wear", "换身份");

/// Wears one of one's own posts in this session, or none (the member's own page).
pub(crate) fn wear(ctx: &Ctx, session: i64, post: Option<i64>) -> Result<()> {
    ctx.act_own(&WEAR, |w, person| {
        let held = store::list(w, person, w.now.day())?;
        let holds = |post: i64| held.iter().any(|row| row.post == post);
        if post.is_some_and(|post| !holds(post)) {
            return Err(Error::Conflict("您已经不担任这个职务了，请重新选".into()));
        }
        if !session::store::wear(w, person, session, post)? {
            return Err(Error::SignIn);
        }
        w.reply("/");
        Ok(())
    })
}
