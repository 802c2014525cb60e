//! Granting and ending inspections.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    GRANT, Grant,
    actions::{self, Asked},
    store,
};
use crate::meeting;

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/grants", Door::See(GRANT), index),
        Route::act("/records/grants", GRANT, send).again(index).fresh(),
        Route::act("/records/grants/{grant}/end", GRANT, end),
    ]
}

#[derive(Template)]
#[template(path = "inspection/list.html")]
struct List {
    grants: Vec<Grant>,
    pager: Markup,
    scope: Markup,
    problems: Markup,
    key: Markup,
    once: Markup,
    unit: Markup,
    number: Markup,
    basis: Markup,
    from_on: Markup,
    to_on: Markup,
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let pager = Pager::of(req, PER_PAGE, store::count(ctx, read)?);
    let grants = store::list(ctx, read, (pager.offset(), PER_PAGE))?;
    let units = meeting::units_in_sight(ctx, read, &GRANT)?;
    let offered: Vec<Choice> =
        units.iter().map(|unit| Choice::new(unit.id.to_string(), &unit.name)).collect();
    let form = &req.form;
    let today = ctx.today.to_string();
    let week = ctx.today.plus_days(6).to_string();
    let page = List {
        scope: parts::scope("范围：本级及下级，还没到期和一年内到期的", &pager.words("项")),
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        unit: parts::field_select(form, "unit", "检查哪个组织", &offered, ""),
        number: parts::field_text(form, "number", "检查人警号", "", ""),
        basis: parts::field_text(form, "basis", "依据", "检查通知的文号或者名称", ""),
        from_on: parts::field_day(form, "from_on", "第一天", "", &today),
        to_on: parts::field_day(form, "to_on", "最后一天", "", &week),
        grants,
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("授权检查", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit = reader.id("unit").unwrap_or_default();
    let asked = Asked {
        number: reader.text("number", "检查人警号", 20),
        basis: reader.text("basis", "依据", 80),
        from_on: reader.day("from_on", "第一天"),
        to_on: reader.day("to_on", "最后一天"),
    };
    reader.check()?;
    actions::grant(ctx, unit, &asked)?;
    Ok(Reply::to("/records/grants").saying(format!("已授权，到{}止", asked.to_on.zh())))
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::end(ctx, req.id("grant")?)?;
    Ok(Reply::to("/records/grants").saying("授权已收回"))
}
