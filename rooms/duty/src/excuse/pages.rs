//! Forms: why it was not done, who freed it, what is wrong with a verdict.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Reply, Req, Section, parts};

use super::{Exempt, actions, store::leading_body};
use crate::{
    remind,
    slot::{Address, pages::of_form},
};

#[derive(Template)]
#[template(path = "excuse/form.html")]
struct FormPage {
    title: String,
    words: &'static str,
    problems: Markup,
    fields: Vec<Markup>,
    key: Markup,
    url: String,
    button: &'static str,
    back: String,
}

pub(crate) fn explain_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hint = "写清楚原因就行，例如：全体党员外出执行任务。不要写任务的地点和内容";
    let fields = vec![parts::field_area(&req.form, "reason", "为什么没有办", hint, "")];
    let words = "写明以后显示为“有说明”，不算完成，也不再催办。";
    form(ctx, read, req, ("没有办的原因", words, "写明原因"), fields, "explanation")
}

pub(crate) fn explain(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 300);
    reader.check()?;
    let address = Address::from_request(req)?;
    actions::explain(ctx, &address, &reason)?;
    Ok(Reply::to(address.url()).saying("原因已经写明，不再催办"))
}

pub(crate) fn unexplain(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let address = Address::from_request(req)?;
    actions::withdraw_explanation(ctx, &address)?;
    Ok(Reply::to(address.url()).saying("写明的原因已撤回"))
}

pub(crate) fn exempt_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let address = Address::from_request(req)?;
    let body = leading_body(read, address.unit)?.map(|(_, name)| name).unwrap_or_default();
    let today = ctx.today.to_string();
    let hint = "例如：执行任务。不要写任务的地点和内容";
    let fields = vec![
        parts::field_text(&req.form, "reason", "免办的原因", hint, ""),
        parts::field_text(&req.form, "decided_by", "决定的组织", "", &body),
        parts::field_day(&req.form, "decided_on", "决定的日期", "", &today),
    ];
    let words = "免办以后，这一项不再计入应办。决定由系统按年度编号。";
    form(ctx, read, req, ("决定免办", words, "决定免办"), fields, "exemption")
}

pub(crate) fn exempt(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let decision = Exempt {
        reason: reader.text("reason", "原因", 300),
        decided_by: reader.text("decided_by", "决定的组织", 100),
        decided_on: reader.day("decided_on", "决定的日期"),
    };
    reader.check()?;
    let address = Address::from_request(req)?;
    actions::exempt(ctx, &address, &decision)?;
    Ok(Reply::to(address.url()).saying("已决定免办"))
}

pub(crate) fn unexempt(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let address = Address::from_request(req)?;
    actions::withdraw_exemption(ctx, &address)?;
    Ok(Reply::to(address.url()).saying("免办已撤回"))
}

pub(crate) fn object_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hint = "哪一条记录该计入，或者哪一条规定用错了";
    let fields = vec![parts::field_area(&req.form, "words", "哪里不对", hint, "")];
    let words = "上级党组织的党务干部会收到通知，并能看到这一项的全部依据。";
    form(ctx, read, req, ("觉得判得不对", words, "提给上级党组织"), fields, "objection")
}

pub(crate) fn object(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let words = reader.text("words", "哪里不对", 300);
    reader.check()?;
    let address = Address::from_request(req)?;
    remind::object(ctx, &address, &words)?;
    Ok(Reply::to(address.url()).saying("已提给上级党组织"))
}

pub(crate) fn reminder(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let address = Address::from_request(req)?;
    remind::remind(ctx, &address)?;
    Ok(Reply::to(address.url()).saying("已提醒书记，在工作时间送达"))
}

pub(crate) fn form(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    (title, words, button): (&str, &'static str, &'static str),
    fields: Vec<Markup>,
    noun: &str,
) -> Result<Page> {
    let (address, place, slot) = of_form(ctx, read, req)?;
    let page = FormPage {
        title: format!("{slot}：{title}"),
        words,
        problems: parts::problems(&req.form),
        fields,
        key: req.key(),
        url: address.act_url(noun),
        button,
        back: address.url(),
    };
    let crumbs = [(place.short_name, format!("/units/{}", place.id)), (slot, address.url())];
    Ok(Page::of(title, &page)?.under(crumbs).section(Section::Life).task())
}
