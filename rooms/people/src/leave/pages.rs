//! The form for leave: a word and two days.

use act::{Ctx, Result};
use db::Read;
use web::{Door, Page, Reply, Req, Route, parts};

use super::actions::{self, RECORD};
use crate::{
    LeaveWord,
    form::{FormPage, offers, seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/leave", Door::Do(RECORD), form),
        Route::act("/members/{id}/leave", RECORD, record).again(form),
    ]
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let form = &req.form;
    let (today, tomorrow) = (ctx.today.to_string(), ctx.today.plus_days(1).to_string());
    FormPage::new(req, "登记请假值班", format!("/members/{}/leave", member.id), "登记")
        .about(&member)
        .with(parts::field_choice(form, "word", "情况", &offers(&LeaveWord::choices()), ""))
        .with(parts::field_day(form, "from", "从哪天起", "", &today))
        .with(parts::field_day(form, "to", "哪天回来", "只写日期，不写地点和任务", &tomorrow))
        .page()
}

fn record(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let word = LeaveWord::from_key(&reader.choice("word", "情况", &LeaveWord::keys()));
    let from = reader.day("from", "从哪天起");
    let back = reader.day("to", "回来的日期");
    reader.check()?;
    let word = word.unwrap_or(LeaveWord::OnDuty);
    actions::record(ctx, person, word, from, back)?;
    Ok(Reply::to(format!("/members/{person}")).saying(format!("已登记：{}", word.zh())))
}
