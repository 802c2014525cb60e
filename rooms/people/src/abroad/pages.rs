//! The forms for members abroad: for what, two days, and the day of coming back.

use act::{Ctx, Error, Result};
use db::Read;
use rules::Rules;
use web::{Door, Page, Reply, Req, Route, parts, parts::Choice};

use super::{
    Stay,
    actions::{self, RECORD},
};
use crate::{
    Purpose,
    form::{FormPage, offers, seen, span},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/{id}/abroad", Door::Do(RECORD), form),
        Route::act("/members/{id}/abroad", RECORD, record).again(form),
        Route::page("/members/{id}/abroad/{stay}/return", Door::Do(RECORD), return_form),
        Route::act("/members/{id}/abroad/{stay}/return", RECORD, come_back).again(return_form),
    ]
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let (form, today) = (&req.form, ctx.today.to_string());
    let action = format!("/members/{}/abroad", member.id);
    let mut purposes = vec![Choice::new("", "请选择")];
    purposes.extend(offers(&Purpose::choices()));
    FormPage::new(req, "登记出国（境）", action, "登记")
        .about(&member)
        .with(parts::field_select(form, "purpose", "为了什么", &purposes, ""))
        .with(parts::field_day(form, "from", "从哪天起", "", &today))
        .with(parts::field_day(form, "to", "哪天回来", "不知道就留空，回来了再登记", ""))
        .with(parts::field_text(form, "basis", "依据", "如批件文号；不写国家、学校和行程", ""))
        .page()
}

fn record(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let purpose = Purpose::from_key(&reader.choice("purpose", "为了什么", &Purpose::keys()));
    let from = reader.day("from", "从哪天起");
    let back = reader.optional_day("to", "回来的日期");
    let basis = reader.optional_text("basis", "依据", 100);
    reader.check()?;
    let purpose = purpose.unwrap_or(Purpose::Study);
    actions::record(ctx, person, purpose, (from, back), &basis)?;
    let contact = if purpose.is_study() { "，支部每半年联系一次" } else { "" };
    Ok(Reply::to(format!("/members/{person}")).saying(format!("已登记{contact}")))
}

fn return_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let id: i64 = req.id("stay")?;
    let stays = super::stays_of(read, member.id)?;
    let stay = stays.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
    let hint = format!("{}起在外", stay.from_on.zh());
    let action = format!("/members/{}/abroad/{id}/return", member.id);
    FormPage::new(req, "登记回来", action, "登记")
        .about(&member)
        .with(parts::field_day(&req.form, "to", "哪天回来", &hint, &ctx.today.to_string()))
        .page()
}

fn come_back(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let back = reader.day("to", "回来的日期");
    reader.check()?;
    actions::record_return(ctx, person, req.id("stay")?, back)?;
    Ok(Reply::to(format!("/members/{person}")).saying("已登记回来"))
}

/// A stay as the page of the member shows it.
pub(crate) struct StayLine {
    pub(crate) purpose: &'static str,
    pub(crate) span: String,
    pub(crate) basis: String,
    /// Where his return is entered; `None` when he is back or the viewer may not.
    pub(crate) returning: Option<String>,
    /// What the text asks of the branch after such a time.
    pub(crate) warning: String,
}

impl StayLine {
    pub(crate) fn of(ctx: &Ctx, stay: Stay, may: bool) -> Result<Self> {
        let is_out = stay.to_on.is_none_or(|to| to > ctx.today);
        let url = format!("/members/{}/abroad/{}/return", stay.person, stay.id);
        Ok(Self {
            purpose: stay.purpose.zh(),
            span: span(stay.from_on, stay.to_on),
            warning: warning(ctx, &stay)?,
            basis: stay.basis,
            returning: (may && is_out).then_some(url),
        })
    }
}

fn warning(ctx: &Ctx, stay: &Stay) -> Result<String> {
    let rules = ctx.core.maybe_part::<Rules>().unwrap_or_else(|| Rules::built_in());
    if !stay.is_overlong(rules, ctx.today).map_err(Error::broken)? {
        return Ok(String::new());
    }
    let limit = rules.at(super::LONGEST_STUDY, ctx.today).map_err(Error::broken)?;
    let (years, source) = (limit.number().unwrap_or_default(), source(rules, limit));
    Ok(format!("学习研究超过{years}年没有回来的，一般停止党籍（{source}）"))
}

fn source(rules: &Rules, value: &rules::Dated) -> String {
    rules.source(&value.text, &value.article)
}
