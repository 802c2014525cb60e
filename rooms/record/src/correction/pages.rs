//! Correction form, withdrawal confirmation, and versions that were replaced.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    CORRECT, Version, WITHDRAW,
    actions::{correct, withdraw},
    store,
};
use crate::{
    SEE_RECORD,
    closing::{self, Minutes},
    filing,
    kind::Kinds,
    meeting::{self, Content, FormPage, RecordId, View},
    roll,
    show::{Shown, Wanted},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/{id}/correction", Door::See(CORRECT), form),
        Route::act("/records/{id}/correction", CORRECT, send).again(form),
        Route::page("/records/{id}/withdrawal", Door::See(WITHDRAW), ask),
        Route::act("/records/{id}/withdrawal", WITHDRAW, take_back).again(ask),
        Route::page("/records/{id}/versions/{no}", Door::See(SEE_RECORD), version),
    ]
}

#[derive(Template)]
#[template(path = "correction/form.html")]
struct Correction<'p> {
    plan: FormPage<'p>,
    body: Markup,
    reason: Markup,
    url: String,
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    let on_day = roll::on_day(read, &place, record.plan_on)?;
    let shown = Shown::on(ctx, read, (&on_day, record, place), Wanted::Itself)?;
    if shown.kind.is_filing() {
        return filing::correction_form(ctx, req, &shown, &on_day);
    }
    let view = View::closed(ctx, read, req, &shown, on_day)?;
    let record = &shown.record;
    let page = Correction {
        body: closing::closing_body(ctx, read, req, &shown, Vec::new())?,
        plan: meeting::form_page(ctx, req, view, Some(record)),
        reason: parts::field_text(
            &req.form,
            "reason",
            "为什么更正",
            "原样会留着，谁都看得到改了什么",
            "",
        ),
        url: record.url(),
    };
    Ok(Page::of(format!("更正{}", record.title), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title.clone(), record.url()),
        ])
        .section(Section::Life)
        .task())
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| meeting::seen(ctx, read, id))?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let content = Content::read(&reader, kind);
    let minutes = Minutes::read(&reader, &req.form, kind, &record.agenda());
    let reason = reader.text("reason", "为什么更正", 200);
    reader.check()?;
    correct(ctx, id, reader.version(), &content, &minutes, &reason)?;
    Ok(Reply::to(record.url()).saying(format!("{}已更正，原样留着", content.title)))
}

#[derive(Template)]
#[template(path = "correction/withdrawal.html")]
struct Withdrawal {
    title: String,
    consequence: String,
    problems: Markup,
    reason: Markup,
    key: Markup,
    version: Markup,
    url: String,
}

fn ask(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, _) = meeting::seen(ctx, read, req.id("id")?)?;
    let served = closing::count_served(read, record.id)?;
    let consequence = match (record.closed_at.is_some(), served) {
        (false, _) => "这份还没有存档，撤回后列表里仍看得到，不再提醒。".to_owned(),
        (true, 0) => "撤回后仍看得到，标为“已撤回”。".to_owned(),
        (true, n) => {
            format!("它现在计入{n}项，撤回后这{n}项都不再算它；记录仍看得到，标为“已撤回”。")
        }
    };
    let page = Withdrawal {
        problems: parts::problems(&req.form),
        reason: parts::field_text(&req.form, "reason", "为什么撤回", "", ""),
        key: req.key(),
        version: req.version(record.version),
        url: record.url(),
        title: record.title.clone(),
        consequence,
    };
    Ok(Page::of(format!("撤回{}", record.title), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title, page.url.clone()),
        ])
        .section(Section::Life))
}

fn take_back(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| meeting::seen(ctx, read, id))?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "为什么撤回", 200);
    reader.check()?;
    withdraw(ctx, id, reader.version(), &reason)?;
    Ok(Reply::to(record.url()).saying(format!("{}已撤回", record.title)))
}

#[derive(Template)]
#[template(path = "correction/version.html")]
struct VersionPage {
    title: String,
    version: Version,
    by: String,
    is_open: bool,
    url: String,
}

fn version(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, _) = meeting::seen(ctx, read, req.id("id")?)?;
    let no: i64 = req.id("no")?;
    let mut versions = store::versions(read, record.id)?.into_iter();
    let version = versions.find(|it| it.no == no).ok_or(Error::NotFound)?;
    let by = match version.replaced_by {
        Some(person) => people::name_of(read, person)?.unwrap_or_default(),
        None => "系统".to_owned(),
    };
    let (title, url) = (record.title.clone(), record.url());
    let is_open = !record.is_private();
    let page = VersionPage { title: title.clone(), version, by, is_open, url: url.clone() };
    Ok(Page::of(format!("{title}，更正前"), &page)?
        .under(vec![("组织生活".to_owned(), "/records".to_owned()), (title, url)])
        .section(Section::Life))
}
