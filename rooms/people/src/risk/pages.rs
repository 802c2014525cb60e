//! Risk posts of a member: what he holds and held, one to add, and the day on which one is over.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts, parts::Choice};

use super::{
    RiskPost,
    actions::{self, LIST},
    risk_class_zh, risk_classes, store,
};
use crate::{
    form::{FormPage, seen, span},
    member::{Member, actions::SEE},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/risk-posts", Door::Do(LIST), page),
        Route::act("/members/{id}/risk-posts", LIST, list).again(page),
        Route::act("/members/{id}/risk-posts/opening", SEE, open).again(page),
        Route::act("/members/{id}/risk-posts/{post}/end", LIST, end).again(page),
    ]
}

struct Line {
    id: i64,
    class: String,
    span: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "risk/page.html")]
struct Show {
    name: String,
    person: i64,
    problems: Markup,
    key: Markup,
    once: Markup,
    lines: Vec<Line>,
    fields: Vec<Markup>,
    today: String,
}

fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    if is_closed(ctx, read, member.id)? {
        return ask_reason(req, &member);
    }
    let mut classes = vec![Choice::new("", "请选择")];
    classes.extend(risk_classes().iter().map(|it| Choice::new(&it.key, &it.title)));
    let line = |it: RiskPost| Line {
        id: it.id,
        class: risk_class_zh(&it.class).to_owned(),
        span: span(it.from_on, it.to_on),
        is_open: it.to_on.is_none(),
    };
    let show = Show {
        problems: parts::problems(&req.form),
        key: req.key(),
        once: req.once(),
        lines: store::of(read, member.id)?.into_iter().map(line).collect(),
        fields: vec![
            parts::field_select(&req.form, "class", "岗位", &classes, ""),
            parts::field_day(&req.form, "from", "从哪天起", "", &ctx.today.to_string()),
        ],
        person: member.id,
        today: ctx.today.to_string(),
        name: member.name.clone(),
    };
    let crumbs = [
        ("党员".to_owned(), "/members".to_owned()),
        (member.name, format!("/members/{}", member.id)),
    ];
    Ok(Page::of("风险岗位", &show)?.under(crumbs).section(Section::Members))
}

/// Whether he has not yet said why he looks at the risk posts of this person.
fn is_closed(ctx: &Ctx, read: &Read, person: i64) -> Result<bool> {
    let classes = ctx.part::<Systems>().personal();
    let Some(class) = classes.iter().find(|it| it.key == "risk" && it.asks_reason) else {
        return Ok(false);
    };
    let about = format!("person:{person}");
    Ok(!ctx.has_given_reason(read, &SEE, &about, class.reason_lasts)?)
}

fn ask_reason(req: &Req, member: &Member) -> Result<Page> {
    let action = format!("/members/{}/risk-posts/opening", member.id);
    let hint = "如登记新任岗位、安排谈话。本人能看到谁在什么时候、为什么看过";
    FormPage::new(req, "看风险岗位", action, "打开")
        .about(member)
        .with(parts::field_text(&req.form, "reason", "为什么要看", hint, ""))
        .page()
}

fn open(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 100);
    reader.check()?;
    actions::open(ctx, person, &reason)?;
    Ok(Reply::to(format!("/members/{person}/risk-posts")))
}

fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let keys: Vec<&str> = risk_classes().iter().map(|it| it.key.as_str()).collect();
    let reader = req.form.reader();
    let class = reader.choice("class", "岗位", &keys);
    let from = reader.day("from", "从哪天起");
    reader.check()?;
    actions::list(ctx, person, &class, from)?;
    Ok(Reply::to(format!("/members/{person}/risk-posts")).saying("已登记，每年提醒谈一次"))
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let to = reader.day("to", "哪天离岗");
    reader.check()?;
    actions::end(ctx, person, req.id("post")?, to)?;
    Ok(Reply::to(format!("/members/{person}/risk-posts")).saying("已登记离岗"))
}
