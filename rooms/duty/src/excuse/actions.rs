//! Explaining, exempting, and taking either back.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use rules::{Modality, Rules};

use super::store;
use crate::{
    Bearer, Law, ask,
    judge::{State, Verdict},
    remind::actions::tell,
    slot::{Address, verdict},
};

pub(crate) const EXPLAIN: Act = Act::new("duty.explain", "写明没有办的原因");
pub(crate) const UNEXPLAIN: Act = Act::new("duty.withdraw_explanation", "撤回没有办的原因");
pub(crate) const EXEMPT: Act = Act::new("duty.exempt", "决定免办");
pub(crate) const UNEXEMPT: Act = Act::new("duty.withdraw_exemption", "撤回免办");

/// Runs `work` on the slot as it stands in the act's own transaction.
pub(crate) fn on_slot<T>(
    ctx: &Ctx,
    w: &Acting,
    address: &Address,
    work: impl Fn(&Bearer, &Verdict) -> Result<T>,
) -> Result<T> {
    let law = Law::load(w, ctx.part::<Rules>())?;
    let (bearer, verdict, _) = verdict(w, &law, address, ctx.today)?;
    w.about("duty", format!("{} {} {}", address.unit, address.duty, address.period));
    w.reply(address.url());
    work(&bearer, &verdict)
}

/// The branch itself says why something that is generally done was not.
pub fn explain(ctx: &Ctx, address: &Address, reason: &str) -> Result<()> {
    ctx.act(&EXPLAIN, address.unit, |w| {
        on_slot(ctx, w, address, |bearer, verdict| {
            may_explain(verdict).map_err(Error::Conflict)?;
            w.because(reason);
            store::explain(w, bearer, address, reason, (w.now, ctx.actor.person()))?;
            w.changed(&["explanation"]);
            Ok(())
        })
    })
}

/// Why an explanation would change nothing, in words.
pub(crate) fn may_explain(verdict: &Verdict) -> Result<(), String> {
    if verdict.slot.duty.modality == Modality::Shall {
        return Err("条文用“应当”，写明原因不能代替办理；确实办不了的，请上级党组织决定免办".into());
    }
    match verdict.state {
        State::Overdue | State::Due => Ok(()),
        state => Err(format!("这一项现在是“{}”，不用写原因", state.zh())),
    }
}

pub fn withdraw_explanation(ctx: &Ctx, address: &Address) -> Result<()> {
    ctx.act(&UNEXPLAIN, address.unit, |w| {
        on_slot(ctx, w, address, |bearer, _| {
            w.changed(&["explanation"]);
            stood(store::withdraw_explanation(w, bearer, address, w.now)?)
        })
    })
}

/// What a leading body decided.
#[derive(Debug, Clone)]
pub struct Exempt {
    pub reason: String,
    pub decided_by: String,
    pub decided_on: Day,
}

/// The leading body frees a bearer below it; nobody frees himself.
pub fn exempt(ctx: &Ctx, address: &Address, decision: &Exempt) -> Result<()> {
    ctx.act(&EXEMPT, address.unit, |w| {
        if ctx.actor.hat().is_some_and(|hat| hat.unit.id == address.unit) {
            return Err(Error::NotAllowed(EXEMPT));
        }
        if decision.decided_on > ctx.today {
            return Err(Error::invalid("decided_on", "决定的日期不能在今天之后"));
        }
        on_slot(ctx, w, address, |bearer, verdict| {
            may_exempt(verdict).map_err(Error::Conflict)?;
            w.because(&decision.reason).changed(&["exemption"]);
            let document_no = document_no(w, address, decision.decided_on)?;
            store::exempt(w, bearer, address, decision, &document_no)?;
            answer_request(ctx, w, bearer, verdict, address)
        })
    })
}

/// The next number among the decisions of the body that leads the unit, written as GB/T 9704 has numbers of
/// documents: 免办决定〔2026〕3号. Taken back, it is not given again.
fn document_no(w: &Acting, address: &Address, on: Day) -> Result<String> {
    let Some((body, _)) = store::leading_body(w, address.unit)? else { return Ok(String::new()) };
    let number = numbers::next(w, body, "duty.exemption", on.year())?;
    Ok(format!("免办决定〔{}〕{number}号", on.year()))
}

/// Why there is nothing to exempt from, in words.
pub(crate) fn may_exempt(verdict: &Verdict) -> Result<(), String> {
    match verdict.state {
        State::Due | State::Overdue | State::Missed => Ok(()),
        state => Err(format!("这一项现在是“{}”，不用免办", state.zh())),
    }
}

/// Whoever asked for it is told.
fn answer_request(
    ctx: &Ctx,
    w: &Acting,
    bearer: &Bearer,
    verdict: &Verdict,
    address: &Address,
) -> Result<()> {
    let asked = ask::store::latest(w, bearer, address)?.filter(ask::store::Request::is_open);
    let Some(asked) = asked else { return Ok(()) };
    let when = (w.now, ctx.actor.person());
    ask::store::answer(w, bearer, address, ("exempted", ""), when)?;
    let people: Vec<i64> = asked.asked_by.into_iter().collect();
    let text = format!("已决定免办“{}”", verdict.title());
    tell(ctx, w, address, &people, ("exemption_answer", &text))?;
    Ok(())
}

pub fn withdraw_exemption(ctx: &Ctx, address: &Address) -> Result<()> {
    ctx.act(&UNEXEMPT, address.unit, |w| {
        if ctx.actor.hat().is_some_and(|hat| hat.unit.id == address.unit) {
            return Err(Error::NotAllowed(UNEXEMPT));
        }
        on_slot(ctx, w, address, |bearer, _| {
            w.changed(&["exemption"]);
            stood(store::withdraw_exemption(w, bearer, address, w.now)?)
        })
    })
}

fn stood(found: bool) -> Result<()> {
    if found { Ok(()) } else { Err(Error::Conflict("已经撤回了".into())) }
}
