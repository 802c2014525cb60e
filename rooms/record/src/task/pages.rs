//! The list of agreed matters, and reporting one done from it or from its record.

use act::{Ctx, Result};
use web::{Door, Reply, Req, Route};

use super::{actions, list};
use crate::SEE_RECORD;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page(list::LIST, Door::See(SEE_RECORD), list::show),
        Route::own_act("/records/tasks/{task}/finish", finish),
    ]
}

fn finish(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let record: Option<i64> = reader.id("record");
    let from = reader.optional_text("back", "从哪里来", 200);
    let outcome = reader.optional_text("outcome", "办得怎样", 200);
    reader.check()?;
    let back = match record {
        Some(id) => format!("/records/{id}"),
        None if from.starts_with(list::LIST) => from,
        None => list::LIST.to_owned(),
    };
    actions::finish(ctx, req.id("task")?, &outcome, &back)?;
    Ok(Reply::to(back).saying("这一项议定事项已办结"))
}
