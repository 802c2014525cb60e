//! Risk posts of a member: what he holds and held, one to add, and the day on which one is over.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts, parts::Choice};

use super::{
    RiskPost,
    actions::{self, LIST},
    risk_class_zh, risk_classes, store,
};
use crate::form::{seen, span};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/risk-posts", Door::Do(LIST), page),
        Route::act("/members/{id}/risk-posts", LIST, list).again(page),
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
