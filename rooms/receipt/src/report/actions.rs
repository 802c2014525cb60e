//! Receiving a report, returning it to be completed, sending it again.

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::{Day, Instant};

use super::{
    Step,
    store::{self, Found, Last},
};

pub(crate) const RECEIVE: Act = Act::new("receipt.receive", "收到下级的报告");
pub(crate) const RETURN: Act = Act::new("receipt.return", "把报告退回补充");
pub(crate) const RESEND: Act = Act::new("receipt.resend", "补充后再报");

/// Somebody did something with it meanwhile, or it was withdrawn.
fn moved() -> Error {
    Error::Conflict("这份报告刚刚有人办过或者撤回了，请刷新页面再看".into())
}

fn receiver(it: &Found) -> Result<Place> {
    let words = "上级在本系统里没有账号，报告按公文送达，这里不签收";
    it.receiver().ok_or_else(|| Error::Conflict(words.into()))
}

/// How it stands, once it is known that it still does and may go to that step from there.
fn lying(w: &Acting, it: &Found, to: Step) -> Result<Last> {
    let last: Last = store::last(it.id).maybe(w)?.ok_or_else(moved)?;
    match (last.sort, to) {
        (None | Some(Step::Resent), _)
        | (Some(Step::Returned), Step::Received)
        | (Some(Step::Received), Step::Returned) => Ok(last),
        (Some(Step::Returned), _) => Err(Error::Conflict("已经退回，等报送单位补充".into())),
        (Some(Step::Received), _) => Err(Error::Conflict("这份报告已经收过了".into())),
    }
}

/// It came on that day. What was returned may be received as well: what was missing came by another way.
pub(super) fn receive(ctx: &Ctx, it: &Found, on: Day) -> Result<()> {
    let unit = receiver(it)?.id;
    ctx.act(&RECEIVE, unit, |w| {
        let last = lying(w, it, Step::Received)?;
        step_in(
            w,
            ctx.actor.person(),
            (it.id, last.no + 1, unit),
            (Step::Received, on, w.now),
            "",
        )?;
        w.about("record", it.id).changed(&["receipt"]).reply(it.url());
        Ok(())
    })
}

/// Says what is missing; also of what was received too soon.
pub(super) fn send_back(ctx: &Ctx, it: &Found, words: &str) -> Result<()> {
    let unit = receiver(it)?.id;
    ctx.act(&RETURN, unit, |w| {
        let last = lying(w, it, Step::Returned)?;
        step_in(
            w,
            ctx.actor.person(),
            (it.id, last.no + 1, unit),
            (Step::Returned, ctx.today, w.now),
            words,
        )?;
        w.about("record", it.id).changed(&["receipt"]).reply(it.url());
        Ok(())
    })
}

/// The sender has completed it, or says why there is nothing to complete.
pub(super) fn resend(ctx: &Ctx, it: &Found, words: &str) -> Result<()> {
    let unit = it.place().id;
    ctx.act(&RESEND, unit, |w| {
        let last: Last = store::last(it.id).maybe(w)?.ok_or_else(moved)?;
        if last.sort != Some(Step::Returned) {
            return Err(Error::Conflict("这份报告没有被退回，不用再报".into()));
        }
        if words.is_empty() && !last.is_revised {
            let words = "退回以后还没有更正，也没有附材料；先补充，或者在这里说明";
            return Err(Error::invalid("words", words));
        }
        step_in(
            w,
            ctx.actor.person(),
            (it.id, last.no + 1, unit),
            (Step::Resent, ctx.today, w.now),
            words,
        )?;
        w.about("record", it.id).changed(&["receipt"]).reply(it.url());
        Ok(())
    })
}

/// Keeps a step under the act at work, whose reason its words are: (report, number, unit), by whom.
pub fn step_in(
    w: &Acting,
    by: Option<i64>,
    at: (i64, i64, i64),
    (sort, on, said_at): (Step, Day, Instant),
    words: &str,
) -> Result<()> {
    if !words.is_empty() {
        w.because(words);
    }
    if store::step(w, at, (sort, on), (w.event(), said_at, by))? {
        return Ok(());
    }
    Err(moved())
}
