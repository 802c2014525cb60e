//! Asking for a sample.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Reply, Req, Section, parts};

use super::actions::{self, NewSample};
use crate::{draw::Seed, hearing};

#[derive(Template)]
#[template(path = "sample/form.html")]
struct Form {
    unit: String,
    problems: Markup,
    key: Markup,
    fields: Vec<Markup>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = hearing::home(ctx, read)?;
    let form = &req.form;
    let from = ctx.today.plus_months(-3).first_of_month().to_string();
    let title = format!("{}年抽样督查", ctx.today.year());
    let page = Form {
        unit: unit.name.clone(),
        problems: parts::problems(form),
        key: req.key(),
        fields: vec![
            parts::field_text(form, "title", "这一次叫什么", "", &title),
            parts::field_number(form, "size", "抽几个", "", "3"),
            parts::field_day(form, "held_from", "看哪天以后的记录", "", &from),
            parts::field_day(form, "held_to", "到哪天", "", &ctx.today.to_string()),
            parts::field_area(
                form,
                "numbers",
                "谁去看",
                "警号，一行一个；只能看抽到的组织在这段时间的记录",
                "",
            ),
            parts::field_day(
                form,
                "to_on",
                "看到哪天为止",
                "过了这天就看不到了",
                &ctx.today.plus_days(30).to_string(),
            ),
        ],
    };
    let crumbs = [("巡听和督查", "/review")];
    Ok(Page::of("抽样督查", &page)?.under(crumbs).section(Section::Reviews).task())
}

pub(super) fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let unit = ctx.read(|read| hearing::home(ctx, read))?;
    let reader = req.form.reader();
    reader.many("numbers");
    let new = NewSample {
        title: reader.text("title", "名称", 40),
        held_from: reader.day("held_from", "第一天"),
        held_to: reader.day("held_to", "最后一天"),
        to_on: reader.day("to_on", "看到哪天为止"),
        size: usize::try_from(reader.number("size", "抽几个", 1..=200)).unwrap_or(1),
        numbers: req.form.value("numbers").split_whitespace().map(str::to_owned).collect(),
    };
    reader.check()?;
    let id = actions::start_sample(ctx, unit.id, &new, Seed::ByLot)?;
    Ok(Reply::to(format!("/review/samples/{id}")).saying("抽好了，没抽到的什么也不用报"))
}
