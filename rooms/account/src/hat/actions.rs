//! Putting on another hat.

use act::{Act, Ctx, Error, Result};

use crate::{second, session};

pub(crate) const WEAR: Act = Act::new("account.wear", "换身份");

/// Wears one of one's own hats in this session, or none (the member's own page).
pub(crate) fn wear(ctx: &Ctx, session: i64, hat: Option<i64>) -> Result<()> {
    ctx.act_own(&WEAR, |w, person| {
        let choices = super::choices(ctx, w, person)?;
        if let Some(hat) = hat {
            let gone = || Error::Conflict("您已经不担任这个职务了，请重新选".into());
            let choice = choices.iter().find(|choice| choice.id == hat).ok_or_else(gone)?;
            if !choice.why_not.is_empty() {
                return Err(Error::Conflict(choice.why_not.into()));
            }
            if second::is_asked_for(&ctx.core, &choice.kind) && !second::has(w, person)? {
                let words = "这个身份要先设好两步验证：在“我的”里点“两步验证”";
                return Err(Error::Conflict(words.into()));
            }
        }
        if !session::store::wear(w, person, session, hat)? {
            return Err(Error::SignIn);
        }
        w.reply("/");
        Ok(())
    })
}
