//! The two forms: what the system wrote, to be read over and kept.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Reader, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{actions, days, draft, half_zh, reports};
use crate::{
    REVIEW,
    list::{self, Seen, until},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/responsibilities/{id}/review", Door::Do(REVIEW), review),
        Route::act("/responsibilities/{id}/review", REVIEW, keep).again(review),
        Route::page("/responsibilities/{id}/report", Door::Do(REVIEW), report),
        Route::act("/responsibilities/{id}/report", REVIEW, send).again(report),
    ]
}

#[derive(Template)]
#[template(path = "review/form.html")]
struct Form {
    heading: String,
    say: String,
    problems: Markup,
    key: Markup,
    action: String,
    fields: Vec<Markup>,
    label: &'static str,
    /// What stands in the long field.
    text: String,
    button: &'static str,
    back: String,
    /// The other half: label and URL.
    other: Option<(String, String)>,
}

/// As it was sent, or as the system wrote it.
fn typed(req: &Req, text: String) -> String {
    match req.form.value("text") {
        "" => text,
        typed => typed.to_owned(),
    }
}

/// An issued list, for who reviews it.
fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = list::find(ctx, read, req.id("id")?)?;
    let may = ctx.allows(&REVIEW, &seen.place) && seen.list.issued_at.is_some();
    if may { Ok(seen) } else { Err(Error::NotFound) }
}

fn page(form: &Form, seen: &Seen) -> Result<Page> {
    let crumbs =
        [("责任清单".to_owned(), "/responsibilities".to_owned()), (seen.title(), seen.list.url())];
    Ok(Page::of(form.heading.clone(), form)?.under(crumbs).section(Section::Supervision).task())
}

/// The half asked for; else the one that is running or ran last.
fn half_of(ctx: &Ctx, req: &Req, year: i16) -> i64 {
    let usual = if ctx.today >= days(year, 2).0 { 2 } else { 1 };
    match (req.form.value("half"), req.query("half")) {
        ("1", _) | ("", "1") => 1,
        ("2", _) | ("", "2") => 2,
        _ => usual,
    }
}

fn review(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen(ctx, read, req)?;
    let year = seen.list.year;
    let half = half_of(ctx, req, year);
    let (first, last) = days(year, half);
    let text = draft::text(read, &seen, (first, last.min(ctx.today).max(first)))?;
    let halves: Vec<Choice> =
        [1, 2].map(|it: i64| Choice::new(it.to_string(), half_zh(year, it))).into();
    let form = &req.form;
    let other = 3 - half;
    let it = Form {
        heading: half_zh(year, half),
        say: "每一项由哪些记录证明、哪些还没有，系统先写好；看一遍，补上措施，存成记录。".into(),
        problems: parts::problems(form),
        key: req.key(),
        action: format!("{}/review", seen.list.url()),
        fields: vec![parts::field_select(form, "half", "检查哪半年", &halves, &half.to_string())],
        label: "检查情况",
        text: typed(req, text),
        button: "存成检查记录",
        back: seen.list.url(),
        other: Some((
            format!("改看{}", half_zh(year, other)),
            format!("{}/review?half={other}", seen.list.url()),
        )),
    };
    page(&it, &seen)
}

fn text_of(reader: &Reader, label: &str) -> String {
    let typed = reader.many("text").first().copied().unwrap_or_default();
    let text = text::intake_lines(typed, 12_000).unwrap_or_else(|fault| {
        reader.fault("text", format!("{label}：{fault}"));
        "？".to_owned()
    });
    if text.is_empty() {
        reader.fault("text", format!("请写{label}"));
    }
    text
}

fn keep(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| seen(ctx, read, req))?;
    let reader = req.form.reader();
    let half = reader.number("half", "检查哪半年", 1..=2);
    let text = text_of(&reader, "检查情况");
    if days(seen.list.year, half).0 > ctx.today {
        reader.fault("half", "这半年还没有开始");
    }
    reader.check()?;
    let record = actions::review(ctx, seen.list.id, half, &text)?;
    Ok(Reply::to(format!("/records/{record}")).saying("检查记录已存档"))
}

fn reporting(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = seen(ctx, read, req)?;
    if reports(&seen.place.kind) {
        return Ok(seen);
    }
    Err(Error::Conflict("主体责任情况报告由局党委写，这一级不写；半年检查可以照做".into()))
}

fn report(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = reporting(ctx, read, req)?;
    let text = draft::text(read, &seen, until(&seen.list, ctx.today))?;
    let text = format!("现将{}年落实全面从严治党主体责任情况报告如下。\n{text}", seen.list.year);
    let form = &req.form;
    let it = Form {
        heading: format!("{}年落实主体责任情况报告", seen.list.year),
        say: "按清单逐项写好了，看一遍再登记。登记以后按公文格式打印，应办事项里的报告就算办了。"
            .into(),
        problems: parts::problems(form),
        key: req.key(),
        action: format!("{}/report", seen.list.url()),
        fields: vec![
            parts::field_text(form, "number", "文号", "没有的可以不填", ""),
            parts::field_text(form, "to", "报送给", "上级党委、纪委", ""),
        ],
        label: "报告",
        text: typed(req, text),
        button: "登记报告",
        back: seen.list.url(),
        other: None,
    };
    page(&it, &seen)
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| reporting(ctx, read, req))?;
    let reader = req.form.reader();
    let number = reader.optional_text("number", "文号", 40);
    let to = reader.text("to", "报送给", 120);
    let text = text_of(&reader, "报告");
    reader.check()?;
    let record = actions::report(ctx, seen.list.id, (&number, &to), &text)?;
    Ok(Reply::to(format!("/records/{record}")).saying("报告已登记，可以打印成公文"))
}
