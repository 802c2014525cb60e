//! The box in which somebody who was not there may write, on the page of the record.

use act::{Ctx, Error, Result};
use askama::Template;
use web::{Markup, Reply, Req, Route, parts};

use super::actions;
use crate::{
    meeting::{self, RecordId, Stage},
    show::Shown,
};

const CHARS_AT_MOST: usize = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/records/{id}/remark", write).again(meeting::show)]
}

#[derive(Template)]
#[template(path = "remark/own.html")]
struct Own {
    problems: Markup,
    field: Markup,
    key: Markup,
    url: String,
    is_written: bool,
}

/// For who was not there and looks at it himself; nothing for everybody else.
pub(crate) fn own(ctx: &Ctx, req: &Req, shown: &Shown) -> Result<Markup> {
    let record = &shown.record;
    let Some(person) = ctx.actor.person() else { return Ok(Markup::default()) };
    let was_away = shown.absences.iter().any(|it| it.person == person && it.was_away());
    if !was_away || record.stage() != Stage::Closed || record.is_private() {
        return Ok(Markup::default());
    }
    let words = shown.remarks.iter().find(|(id, _)| *id == person).map(|(_, words)| words.as_str());
    let hint = "写不写都可以，写了和记录放在一起，能看这份记录的人都看得到";
    let page = Own {
        problems: parts::problems(&req.form),
        field: parts::field_area(&req.form, "words", "我想补充的", hint, words.unwrap_or_default()),
        key: req.key(),
        url: record.url(),
        is_written: words.is_some(),
    };
    page.render().map(Markup).map_err(Error::broken)
}

fn write(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    ctx.read(|read| meeting::seen(ctx, read, id))?;
    let reader = req.form.reader();
    reader.many("words");
    let words =
        text::intake_lines(req.form.value("words"), CHARS_AT_MOST).unwrap_or_else(|fault| {
            reader.fault("words", format!("我想补充的：{fault}"));
            String::new()
        });
    reader.check()?;
    actions::remark(ctx, id, &words)?;
    let said =
        if words.is_empty() { "已删去您补充的话" } else { "已和记录放在一起" };
    Ok(Reply::to(id.url()).saying(said))
}
