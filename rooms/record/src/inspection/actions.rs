//! Opening a unit's records to a named person, for some days.

use act::{Act, Acting, Ctx, Error, Faults, Result};
use calendar::Day;

use super::{
    Narrow,
    store::{self, NewGrant},
};

pub(crate) const GRANT: Act = Act::new("record.grant_inspection", "授权检查会议记录");

/// What the one who grants says.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Police number of the inspector: names alone may be shared.
    pub(crate) number: String,
    pub(crate) basis: String,
    pub(crate) from_on: Day,
    /// Last day.
    pub(crate) to_on: Day,
}

pub(crate) fn grant(ctx: &Ctx, unit: i64, asked: &Asked) -> Result<()> {
    let mut faults = Faults::default();
    if asked.to_on < asked.from_on {
        faults.add("to_on", "最后一天不能早于第一天");
    }
    if asked.to_on < ctx.today {
        faults.add("to_on", "最后一天已经过去");
    }
    faults.check()?;
    ctx.act(&GRANT, unit, |w| {
        let nobody = || Error::invalid("number", "没有这个警号的人员");
        let (person, _) = store::find_person(w, &asked.number)?.ok_or_else(nobody)?;
        let Asked { basis, from_on, to_on, .. } = asked;
        let grant = NewGrant { unit, person, basis, from_on: *from_on, to_on: *to_on, of: None };
        store::insert(w, &grant, w.now, ctx.actor.person())?;
        w.about("unit", unit).changed(&["record_grant"]).because(basis).reply("/records/grants");
        Ok(())
    })
}

/// Ends a grant before its last day.
pub(crate) fn end(ctx: &Ctx, grant: i64) -> Result<()> {
    let unit = ctx.read(|read| store::unit_of(read, grant))?.ok_or(Error::NotFound)?;
    ctx.act(&GRANT, unit, |w| {
        if !store::end(w, grant, w.now)? {
            return Err(Error::Conflict("这项授权已经收回".into()));
        }
        w.about("grant", grant).changed(&["ended_at"]).reply("/records/grants");
        Ok(())
    })
}

/// Opens some of a unit's records to a person within another room's act, until a day; the grant's id.
pub fn open_records(
    w: &Acting,
    (unit, person): (i64, i64),
    basis: &str,
    (from_on, to_on): (Day, Day),
    of: &Narrow,
    by: Option<i64>,
) -> Result<i64> {
    let grant = NewGrant { unit, person, basis, from_on, to_on, of: Some(of) };
    store::insert(w, &grant, w.now, by)
}

/// Such a grant ends with this day, or at once.
pub fn close_records(w: &Acting, grant: i64, last: Option<Day>) -> Result<()> {
    match last {
        Some(last) => store::end_on(w, grant, last),
        None => store::end(w, grant, w.now).map(|_| ()),
    }
}
