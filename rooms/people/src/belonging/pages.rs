//! Transfer between branches, placing people without a branch, taking part elsewhere.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    Unplaced,
    actions::{self, PARTICIPATE, TRANSFER},
};
use crate::{
    Reason,
    form::{FormPage, offers, seen},
    member::pages::placeable,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/transfer", Door::Do(TRANSFER), transfer_form),
        Route::act("/members/{id}/transfer", TRANSFER, transfer).again(transfer_form),
        Route::page("/members/{id}/participation", Door::Do(PARTICIPATE), participation_form),
        Route::act("/members/{id}/participation", PARTICIPATE, take_part).again(participation_form),
        Route::act("/members/{id}/participations/{spell}/ending", PARTICIPATE, come_home),
        Route::page("/members/unplaced", Door::Do(TRANSFER), unplaced),
        Route::act("/members/placements", TRANSFER, place).again(unplaced),
    ]
}

fn transfer_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let mut branches = placeable(ctx, read, &TRANSFER)?;
    branches.retain(|branch| branch.value != member.unit.to_string());
    let (form, today) = (&req.form, ctx.today.to_string());
    let action = format!("/members/{}/transfer", member.id);
    FormPage::new(req, "转到另一个支部", action, "转到这个支部")
        .about(&member)
        .with(parts::field_select(form, "unit", "转到", &branches, ""))
        .with(parts::field_day(form, "from", "从哪天起", "", &today))
        .with(parts::field_text(form, "basis", "依据", "如支部调整通知的文号", ""))
        .page()
}

fn transfer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    if unit.is_none() {
        reader.fault("unit", "请选择转到哪个支部");
    }
    let from = reader.day("from", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    actions::transfer(ctx, person, unit.unwrap_or_default(), from, &basis)?;
    Ok(Reply::to(format!("/members/{person}")).saying("组织关系已转"))
}

fn participation_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let branches = placeable(ctx, read, &PARTICIPATE)?;
    let form = &req.form;
    let mut reasons = Reason::choices();
    reasons.retain(|(key, _)| *key != Reason::Operation.key());
    let action = format!("/members/{}/participation", member.id);
    FormPage::new(req, "参加其他支部的活动", action, "登记")
        .about(&member)
        .with(parts::field_select(form, "host", "参加哪个支部", &branches, ""))
        .with(parts::field_choice(form, "reason", "原因", &offers(&reasons), ""))
        .with(parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()))
        .with(parts::field_day(form, "to", "到哪天回来", "不知道就留空", ""))
        .with(parts::field_text(form, "basis", "依据", "如借调函的文号", ""))
        .page()
}

fn take_part(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let host: Option<i64> = reader.id("host");
    if host.is_none() {
        reader.fault("host", "请选择参加哪个支部");
    }
    let reason = Reason::from_key(&reader.choice("reason", "原因", &Reason::keys()))
        .filter(|reason| *reason != Reason::Operation);
    let from = reader.day("from", "从哪天起");
    let to = reader.optional_day("to", "回来的日期");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let (host, reason) = (host.unwrap_or_default(), reason.unwrap_or(Reason::Secondment));
    actions::take_part(ctx, person, host, reason, (from, to), &basis)?;
    Ok(Reply::to(format!("/members/{person}")).saying("已登记。活动由那边记录，人数算在本支部"))
}

fn come_home(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    actions::come_home(ctx, person, req.id("spell")?, ctx.today)?;
    Ok(Reply::to(format!("/members/{person}")).saying("已结束"))
}

#[derive(Template)]
#[template(path = "member/unplaced.html")]
struct UnplacedPage {
    problems: Markup,
    key: Markup,
    /// With whether the box is ticked.
    rows: Vec<(Unplaced, bool)>,
    total: i64,
    shown: String,
    unit: Markup,
    from: Markup,
    pager: Markup,
}

const PER_PAGE: i64 = 100;

fn unplaced(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&TRANSFER);
    let total = super::count_unplaced(read, &sight)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let rows = super::unplaced(read, &sight, (pager.offset(), PER_PAGE))?;
    ctx.viewed(&crate::member::actions::SEE, "unplaced", rows.len());
    let (form, today) = (&req.form, ctx.today.to_string());
    let branches = placeable(ctx, read, &TRANSFER)?;
    let ticked = form.values("person");
    let page = UnplacedPage {
        problems: parts::problems(form),
        key: req.key(),
        rows: rows
            .into_iter()
            .map(|row| (row.clone(), ticked.contains(&row.id.to_string().as_str())))
            .collect(),
        total,
        shown: pager.words("人"),
        unit: parts::field_select(form, "unit", "编入哪个支部", &branches, ""),
        from: parts::field_day(form, "from", "从哪天起", "", &today),
        pager: parts::pager(req, pager),
    };
    let page = Page::of("还没有编入支部", &page)?;
    Ok(page.under([("党员", "/members")]).section(Section::Members))
}

fn place(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let persons: Vec<i64> =
        reader.many("person").into_iter().filter_map(|id| id.parse().ok()).collect();
    if persons.is_empty() {
        reader.fault("", "还没有勾选任何人");
    }
    let unit: Option<i64> = reader.id("unit");
    if unit.is_none() {
        reader.fault("unit", "请选择编入哪个支部");
    }
    let from = reader.day("from", "从哪天起");
    reader.check()?;
    let placed = actions::place(ctx, &persons, unit.unwrap_or_default(), from)?;
    Ok(Reply::to("/members/unplaced").saying(format!("已编入{placed}人")))
}
