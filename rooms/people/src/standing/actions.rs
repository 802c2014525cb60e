//! Changes of standing.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;

use super::{Leavers, Limit, store};
use crate::{Right, Status, belonging, member};

pub(crate) const CHANGE: Act = Act::new("member.status", "改党员状态");
pub(crate) const LIMIT: Act = Act::new("member.limit_rights", "限制党员权利");

/// Begins a new status from a day on. Not before the present one began: history is not rewritten here.
pub fn set_status(w: &Acting, person: i64, status: Status, from: Day, basis: &str) -> Result<()> {
    let open = store::spells_of(w, person)?.pop();
    if let Some(open) = open.filter(|open| from < open.from_on) {
        let words =
            format!("现在的状态“{}”从{}算起，不能早于这一天", open.status.zh(), open.from_on.zh());
        return Err(Error::invalid("from", words));
    }
    if status == Status::Left {
        crate::post::check_person_leaving(w, person, from)?;
    }
    store::begin(w, person, status, from, basis)?;
    store::show(w, person, status, (status == Status::Full).then_some(from))?;
    w.about("person", person).changed(&["member_status"]);
    if status == Status::Left {
        belonging::leave(w, person, from)?;
    }
    Ok(())
}

/// Takes rights away, or lets them rest, from a day on. `basis` names the article or the decision
/// and holds no facts of a case.
pub fn limit_rights(
    w: &Acting,
    person: i64,
    rights: &[Right],
    (from_on, to_on): (Day, Option<Day>),
    basis: &str,
) -> Result<i64> {
    let rights: Vec<&str> = rights.iter().map(|right| right.key()).collect();
    if rights.is_empty() {
        return Err(Error::invalid("rights", "请选择限制哪些权利"));
    }
    if to_on.is_some_and(|to| to <= from_on) {
        return Err(Error::invalid("to", "恢复日期要在开始日期之后"));
    }
    let (id, rights, basis) = (w.id(), rights.join(","), basis.to_owned());
    store::insert_limit(w, &Limit { id, person, rights, from_on, to_on, basis })?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["right_limit"]);
    Ok(id)
}

/// [`set_status`] as an act of the hat worn.
pub(crate) fn change(ctx: &Ctx, person: i64, status: Status, from: Day, basis: &str) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    let leaves = status == Status::Left;
    if leaves && from > ctx.today {
        return Err(Error::invalid("from", "日期在今天之后，到那天再办"));
    }
    ctx.act(&CHANGE, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        set_status(w, person, status, from, basis)?;
        match ctx.core.maybe_part::<Leavers>().filter(|_| leaves) {
            Some(Leavers(all)) => all.iter().try_for_each(|follow| follow(ctx, w, person)),
            None => Ok(()),
        }
    })
}

/// [`limit_rights`] as an act of the hat worn.
pub(crate) fn limit(
    ctx: &Ctx,
    person: i64,
    rights: &[Right],
    span: (Day, Option<Day>),
    basis: &str,
) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&LIMIT, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        limit_rights(w, person, rights, span, basis).map(|_| ())
    })
}
