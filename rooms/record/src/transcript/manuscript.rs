//! Minutes that were written in Word before: shown as plain paragraphs, then taken over.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    actions,
    pages::{crumbs, written},
    upload,
};
use crate::{
    closing::{self, TEXT_AT_MOST as MINUTES_AT_MOST},
    meeting::RecordId,
};

#[derive(Template)]
#[template(path = "transcript/manuscript.html")]
struct Manuscript {
    title: String,
    problems: Markup,
    /// Where a file is chosen; empty once one was read.
    file: Markup,
    text: Markup,
    how: Markup,
    key: Markup,
    version: Markup,
    url: String,
    is_read: bool,
}

pub(super) fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    drawn(ctx, read, req, None)
}

fn drawn(ctx: &Ctx, read: &Read, req: &Req, found: Option<&str>) -> Result<Page> {
    let (record, _) = written(ctx, read, req)?;
    let form = &req.form;
    let is_read = found.is_some() || form.has("minutes");
    let begun =
        record.minuted_at.is_some() && record.minutes.trim() != closing::outline(&record).trim();
    let offered = [Choice::new("replace", "换掉原来的"), Choice::new("add", "接在后面")];
    let words =
        if begun { "已经写了一些，这份放在哪里" } else { "这份放在哪里" };
    let hint = "分段和编号都留着，可以在这里先改";
    let page = Manuscript {
        title: record.title.clone(),
        problems: parts::problems(form),
        file: parts::field_file(form, "file", "写好的记录", "Word的.docx，或者.txt"),
        text: parts::field_area(form, "minutes", "读出来的文字", hint, found.unwrap_or_default()),
        how: parts::field_choice(
            form,
            "how",
            words,
            &offered,
            if begun { "add" } else { "replace" },
        ),
        key: req.once(),
        version: req.version(record.version),
        url: record.url(),
        is_read,
    };
    Ok(Page::of(format!("{}：放入写好的记录", record.title), &page)?
        .under(crumbs(&record))
        .section(Section::Life))
}

pub(super) fn look(ctx: &Ctx, req: &Req) -> Result<Reply> {
    ctx.read(|read| written(ctx, read, req))?;
    let text = upload::text_of(req)?;
    if text.is_empty() {
        return Err(Error::invalid("file", "这个文件里没有文字，请换一个"));
    }
    let chars = text.chars().count();
    if chars > MINUTES_AT_MOST {
        let words =
            format!("这份文字有{chars}个字，一份记录最多写{MINUTES_AT_MOST}字。请删去不用的再放");
        return Err(Error::invalid("file", words));
    }
    // What was sent was the choice of a file: the page that follows is another form.
    let mut fresh = req.clone();
    fresh.form = web::Form::default();
    Ok(ctx.read(|read| drawn(ctx, read, &fresh, Some(&text)))?.into())
}

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    ctx.read(|read| written(ctx, read, req))?;
    let reader = req.form.reader();
    reader.many("minutes");
    let typed = text::intake_lines(req.form.value("minutes"), MINUTES_AT_MOST);
    let text = typed.unwrap_or_else(|fault| {
        reader.fault("minutes", format!("会议记录：{fault}"));
        String::new()
    });
    let how = reader.choice("how", "放在哪里", &["replace", "add"]);
    reader.check()?;
    actions::take_whole(ctx, id, reader.version(), (&text, how == "replace"))?;
    Ok(Reply::to(id.url()).saying("写好的记录已放进来，原文件没有存。看一遍再存档"))
}
