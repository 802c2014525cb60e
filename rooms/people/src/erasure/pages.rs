//! 将要清除的: who is past a period within thirty days, for those who know the persons; holding somebody, and
//! ending it.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use retention::{HOLD, LIFT, LONGEST_HOLD_MONTHS, Past, REASONS, SOON_DAYS};
use systems::Systems;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{Part, store, store::Leaver};
use crate::{
    form::{FormPage, offers, seen},
    member,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/retention", Door::Do(HOLD), list),
        Route::page("/members/{id}/hold", Door::Do(HOLD), hold_form),
        Route::act("/members/{id}/hold", HOLD, hold).again(hold_form),
        Route::act("/members/{id}/hold/lifting", LIFT, lift).again(hold_form),
    ]
}

const PER_PAGE: i64 = 50;

struct Tab {
    key: &'static str,
    title: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "erasure/list.html")]
struct List {
    tabs: Vec<Tab>,
    scope: Markup,
    what: String,
    words: String,
    stays: String,
    basis: String,
    confidence: &'static str,
    lines: Vec<Leaver>,
    pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = req.query("keep");
    let part = Part::ALL.into_iter().find(|it| it.key() == asked).unwrap_or(Part::Numbers);
    let keep = ctx.part::<Systems>().keep(part.key()).ok_or(Error::NotFound)?;
    let soon = ctx.today.plus_days(SOON_DAYS);
    let until = keep.until(soon).ok_or(Error::NotFound)?;
    let (sight, past) = (ctx.sight(&HOLD), Past { until, today: ctx.today });
    let total = store::count_in_sight(read, &sight, part, past)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let lines = store::leavers(read, &sight, (part, past), (pager.offset(), PER_PAGE))?;
    if !lines.is_empty() {
        let home = ctx.actor.hat().map_or(0, |hat| hat.unit.id);
        ctx.viewed(&member::actions::SEE, format!("unit:{home}"), lines.len());
    }
    let tab = |it: Part| Tab { key: it.key(), title: short(it).to_owned(), is_open: it == part };
    let scope = format!("{}以前到期、您能看到的人，暂缓的不在内", soon.zh());
    let page = List {
        tabs: Part::ALL.map(tab).into(),
        scope: parts::scope(&scope, &pager.words("人")),
        what: keep.title.clone(),
        words: keep.words(),
        stays: keep.stays.clone(),
        basis: keep.basis.clone(),
        confidence: keep.confidence.zh(),
        lines,
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("将要清除的个人信息", &page)?
        .section(Section::Members)
        .under([("党员", "/members")]))
}

fn short(part: Part) -> &'static str {
    match part {
        Part::Numbers => "证件号和电话",
        Part::Basic => "基本情况",
        Part::Name => "姓名",
    }
}

fn hold_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let action = format!("/members/{}/hold", member.id);
    let form = &req.form;
    let held = retention::hold_of(read, member.id, ctx.today)?;
    let until = ctx.today.plus_months(LONGEST_HOLD_MONTHS / 2);
    let hint = format!("最长{LONGEST_HOLD_MONTHS}个月；到期还要暂缓的，再办一次");
    let (button, lead) = match &held {
        Some(hold) => (
            "改暂缓",
            format!(
                "已暂缓到{}：{}，依据{}",
                hold.until_on.plus_days(-1).zh(),
                retention::reason_zh(&hold.reason),
                hold.basis
            ),
        ),
        None => ("暂缓清除", String::new()),
    };
    let mut page = FormPage::new(req, "暂缓清除个人信息", action, button).about(&member);
    if !lead.is_empty() {
        page.lead = format!("{}。{lead}", page.lead);
        page.also = Some((format!("/members/{}/hold/lifting", member.id), "现在就解除暂缓"));
    }
    page.with(parts::field_select(form, "reason", "为什么暂缓", &offers(&REASONS), ""))
        .with(parts::field_text(form, "basis", "依据", "文号或者决定的日期，不写案情", ""))
        .with(parts::field_day(form, "until", "暂缓到哪天", &hint, &until.to_string()))
        .page()
}

fn hold(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let keys: Vec<&str> = REASONS.iter().map(|(key, _)| *key).collect();
    let reason = reader.choice("reason", "为什么暂缓", &keys);
    let basis = reader.text("basis", "依据", 60);
    let until = reader.day("until", "暂缓到哪天");
    reader.check()?;
    let (unit, by) = (member::actions::seen_unit(ctx, person)?, ctx.actor.person());
    ctx.act(&HOLD, unit, |w| {
        w.reply(format!("/members/{person}/hold"));
        // The day that was typed is still held.
        retention::hold(w, person, (&reason, &basis), until.plus_days(1), by)
    })?;
    let words = format!("已暂缓，到{}为止不清除他的个人信息", until.zh());
    Ok(Reply::to(format!("/members/{person}/hold")).saying(words))
}

fn lift(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    req.form.reader().check()?;
    let (unit, by) = (member::actions::seen_unit(ctx, person)?, ctx.actor.person());
    ctx.act(&LIFT, unit, |w| {
        w.reply(format!("/members/{person}"));
        retention::lift(w, person, by)
    })?;
    Ok(Reply::to(format!("/members/{person}")).saying("已解除暂缓，到期的今晚清除"))
}
