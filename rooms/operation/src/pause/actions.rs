//! Saying that something need not be made up.

use act::{Act, Ctx, Error, Result};

use super::store;

pub(crate) const SETTLE: Act = Act::new("operation.settle", "写明执行任务期间停的会不补");

/// It was freed from anyway; the reason stays beside it.
pub(super) fn settle(ctx: &Ctx, id: i64, why: &str) -> Result<i64> {
    let unit = ctx.read(|read| store::unit_of(read, id))?.ok_or(Error::NotFound)?;
    ctx.act(&SETTLE, unit, |w| {
        if !store::settle(w, id, why, w.now)? {
            return Err(Error::Conflict("这一项已经写过不补了".into()));
        }
        w.because(why).about("unit", unit).reply(url(unit));
        Ok(unit)
    })
}

pub(super) fn url(unit: i64) -> String {
    format!("/operations/returns?unit={unit}")
}
