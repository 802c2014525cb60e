//! The buttons below the list of records.

use act::{Acting, Ctx, Error, Result};
use exports::{Leaving, Made, Order};
use sheets::Mark;
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
        let mark = note(ctx, &listed, |_, _| Ok(()))?;
        let Made { file_name: name, format, content, .. } = listed.made(ctx, Some(&mark))?;
        return Ok(Reply::File { name, media_type: format.media_type(), content });
    }
    let wanted = serde_json::to_value(Wanted { at: req.address(), what }).map_err(Error::broken)?;
    let (title, scope) = (what.zh(), listed.scope.as_str());
    let order = Order { kind: KIND, title, scope, purpose: "", rows, wanted };
    note(ctx, &listed, |w, mark| exports::ask(w, ctx, &order, Some(mark)).map(|_| ()))?;
    let said = format!("已排上，{rows}{}。生成后在这里下载", what.measure());
    Ok(Reply::to("/me/exports").saying(said))
}

/// Notes that the list leaves, with the names in titles and tasks; `also` is done in the same act.
fn note(ctx: &Ctx, listed: &Listed, also: impl Fn(&Acting, &Mark) -> Result<()>) -> Result<Mark> {
    let leaving = Leaving {
        kind: KIND,
        title: listed.what.zh(),
        scope: &listed.scope,
        purpose: "",
        rows: listed.rows.len(),
        measure: listed.what.measure(),
        columns: listed.what.keys(),
        with_numbers: false,
        units: &[],
    };
    ctx.act_own(&exports::ASK, |w, _| {
        let mark = exports::leave(w, ctx, &leaving)?;
        also(w, &mark)?;
        w.rows(listed.rows.len());
        Ok(mark)
    })
}
