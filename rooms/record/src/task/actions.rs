//! Reporting an agreed matter as done.

use act::{Act, Acting, Ctx, Error, Place, Result};

use super::store;

pub(crate) const FINISH: Act = Act::new("record.finish_task", "议定事项办结");

/// Marks it done; the next draft of the unit no longer brings it up. Whoever does so for the unit may, and whom the
/// matter names. `outcome` may be empty.
pub(crate) fn finish(ctx: &Ctx, task: i64, outcome: &str, back: &str) -> Result<()> {
    let unit = ctx.read(|read| store::unit_of(read, task))?.ok_or(Error::NotFound)?;
    let place = ctx.read(|read| Place::find(read, unit))?.ok_or(Error::NotFound)?;
    if ctx.allows(&FINISH, &place) {
        return ctx.act(&FINISH, unit, |w| finish_in(ctx, w, task, outcome, back));
    }
    ctx.act_own(&FINISH, |w, person| {
        if !store::is_for(w, task, person)? {
            return Err(Error::NotAllowed(FINISH));
        }
        finish_in(ctx, w, task, outcome, back)
    })
}

fn finish_in(ctx: &Ctx, w: &Acting, task: i64, outcome: &str, back: &str) -> Result<()> {
    if !store::finish(w, task, (w.now, ctx.actor.person()), outcome)? {
        return Err(Error::Conflict("这一项已经办结了".into()));
    }
    w.about("task", task).changed(&["done_at"]).reply(back);
    Ok(())
}
