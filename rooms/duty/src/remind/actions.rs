//! Reminding and objecting.

use act::{Act, Acting, Ctx, Error, Result};
use notify::Tell;
use rules::Rules;

use super::store;
use crate::{
    Law,
    excuse::store::leading_body,
    judge::State,
    slot::{Address, verdict},
};

pub const REMIND: Act = Act::new("duty.remind", "提醒");
pub(crate) const OBJECT: Act = Act::new("duty.object", "对判定提出异议");

/// How the act names its slot: acts about one slot are found by it.
pub(crate) fn about(address: &Address) -> String {
    format!("{} {} {}", address.unit, address.duty, address.period)
}

/// One touch: the unit's secretary is told, at most once a day for one slot, in the next digest.
pub fn remind(ctx: &Ctx, address: &Address) -> Result<()> {
    ctx.act(&REMIND, address.unit, |w| {
        w.about("duty", about(address)).reply(address.url());
        let law = Law::load(w, ctx.part::<Rules>())?;
        let (_, verdict, _) = verdict(w, &law, address, ctx.today)?;
        if !matches!(verdict.state, State::Due | State::Overdue) {
            let words = format!("这一项现在是“{}”，不用提醒", verdict.state.zh());
            return Err(Error::Conflict(words));
        }
        let text = format!("{}：{}，{}", verdict.title(), verdict.tag(), verdict.deadline());
        let people = store::holders(w, address.unit, "secretary", w.now.day())?;
        if people.is_empty() {
            return Err(Error::Conflict("这个单位现在没有书记，没有人可以提醒".into()));
        }
        if tell(ctx, w, address, &people, ("reminder", &text))? == 0 {
            return Err(Error::Conflict("这一项今天已经提醒过了".into()));
        }
        Ok(())
    })
}

/// "觉得判得不对": tells the officers of the leading committee, or its secretary where there are none.
pub fn object(ctx: &Ctx, address: &Address, words: &str) -> Result<()> {
    ctx.act(&OBJECT, address.unit, |w| {
        w.about("duty", about(address)).because(words).reply(address.url());
        let law = Law::load(w, ctx.part::<Rules>())?;
        let (bearer, verdict, _) = verdict(w, &law, address, ctx.today)?;
        let people = officers_above(w, address.unit)?;
        let text = format!("{}对“{}”的判定提出：{words}", bearer.short_name, verdict.title());
        if tell(ctx, w, address, &people, ("objection", &text))? == 0 {
            return Err(Error::Conflict("这一项今天已经提过了".into()));
        }
        Ok(())
    })
}

/// The officers of the committee that leads the unit, or its secretary where there are none.
pub(crate) fn officers_above(w: &Acting, unit: i64) -> Result<Vec<i64>> {
    let body = leading_body(w, unit)?;
    let (body, _) = body.ok_or_else(|| Error::Conflict("这个单位没有上级党组织".into()))?;
    let mut people = store::holders(w, body, "party_officer", w.now.day())?;
    if people.is_empty() {
        people = store::holders(w, body, "secretary", w.now.day())?;
    }
    if people.is_empty() {
        return Err(Error::Conflict("上级党组织现在没有党务干部和书记，请直接联系".into()));
    }
    Ok(people)
}

pub(crate) fn tell(
    ctx: &Ctx,
    w: &Acting,
    address: &Address,
    people: &[i64],
    (kind, text): (&'static str, &str),
) -> Result<usize> {
    let (url, matter) = (address.url(), about(address));
    let tells: Vec<Tell> = people
        .iter()
        .map(|person| Tell {
            person: *person,
            unit: Some(address.unit),
            kind,
            text,
            url: &url,
            sender: ctx.actor.person(),
            dedup: Some(&matter),
        })
        .collect();
    notify::tell_all(w, &tells)
}
