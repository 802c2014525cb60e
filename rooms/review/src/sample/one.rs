//! One drawn unit: why it was drawn, its records, what was found, what it answers.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{Markup, Page, Pager, Reply, Req, Section, parts};

use super::{
    Finding, Sample, Sampled,
    actions::{self, NewFinding},
    show::{candidates, tag, words},
    store,
};
use crate::{REPLY, sees};

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "sample/one.html")]
struct Show {
    sample: Sample,
    sampled: Sampled,
    tag: Markup,
    why: String,
    findings: Vec<Finding>,
    records: Vec<(i64, String, Day)>,
    scope: Markup,
    pager: Markup,
    is_inspector: bool,
    may_reply: bool,
    can_close: bool,
    problems: Markup,
    key: Markup,
    once: Markup,
    fields: Vec<Markup>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (sampled, place, is_inspector) = seen(ctx, read, req.id("sampled")?)?;
    let sample = store::sample(read, sampled.sample)?.ok_or(Error::NotFound)?;
    let mut findings = store::findings(read, sample.id)?;
    findings.retain(|it| it.sampled == sampled.id);
    let of_records = (sampled.unit, sample.held_from, sample.held_to);
    let total = if is_inspector { store::count_records(read, of_records)? } else { 0 };
    let pager = Pager::of(req, PER_PAGE, total);
    let records =
        if is_inspector { store::records(read, of_records, pager.span())? } else { Vec::new() };
    let of = candidates(&sample)?.into_iter().find(|it| it.id == sampled.unit);
    let form = &req.form;
    let is_open = sampled.closed_at.is_none();
    let page = Show {
        tag: tag(&sampled),
        why: of.as_ref().map_or_else(String::new, words),
        scope: parts::scope("抽查的这段时间已存档的记录", &pager.words("件")),
        pager: parts::pager(req, pager),
        can_close: is_open && is_inspector && findings.iter().all(|it| it.accepted_at.is_some()),
        is_inspector: is_inspector && is_open,
        may_reply: is_open && ctx.allows(&REPLY, &place),
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        fields: vec![
            parts::field_area(form, "text", "发现了什么", "说事，不说人", ""),
            parts::field_text(
                form,
                "rule",
                "依据哪一条",
                "例如：《中国共产党支部工作条例（试行）》第十七条",
                "",
            ),
            parts::field_day(
                form,
                "due_on",
                "哪天以前答复",
                "",
                &ctx.today.plus_days(15).to_string(),
            ),
        ],
        findings,
        records,
        sample,
        sampled,
    };
    let title = format!("督查：{}", page.sampled.unit_name);
    Ok(Page::of(title, &page)?.under([("巡听和督查", "/review")]).section(Section::Reviews))
}

/// For inspectors of the sample, the unit itself, and who sees it from above.
pub(super) fn seen(ctx: &Ctx, read: &Read, id: i64) -> Result<(Sampled, Place, bool)> {
    let sampled = store::sampled(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, sampled.unit)?.ok_or(Error::NotFound)?;
    let inspectors = store::inspectors(read, sampled.sample)?;
    let is_inspector = ctx.actor.person().is_some_and(|it| inspectors.contains(&it));
    if is_inspector || sees(ctx, &place) {
        return Ok((sampled, place, is_inspector));
    }
    Err(Error::NotFound)
}

pub(super) fn find(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("sampled")?;
    let (.., is_inspector) = ctx.read(|read| seen(ctx, read, id))?;
    if !is_inspector {
        return Err(Error::NotFound);
    }
    let reader = req.form.reader();
    let new = NewFinding {
        text: lines(&reader, req, "text", "发现了什么"),
        rule: reader.text("rule", "依据", 100),
        due_on: reader.day("due_on", "答复的期限"),
    };
    reader.check()?;
    actions::find(ctx, id, &new)?;
    Ok(Reply::to(format!("/review/sampled/{id}")).saying("意见已发给支部"))
}

fn lines(reader: &web::Reader, req: &Req, name: &str, label: &str) -> String {
    reader.many(name);
    let text = text::intake_lines(req.form.value(name), 1_000).unwrap_or_else(|fault| {
        reader.fault(name, format!("{label}：{fault}"));
        String::new()
    });
    if text.is_empty() {
        reader.fault(name, format!("请填写{label}"));
    }
    text
}

pub(super) fn close(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("sampled")?;
    req.form.reader().check()?;
    actions::close(ctx, id)?;
    Ok(Reply::to(format!("/review/sampled/{id}")).saying("这个组织的督查已办结"))
}

pub(super) fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let finding: i64 = req.id("finding")?;
    let sampled = ctx.read(|read| store::finding(read, finding))?.ok_or(Error::NotFound)?;
    ctx.read(|read| seen(ctx, read, sampled))?;
    let reader = req.form.reader();
    let words = lines(&reader, req, "answer", "答复");
    reader.check()?;
    let url = actions::answer(ctx, finding, &words)?;
    Ok(Reply::to(url).saying("已答复"))
}

pub(super) fn accept(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let url = actions::accept(ctx, req.id("finding")?)?;
    Ok(Reply::to(url).saying("这一条已认可"))
}
