//! Putting on another hat.

use act::{Act, Ctx, Error, Result};

use super::store;
use crate::{second, session};

pub(crate) const WEAR: Act = Act::new("account.wear", "换身份");

/// Wears one of one's own posts in this session, or none (the member's own page).
pub(crate) fn wear(ctx: &Ctx, session: i64, post: Option<i64>) -> Result<()> {
    ctx.act_own(&WEAR, |w, person| {
        let held = store::list(w, person, w.now.day())?;
        let worn = post.map(|post| held.iter().find(|row| row.post == post));
        match worn {
            Some(None) => {
                return Err(Error::Conflict("您已经不担任这个职务了，请重新选".into()));
            }
            Some(Some(row))
                if second::is_asked_for(&ctx.core, &row.kind) && !second::has(w, person)? =>
            {
                let words = "这个身份要先设好两步验证：在“我的”里点“两步验证”";
                return Err(Error::Conflict(words.into()));
            }
            _ => {}
        }
        if !session::store::wear(w, person, session, post)? {
            return Err(Error::SignIn);
        }
        w.reply("/");
        Ok(())
    })
}
