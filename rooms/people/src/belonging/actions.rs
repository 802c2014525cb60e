//! Changes of belonging.

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::Day;

use super::{Participation, store};
use crate::{Reason, member};

pub(crate) const TRANSFER: Act = Act::new("member.transfer", "转支部");
pub(crate) const PARTICIPATE: Act = Act::new("member.participate", "登记参加其他支部活动");

/// Moves somebody's affiliation from a day on; the spell before ends on that day.
pub fn affiliate(
    w: &Acting,
    person: i64,
    unit: i64,
    subgroup: Option<i64>,
    from: Day,
    basis: &str,
) -> Result<()> {
    if let Some((_, old, since)) = store::open(w, person)? {
        if from < since {
            let words = format!("现在的组织关系从{}算起，不能早于这一天", since.zh());
            return Err(Error::invalid("from", words));
        }
        if old == unit && subgroup.is_none() {
            return Err(Error::invalid("unit", "他已经在这个支部"));
        }
    }
    store::close(w, person, from)?;
    store::begin(w, person, (unit, subgroup), from, basis)?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["affiliation"]);
    Ok(())
}

/// Moves everybody of a unit: it was merged or dissolved. How many moved.
pub fn move_everybody(
    w: &Acting,
    from_unit: i64,
    to_unit: i64,
    on: Day,
    basis: &str,
) -> Result<usize> {
    let persons = store::everybody(w, from_unit)?;
    for person in &persons {
        store::close(w, *person, on)?;
        store::begin(w, *person, (to_unit, None), on, basis)?;
    }
    member::bump_all(w, &persons)?;
    Ok(persons.len())
}

/// Ends affiliation, posts and participations of somebody who has left.
pub(crate) fn leave(w: &Acting, person: i64, on: Day) -> Result<()> {
    store::close(w, person, on)?;
    store::end_all(w, person, on)
}

/// Lets somebody take part elsewhere for a time, by its reason.
pub fn participate(
    w: &Acting,
    person: i64,
    host: i64,
    reason: Reason,
    (from_on, to_on): (Day, Option<Day>),
    basis: &str,
) -> Result<i64> {
    if to_on.is_some_and(|to| to <= from_on) {
        return Err(Error::invalid("to", "结束日期要在开始日期之后"));
    }
    let home = store::open(w, person)?;
    if home.is_some_and(|(_, unit, _)| unit == host) {
        return Err(Error::invalid("host", "他的组织关系就在这个支部，不用另外登记"));
    }
    let (id, name, host_name) = (w.id(), String::new(), None);
    let spell = Participation { id, person, name, host, host_name, reason, from_on, to_on };
    store::insert_participation(w, &spell, basis)?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["participation"]);
    Ok(id)
}

/// Ends an open participation.
pub fn end_participation(w: &Acting, person: i64, id: i64, on: Day) -> Result<()> {
    if !store::end_participation(w, id, person, on)? {
        return Err(Error::Conflict("这一条已经结束了，或者结束日期早于开始日期".into()));
    }
    member::bump(w, person)?;
    w.about("person", person).changed(&["participation"]);
    Ok(())
}

/// [`affiliate`] between branches that the hat worn reaches, as one act upon the branch he leaves.
pub(crate) fn transfer(ctx: &Ctx, person: i64, to: i64, from: Day, basis: &str) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    if from > ctx.today {
        return Err(Error::invalid("from", "日期在今天之后，到那天再办"));
    }
    ctx.act_locked(&TRANSFER, unit, &[to], |w| {
        member::actions::still_in(w, person, unit)?;
        let place = Place::find(w, to)?.ok_or(Error::NotFound)?;
        if !ctx.allows(&TRANSFER, &place) {
            return Err(Error::invalid("unit", "只能转到您管的支部；转到外面要走组织关系转接"));
        }
        w.reply(format!("/members/{person}"));
        affiliate(w, person, to, None, from, basis)
    })
}

/// Puts several people of the lists *not yet in a branch* into one branch: one act upon the branch.
pub(crate) fn place(ctx: &Ctx, persons: &[i64], to: i64, from: Day) -> Result<usize> {
    let sight = ctx.sight(&TRANSFER);
    ctx.act(&TRANSFER, to, |w| {
        for person in persons {
            let home = store::open(w, *person)?.ok_or(Error::NotFound)?;
            let place = Place::find(w, home.1)?.ok_or(Error::NotFound)?;
            if !sight.holds(&place) || place.lead_path.is_some() {
                return Err(Error::Conflict("有人刚刚已经编入支部，请刷新页面再选".into()));
            }
            affiliate(w, *person, to, None, from.max(home.2), "编入支部")?;
        }
        w.about("unit", to).rows(persons.len()).reply("/members/unplaced");
        Ok(persons.len())
    })
}

/// [`participate`] as an act of the hat worn at his home branch.
pub(crate) fn take_part(
    ctx: &Ctx,
    person: i64,
    host: i64,
    reason: Reason,
    span: (Day, Option<Day>),
    basis: &str,
) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&PARTICIPATE, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        participate(w, person, host, reason, span, basis).map(|_| ())
    })
}

/// [`end_participation`] as an act of the hat worn at his home branch.
pub(crate) fn come_home(ctx: &Ctx, person: i64, id: i64, on: Day) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&PARTICIPATE, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        end_participation(w, person, id, on)
    })
}
