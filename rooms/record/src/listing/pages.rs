//! The buttons below the list of records.

use act::{Ctx, Error, Result};
use web::{Reply, Req, Route};

use super::{Wanted, What, listed};
use crate::SEE_RECORD;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/records/lists", list)]
}

/// A short list at once; a long one is made by a job and waits on 我的导出.
fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE_RECORD) {
        return Err(Error::NotFound);
    }
    let reader = req.form.reader();
    let what = reader.choice("list", "名单", &["records", "tasks"]);
    reader.check()?;
    let what = if what == "tasks" { What::Tasks } else { What::Records };
    let list = ctx.read(|read| listed(ctx, read, req, what))?;
    list.give(ctx, &Wanted { at: req.address(), what })
}
