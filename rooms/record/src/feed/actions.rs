//! Making one's address and taking it back.

use act::{Act, Ctx, Error, Result};

use super::{pages::is_on, store};

pub(crate) const MAKE: Act = Act::new("record.make_feed", "生成日历订阅网址");
pub(crate) const REVOKE: Act = Act::new("record.revoke_feed", "停用日历订阅网址");

/// What the database keeps instead of the secret.
pub(super) fn digest(secret: &str) -> [u8; 32] {
    crypto::sm3(secret.as_bytes())
}

/// A new secret; one made before opens nothing any more.
pub(super) fn make(ctx: &Ctx) -> Result<String> {
    if !is_on(ctx) {
        return Err(Error::Conflict("本单位没有开通日历订阅".into()));
    }
    let secret = crypto::token();
    ctx.act_own(&MAKE, |w, person| {
        store::make(w, person, &digest(&secret), w.now)?;
        w.changed(&["feed"]).reply("/me/calendar");
        Ok(())
    })?;
    Ok(secret)
}

pub(super) fn revoke(ctx: &Ctx) -> Result<()> {
    ctx.act_own(&REVOKE, |w, person| {
        if !store::revoke(w, person)? {
            return Err(Error::Conflict("已经没有订阅网址了".into()));
        }
        w.changed(&["feed"]).reply("/me/calendar");
        Ok(())
    })
}
