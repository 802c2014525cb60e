//! Reporting an agreed matter as done.

use act::{Act, Ctx, Error, Result};

use super::store;

pub(crate) const FINISH: Act = Act::new("record.finish_task", "议定事项办结");

/// Marks it done; the next draft of the unit no longer brings it up. `outcome` may be empty.
pub(crate) fn finish(ctx: &Ctx, task: i64, outcome: &str, back: &str) -> Result<()> {
    let unit = ctx.read(|read| store::unit_of(read, task))?.ok_or(Error::NotFound)?;
    ctx.act(&FINISH, unit, |w| {
        if !store::finish(w, task, (w.now, ctx.actor.person()), outcome)? {
            return Err(Error::Conflict("这一项已经办结了".into()));
        }
        w.about("task", task).changed(&["done_at"]).reply(back);
        Ok(())
    })
}
