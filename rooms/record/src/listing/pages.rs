//! The buttons below the list of records.

use act::{Ctx, Error, Result};
use exports::{Made, Order};
use web::{Reply, Req, Route};

use super::{KIND, Listed, Wanted, What};
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
    let listed = ctx.read(|read| Listed::of(ctx, read, req, what))?;
    let rows = listed.rows.len();
    if !exports::is_long(ctx, rows) {
        let Made { file_name: name, format, content, .. } = listed.made(ctx)?;
        return Ok(Reply::File { name, media_type: format.media_type(), content });
    }
    let wanted = serde_json::to_value(Wanted { at: req.address(), what }).map_err(Error::broken)?;
    let (title, scope) = (what.zh(), listed.scope.as_str());
    let order = Order { kind: KIND, title, scope, purpose: "", rows, wanted };
    ctx.act_own(&exports::ASK, |w, _| {
        exports::ask(w, ctx, &order, None)?;
        w.rows(rows);
        Ok(())
    })?;
    let said = format!("已排上，{rows}{}。生成后在这里下载", what.measure());
    Ok(Reply::to("/me/exports").saying(said))
}
