//! Whom to call when something carries a mark of state secrecy: the refusal says who it is for the person at work.

use act::{Ctx, Error, Result};
use db::Read;

/// Who it is, in words that follow 打电话给: a part of `Core`, brought by room `account`. Without it the refusal says what
/// it is called alone.
#[derive(Clone, Copy)]
pub struct WhomToCall(pub fn(&Ctx, &Read) -> Result<String>);

/// Whom the one at work may ask why he does not get on, in words that follow 请找: a part of `Core`, brought by room
/// `account`. It knows the viewer alone, never what he asked for.
#[derive(Clone, Copy)]
pub struct WhomToAsk(pub fn(&Ctx, &Read) -> Result<String>);

const NOBODY_KNOWN: &str = "本单位的党务管理员";

/// For the page of a refusal.
pub(crate) fn to_ask(ctx: &Ctx) -> String {
    let known = ctx.core.maybe_part::<WhomToAsk>().filter(|_| ctx.actor.person().is_some());
    let Some(WhomToAsk(ask)) = known else { return NOBODY_KNOWN.into() };
    ctx.read(|read| ask(ctx, read)).unwrap_or_else(|cause| {
        tracing::warn!(%cause, "whom to ask cannot be found out");
        NOBODY_KNOWN.into()
    })
}

/// The same refusal, with who is to be called.
pub(crate) fn said(ctx: &Ctx, error: Error) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    let refuses = |(_, words): &(String, String)| text::is_refused_mark(words);
    let is_known = ctx.actor.person().is_some() && faults.0.iter().any(refuses);
    if let Some(WhomToCall(ask)) = ctx.core.maybe_part::<WhomToCall>().filter(|_| is_known) {
        match ctx.read(|read| ask(ctx, read)) {
            Ok(whom) => {
                for (_, words) in faults.0.iter_mut().filter(|fault| refuses(fault)) {
                    *words = words.replacen(text::WHOM, &whom, 1);
                }
            }
            Err(cause) => tracing::warn!(%cause, "whom to call cannot be found out"),
        }
    }
    Error::Invalid(faults)
}
