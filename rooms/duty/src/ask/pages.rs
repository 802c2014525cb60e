//! Forms: why the leading body should exempt, why it does not.

use act::{Ctx, Result};
use db::Read;
use web::{Page, Reply, Req, parts};

use super::actions;
use crate::{excuse::pages::form, slot::Address};

pub(crate) fn ask_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hint = "例如：全体党员外出执行任务。不要写任务的地点和内容";
    let fields = vec![parts::field_area(&req.form, "reason", "为什么请求免办", hint, "")];
    let words = "上级党组织的党务干部会收到通知，由上级决定。答复以前，这一项照常计入应办。";
    form(ctx, read, req, ("请上级免办", words, "请上级免办"), fields, "request")
}

pub(crate) fn ask(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 300);
    reader.check()?;
    let address = Address::from_request(req)?;
    actions::ask_exemption(ctx, &address, &reason)?;
    Ok(Reply::to(address.url()).saying("已请上级免办，答复后会通知您"))
}

pub(crate) fn decline_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hint = "写明为什么，还可以怎么办";
    let fields = vec![parts::field_area(&req.form, "words", "为什么不同意", hint, "")];
    let words = "这一项照常计入应办，请求的人会收到您的答复。";
    form(ctx, read, req, ("不同意免办", words, "答复不同意"), fields, "refusal")
}

pub(crate) fn decline(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let words = reader.text("words", "为什么不同意", 300);
    reader.check()?;
    let address = Address::from_request(req)?;
    actions::decline_exemption(ctx, &address, &words)?;
    Ok(Reply::to(address.url()).saying("已答复不同意"))
}
