//! Listing that somebody holds a risk post, and that he does not any more.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;

use super::{RiskPost, risk_classes, store};
use crate::member;

pub(crate) const LIST: Act = Act::new("member.risk_post", "登记风险岗位");

/// Somebody holds a post of a class from a day on.
pub fn list_risk_post(
    w: &Acting,
    person: i64,
    class: &str,
    from_on: Day,
    by: Option<i64>,
) -> Result<i64> {
    if !risk_classes().iter().any(|it| it.key == class) {
        return Err(Error::invalid("class", "请从列出的岗位里选"));
    }
    let same = |it: &RiskPost| it.class == class && it.to_on.is_none_or(|to| to > from_on);
    if store::of(w, person)?.iter().any(same) {
        return Err(Error::invalid("class", "这个岗位已经登记，还没有离开"));
    }
    let post = RiskPost { id: w.id(), person, class: class.to_owned(), from_on, to_on: None };
    store::insert(w, &post, (w.now, by))?;
    w.about("person", person).changed(&["risk_post"]);
    Ok(post.id)
}

pub(super) fn list(ctx: &Ctx, person: i64, class: &str, from_on: Day) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    if from_on > ctx.today {
        return Err(Error::invalid("from", "日期在今天之后，到岗了再登记"));
    }
    ctx.act(&LIST, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}/risk-posts"));
        list_risk_post(w, person, class, from_on, ctx.actor.person()).map(|_| ())
    })
}

pub(super) fn end(ctx: &Ctx, person: i64, id: i64, to: Day) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    if to > ctx.today {
        return Err(Error::invalid("to", "日期在今天之后，离岗了再登记"));
    }
    ctx.act(&LIST, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        if !store::end(w, id, person, to)? {
            return Err(Error::Conflict("已经登记离岗，或者那天还没有到岗，请刷新页面再看".into()));
        }
        w.about("person", person).changed(&["risk_post"]);
        w.reply(format!("/members/{person}/risk-posts"));
        Ok(())
    })
}

/// Says why somebody's risk posts are opened; he reads it.
pub(super) fn open(ctx: &Ctx, person: i64, reason: &str) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&member::actions::SEE, unit, |w| {
        w.about("person", person).because(reason);
        Ok(())
    })
}
