//! Marking the absent as told.

use act::{Act, Ctx, Error, Place, Result};

use super::store;
use crate::meeting::{self, RecordId, Stage};

pub(crate) const RELAY: Act = Act::new("record.relay", "标为已传达");

/// Tells the absent of a record: all of them by the unit that held it, or those of one's own subgroup.
/// An empty list of persons means everybody. How many were told.
pub(crate) fn relay(ctx: &Ctx, id: RecordId, persons: &[i64]) -> Result<u64> {
    let (unit, subgroup) = ctx.read(|read| {
        let record = meeting::find_any(read, id)?.ok_or(Error::NotFound)?;
        if record.stage() != Stage::Closed {
            return Err(Error::Conflict("存档之后再传达".into()));
        }
        let place = Place::find(read, record.unit)?.ok_or(Error::NotFound)?;
        let group = ctx.actor.hat().filter(|hat| hat.unit.kind == "subgroup");
        match group {
            Some(hat) if !ctx.allows(&RELAY, &place) => Ok((hat.unit.id, Some(hat.unit.id))),
            _ => Ok((record.unit, None)),
        }
    })?;
    ctx.act(&RELAY, unit, |w| {
        let told = store::tell(w, id, subgroup, persons, w.now, ctx.actor.person())?;
        if told == 0 {
            return Err(Error::Conflict("没有要传达的人：都已经传达，或者不在您的小组".into()));
        }
        w.about("record", id).changed(&["relayed_at"]).rows(told as usize);
        w.reply(format!("/records/{id}"));
        Ok(told)
    })
}
