//! 请人代行: the form of the holder, and what he has handed over.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    StandIn,
    actions::{self, Wish},
    parts_of, store,
};
use crate::{
    LeaveWord,
    form::{offers, span},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/stand-ins", Door::SignedIn, show),
        Route::own_act("/me/stand-ins", hand_over).again(show).fresh(),
        Route::own_act("/me/stand-ins/{id}/recall", recall).again(show),
    ]
}

const PER_PAGE: i64 = 20;

struct Line {
    id: i64,
    who: String,
    what: String,
    span: String,
    state: &'static str,
    may_recall: bool,
}

#[derive(Template)]
#[template(path = "stand_in/show.html")]
struct Show {
    problems: Markup,
    key: Markup,
    once: Markup,
    /// 城关派出所党支部，党支部书记; empty where the hat worn cannot be handed over.
    post: String,
    why_not: String,
    /// (key, title, ticked)
    parts: Vec<(&'static str, &'static str, bool)>,
    part_fault: String,
    fields: Vec<Markup>,
    scope: Markup,
    lines: Vec<Line>,
    pager: Markup,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let systems = Systems::built_in();
    let (form, today) = (&req.form, ctx.today);
    let (post, why_not, kind) = match actions::own_post(ctx) {
        Ok(hat) => {
            (format!("{}，{}", hat.unit.name, hat.title), String::new(), systems.post(&hat.kind))
        }
        Err(error) => (String::new(), error.to_string(), None),
    };
    let ticked = |key: &str| !form.was_sent() || form.values("part").contains(&key);
    let parts = kind.map(|kind| parts_of(systems, kind)).unwrap_or_default();
    let reasons = offers(&LeaveWord::choices());
    let person = ctx.person()?;
    let pager = Pager::of(req, PER_PAGE, store::count_of_person(read, person)?);
    let lines = store::of_person(read, person, (pager.offset(), PER_PAGE))?;
    let page = Show {
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        post,
        why_not,
        parts: parts.into_iter().map(|part| (part.key, part.title, ticked(part.key))).collect(),
        part_fault: form.fault("part").unwrap_or_default().to_owned(),
        fields: vec![
            parts::field_text(form, "who", "请谁代行", "本机关的人，填警号或者姓名", ""),
            parts::field_select(form, "reason", "因为什么离岗", &reasons, "holiday"),
            parts::field_day(form, "from", "从哪天起", "", &today.to_string()),
            parts::field_day(form, "last", "到哪天止", "这一天还代行，第二天自动结束", ""),
        ],
        scope: parts::scope("我交出去的", &pager.words("次")),
        lines: lines.into_iter().map(|it| line(systems, it, today)).collect(),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("请人代行", &page)?.section(Section::Me).under([("我的", "/me")]).task())
}

fn line(systems: &Systems, it: StandIn, today: calendar::Day) -> Line {
    let state = match (it.is_recalled, it.from_on > today, it.to_on <= today) {
        (true, _, _) => "已收回",
        (_, true, _) => "还没开始",
        (_, _, true) => "已结束",
        _ => "正在代行",
    };
    let acts = it.acts.split(' ').filter(|act| !act.starts_with("see.")).count();
    Line {
        id: it.id,
        who: it.name,
        what: format!(
            "{}的{}，{}，交了{acts}项",
            it.unit_name,
            systems.post_title(&it.kind, &it.unit_kind),
            it.reason.zh()
        ),
        span: span(it.from_on, Some(it.to_on)),
        state,
        may_recall: !it.is_recalled && it.to_on > today,
    }
}

fn hand_over(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let who = reader.text("who", "请谁代行", 50);
    let reason = reader.choice("reason", "因为什么离岗", &LeaveWord::keys());
    let (from, last) = (reader.day("from", "从哪天起"), reader.day("last", "到哪天止"));
    let parts = reader.many("part");
    reader.check()?;
    let reason = LeaveWord::from_key(&reason).ok_or(act::Error::NotFound)?;
    let wish = Wish { who: who.trim(), parts: &parts, reason, from, last };
    actions::hand_over(ctx, &wish)?;
    Ok(Reply::to("/me/stand-ins").saying("已请他代行。到期自动结束，随时可以收回"))
}

fn recall(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::recall(ctx, req.id("id")?)?;
    Ok(Reply::to("/me/stand-ins").saying("已收回，他马上就用不了了"))
}
