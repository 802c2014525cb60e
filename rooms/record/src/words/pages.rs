//! The box in which the two write and read, on the page of the talk.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Reply, Req, Route, parts};

use super::{Words, actions};
use crate::meeting::{self, Record, RecordId};

const CHARS_AT_MOST: usize = 20_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/records/{id}/words", write).again(meeting::show)]
}

/// What the two see; nobody else has it.
#[derive(Template)]
#[template(path = "words/box.html")]
pub(crate) struct Box {
    problems: Markup,
    field: Markup,
    key: Markup,
    version: Markup,
    url: String,
    is_erased: bool,
    /// 3年
    kept_for: String,
}

/// `None` for everybody but the two, and for records that are no private talk.
pub(crate) fn box_of(ctx: &Ctx, read: &Read, req: &Req, record: &Record) -> Result<Option<Markup>> {
    if !record.is_private() || !record.may_be_read_by(ctx.actor.person()) {
        return Ok(None);
    }
    let Words { text, version, is_erased } = super::of(ctx, read, record)?;
    let hint = "只有您和对方看得到，写不写都可以；记录、打印和文件里都没有它";
    let page = Box {
        problems: parts::problems(&req.form),
        field: parts::field_area(&req.form, "words", "谈了什么", hint, &text),
        key: req.key(),
        version: req.version(version),
        url: record.url(),
        is_erased,
        kept_for: super::period::zh(),
    };
    page.render().map(|it| Some(Markup(it))).map_err(act::Error::broken)
}

fn write(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    ctx.read(|read| meeting::seen(ctx, read, id))?;
    let reader = req.form.reader();
    reader.many("words");
    let text = text::intake_lines(req.form.value("words"), CHARS_AT_MOST).unwrap_or_else(|fault| {
        reader.fault("words", format!("谈了什么：{fault}"));
        String::new()
    });
    reader.check()?;
    actions::write(ctx, id, reader.version(), &text)?;
    Ok(Reply::to(id.url()).saying("已存，只有谈话双方看得到"))
}
