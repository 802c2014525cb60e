//! Setting up a second step, new recovery codes, giving it up, and an administrator's reset.

use act::{Act, Acting, Ctx, Error, Result};

use super::{Passed, new_recovery_codes, place, step_of, store};
use crate::{opening, passkey, session, telling};

pub(crate) const SET: Act = Act::new("account.second_factor.set", "设两步验证");
pub(crate) const RENEW: Act = Act::new("account.second_factor.renew", "换恢复码");
pub(crate) const REMOVE: Act = Act::new("account.second_factor.remove", "停用两步验证");
pub(crate) const RESET: Act = Act::new("account.second_factor.reset", "重设别人的两步验证");

/// Sets it up with the first code that the app shows; the recovery codes, to be shown once.
pub(crate) fn set(ctx: &Ctx, secret: &[u8], code: &str) -> Result<Vec<String>> {
    let plain: String = text::half_width(code).chars().filter(char::is_ascii_digit).collect();
    let step = step_of(secret, &plain, ctx.now)?;
    let Some(last_step) = step else {
        let words = "数字不对。看看手机的时间准不准，再填验证器上现在显示的6位数字";
        return Err(Error::invalid("code", words));
    };
    let keys = &ctx.core.keys;
    let told = "您的账号设好了两步验证。不是您自己设的，请马上告诉安全保密管理员";
    with_new_codes(ctx, &SET, told, |w, person| {
        let sealed = act::own_key(w, keys, person)?.seal(keys, &place(person), secret).0;
        if store::add(w, person, &sealed, (last_step, ctx.now))? {
            Ok(())
        } else {
            Err(Error::Conflict("两步验证刚刚已经设好了".into()))
        }
    })
}

/// New recovery codes instead of the old ones.
pub(crate) fn renew(ctx: &Ctx) -> Result<Vec<String>> {
    let told = "您的账号换了一套恢复码，旧的作废。不是您自己换的，请马上告诉安全保密管理员";
    with_new_codes(ctx, &RENEW, told, |w, person| {
        if super::has(w, person)? { Ok(()) } else { Err(Error::NotFound) }
    })
}

fn with_new_codes(
    ctx: &Ctx,
    act: &Act,
    told: &str,
    work: impl Fn(&Acting, i64) -> Result<()>,
) -> Result<Vec<String>> {
    let (codes, hashes): (Vec<String>, Vec<String>) = new_recovery_codes().into_iter().unzip();
    ctx.act_own(act, |w, person| {
        work(w, person)?;
        store::set_recovery(w, person, &hashes)?;
        tell(w, person, told)?;
        w.reply("/me/second-factor");
        Ok(())
    })?;
    Ok(codes)
}

/// Gives the authenticator up. False when no second step is left: whoever wears a post that asks for one cannot wear
/// that post until he sets one up again.
pub(crate) fn remove(ctx: &Ctx) -> Result<bool> {
    ctx.act_own(&REMOVE, |w, person| {
        w.reply("/me/second-factor");
        if !store::remove(w, person)? {
            return Err(Error::NotFound);
        }
        store::remove_idle_codes(w, person)?;
        let words = "您的账号停用了验证器。不是您自己停的，请马上改口令，并告诉安全保密管理员";
        tell(w, person, words)?;
        super::has(w, person)
    })
}

fn tell(w: &Acting, person: i64, text: &str) -> Result<()> {
    telling::owner(w, person, text, "/me/second-factor")
}

/// For somebody in reach who has lost his phone, or all his passkeys, and stands before the administrator; he is told.
pub(crate) fn reset(ctx: &Ctx, person: i64) -> Result<()> {
    let own = "自己的两步验证不能自己重设，请别的管理员来做";
    let account = opening::actions::of_another(ctx, &RESET, person, own)?;
    ctx.act(&RESET, account.unit, |w| {
        w.about("person", person).changed(&["second_factor", "passkey"]);
        w.reply(format!("/admin/accounts/{person}"));
        if !store::take_away(w, person)? {
            return Err(Error::Conflict("他没有设两步验证".into()));
        }
        session::store::revoke_all(w, person, w.now)?;
        let words = "管理员重设了您的两步验证，验证器和通行密钥都不能用了。如果不是您当面要求的，请马上告诉安全保密管理员";
        telling::owner_by(w, ctx.actor.person(), person, words, "/me/second-factor")
    })
}

/// Takes the code out of use; refused when somebody was faster with the same one.
pub(crate) fn use_up(w: &Acting, person: i64, passed: &Passed) -> Result<()> {
    let is_first = match passed {
        Passed::Step(step) => store::use_step(w, person, *step)?,
        Passed::Recovery(no) => store::use_recovery(w, person, *no, w.now)?,
        Passed::Passkey(used) => return passkey::actions::use_up(w, used),
    };
    if is_first {
        Ok(())
    } else {
        Err(Error::invalid("code", "这个验证码已经用过，请等验证器换下一个再填"))
    }
}
