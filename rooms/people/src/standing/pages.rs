//! Forms for status and limits of rights.

use act::{Ctx, Result};
use db::Read;
use web::{Door, Page, Reply, Req, Route, parts};

use super::actions::{self, CHANGE, LIMIT};
use crate::{
    Right, Status,
    form::{FormPage, offers, seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/status", Door::Do(CHANGE), status_form),
        Route::act("/members/{id}/status", CHANGE, change).again(status_form),
        Route::page("/members/{id}/limits", Door::Do(LIMIT), limit_form),
        Route::act("/members/{id}/limits", LIMIT, limit).again(limit_form),
    ]
}

fn status_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let (form, today) = (&req.form, ctx.today.to_string());
    let current = member.member_status.key();
    let action = format!("/members/{}/status", member.id);
    FormPage::new(req, "改党员状态", action, "改成这个状态")
        .about(&member)
        .with(parts::field_select(form, "status", "改成", &offers(&Status::choices()), current))
        .with(parts::field_day(form, "from", "从哪天起", "决定生效的那天", &today))
        .with(parts::field_text(form, "basis", "依据", "决议日期或者文号，不写案情", ""))
        .page()
}

fn change(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let status = Status::from_key(&reader.choice("status", "状态", &Status::keys()));
    let from = reader.day("from", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let status = status.unwrap_or(Status::Full);
    actions::change(ctx, person, status, from, &basis)?;
    let url = if status == Status::Left { "/members".into() } else { format!("/members/{person}") };
    Ok(Reply::to(url).saying(format!("{}起{}", from.zh(), status.zh())))
}

fn limit_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let form = &req.form;
    let action = format!("/members/{}/limits", member.id);
    let mut page = FormPage::new(req, "限制党员权利", action, "登记").about(&member);
    for right in Right::ALL {
        page = page.with(parts::field_check(form, right.key(), right.zh(), true));
    }
    page.with(parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()))
        .with(parts::field_day(form, "to", "哪天恢复", "没有定就留空", ""))
        .with(parts::field_text(form, "basis", "依据", "条款或者决定的文号，不写案情", ""))
        .page()
}

fn limit(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let ticked = |right: &&Right| reader.is_ticked(right.key());
    let rights: Vec<Right> = Right::ALL.iter().filter(ticked).copied().collect();
    let from = reader.day("from", "从哪天起");
    let to = reader.optional_day("to", "恢复日期");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    actions::limit(ctx, person, &rights, (from, to), &basis)?;
    Ok(Reply::to(format!("/members/{person}")).saying("已登记"))
}
