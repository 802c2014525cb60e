//! Going abroad and coming back.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;

use super::{Stay, store};
use crate::{Purpose, member};

pub(crate) const RECORD: Act = Act::new("member.abroad", "登记出国（境）");

/// Somebody is abroad from a day on; `back` is his first day back, where it is known.
pub fn go_abroad(
    w: &Acting,
    person: i64,
    purpose: Purpose,
    (from_on, back): (Day, Option<Day>),
    basis: &str,
) -> Result<i64> {
    if back.is_some_and(|back| back <= from_on) {
        return Err(Error::invalid("to", "回来的日期要在出去的日期之后"));
    }
    let overlaps = |it: &Stay| {
        it.to_on.is_none_or(|to| to > from_on) && back.is_none_or(|back| back > it.from_on)
    };
    if let Some(other) = store::of(w, person)?.into_iter().find(overlaps) {
        let words = format!("{}起已经登记在外，请先登记他回来", other.from_on.zh());
        return Err(Error::invalid("from", words));
    }
    let stay = Stay { id: w.id(), person, purpose, from_on, to_on: back, basis: basis.to_owned() };
    store::insert(w, &stay)?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["abroad"]);
    Ok(stay.id)
}

/// He came back: `back` is his first day here.
pub fn come_back(w: &Acting, person: i64, id: i64, back: Day) -> Result<()> {
    if !store::end(w, id, person, back)? {
        return Err(Error::Conflict("他已经回来了，或者那天还没有出去，请刷新页面再看".into()));
    }
    member::bump(w, person)?;
    w.about("person", person).changed(&["abroad"]);
    Ok(())
}

/// [`go_abroad`] as an act of the hat worn.
pub(crate) fn record(
    ctx: &Ctx,
    person: i64,
    purpose: Purpose,
    days: (Day, Option<Day>),
    basis: &str,
) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    ctx.act(&RECORD, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        go_abroad(w, person, purpose, days, basis).map(|_| ())
    })
}

/// [`come_back`] as an act of the hat worn.
pub(crate) fn record_return(ctx: &Ctx, person: i64, id: i64, back: Day) -> Result<()> {
    let unit = member::actions::seen_unit(ctx, person)?;
    if back > ctx.today {
        return Err(Error::invalid("to", "日期在今天之后，回来了再登记"));
    }
    ctx.act(&RECORD, unit, |w| {
        member::actions::still_in(w, person, unit)?;
        w.reply(format!("/members/{person}"));
        come_back(w, person, id, back)
    })
}
