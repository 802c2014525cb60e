//! Asking for an exemption, and declining it. Granting it is the exemption itself.

use act::{Act, Ctx, Error, Result};

use super::store;
use crate::{
    excuse::actions::{may_exempt, on_slot},
    remind::actions::{officers_above, tell},
    slot::Address,
};

pub(crate) const ASK: Act = Act::new("duty.ask_exemption", "请上级免办");
pub(crate) const DECLINE: Act = Act::new("duty.decline_exemption", "不同意免办");

/// Tells the officers of the leading committee; one request at a time.
pub fn ask_exemption(ctx: &Ctx, address: &Address, reason: &str) -> Result<()> {
    ctx.act(&ASK, address.unit, |w| {
        on_slot(ctx, w, address, |bearer, verdict| {
            may_exempt(verdict).map_err(Error::Conflict)?;
            if store::latest(w, bearer, address)?.is_some_and(|it| it.is_open()) {
                return Err(Error::Conflict("已经请过了，上级还没有答复".into()));
            }
            let people = officers_above(w, address.unit)?;
            w.because(reason).changed(&["exemption_request"]);
            store::ask(w, bearer, address, reason, (w.now, ctx.actor.person()))?;
            let text = format!("{}请求免办“{}”：{reason}", bearer.short_name, verdict.title());
            tell(ctx, w, address, &people, ("exemption_request", &text))?;
            Ok(())
        })
    })
}

/// The leading body says why not; whoever asked is told.
pub fn decline_exemption(ctx: &Ctx, address: &Address, words: &str) -> Result<()> {
    ctx.act(&DECLINE, address.unit, |w| {
        if ctx.actor.hat().is_some_and(|hat| hat.unit.id == address.unit) {
            return Err(Error::NotAllowed(DECLINE));
        }
        on_slot(ctx, w, address, |bearer, verdict| {
            let asked = store::latest(w, bearer, address)?.filter(store::Request::is_open);
            let asked = asked.ok_or_else(|| Error::Conflict("没有等着答复的请求".into()))?;
            let when = (w.now, ctx.actor.person());
            store::answer(w, bearer, address, ("declined", words), when)?;
            w.because(words).changed(&["exemption_request"]);
            let text = format!("没有同意免办“{}”：{words}", verdict.title());
            let people: Vec<i64> = asked.asked_by.into_iter().collect();
            tell(ctx, w, address, &people, ("exemption_answer", &text))?;
            Ok(())
        })
    })
}
