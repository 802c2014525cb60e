//! Talks in a list: one's own, and those that one keeps.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{SEE_TALK, store};
use crate::{SEE_RECORD, integrity, kind::Kinds, meeting::Stage, pairing};

const PER_PAGE: i64 = 50;

struct Line {
    url: String,
    title: String,
    with: String,
    unit: String,
    on: String,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "talk/list.html")]
struct List {
    own: Vec<Line>,
    own_scope: Markup,
    own_pager: Markup,
    kept: Vec<Line>,
    kept_scope: Markup,
    kept_pager: Markup,
    keeps: bool,
    /// What is planned for him this year: month, with whom, whether they talked.
    plan: Vec<(i64, String, Markup)>,
    /// The list of who owes a talk, where there is one for the hat worn.
    owed: Option<i64>,
    may_integrity: bool,
    news: Vec<(&'static str, String)>,
}

/// Whoever has signed in: his own; with a hat that keeps talks, those of its range.
pub(super) fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let of_own = Pager::of_list(req, "own", PER_PAGE, store::count_own(read, person)?);
    let of_kept = Pager::of_list(req, "kept", PER_PAGE, store::count_kept(ctx, read)?);
    let own = store::own(read, person, of_own.span())?;
    let kept = store::kept(ctx, read, of_kept.span())?;
    let keeps = !ctx.sight(&SEE_TALK).is_empty();
    if !kept.is_empty() {
        ctx.viewed(&SEE_TALK, "talks", kept.len());
    }
    for person in kept.iter().filter_map(|it| it.partner).filter(|it| *it != person) {
        ctx.viewed(&SEE_TALK, format!("person:{person}"), 1);
    }
    let range = ctx.actor.hat().map_or_else(String::new, |hat| hat.unit.short_name.clone());
    let page = List {
        own_scope: parts::scope("本人参加的谈话，只有自己看得到这张单子", &of_own.words("次")),
        own: own.into_iter().map(line).collect(),
        kept_scope: parts::scope(
            &format!("范围：{range}及下级，组织谈话，由您保管"),
            &of_kept.words("次"),
        ),
        kept: kept.into_iter().map(line).collect(),
        keeps,
        own_pager: parts::pager_of_list(req, "own", of_own),
        kept_pager: parts::pager_of_list(req, "kept", of_kept),
        plan: plan(ctx, read, person)?,
        owed: owed(ctx),
        may_integrity: integrity::may_see(ctx),
        news: news(ctx),
    };
    Ok(Page::of("谈话", &page)?.under([("组织生活", "/records")]).section(Section::Life))
}

fn plan(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<(i64, String, Markup)>> {
    let rows = pairing::own_plan(read, person, ctx.today.year())?;
    let row = |it: pairing::Own| {
        let tag = match it.held_on {
            Some(on) => parts::tag(parts::State::Done, &format!("{}谈过", on.zh_short())),
            None => parts::tag(parts::State::Due, "还没谈"),
        };
        (it.month, it.with_name.unwrap_or_else(|| it.unit_name.clone()), tag)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The branch of the hat worn, where its records are in sight.
fn owed(ctx: &Ctx) -> Option<i64> {
    let hat = ctx.actor.hat()?;
    let is_branch = Kinds::built_in().find("talk").is_some_and(|kind| kind.is_for(&hat.unit.kind));
    let has_roll = hat.unit.kind.ends_with("branch") && hat.unit.kind != "general_branch";
    (is_branch && has_roll && ctx.sight(&SEE_RECORD).holds(&hat.unit)).then_some(hat.unit.id)
}

fn line(it: store::Line) -> Line {
    let kind = Kinds::built_in().find(&it.kind);
    let (talker, talked) = (it.talker.unwrap_or_default(), it.talked.unwrap_or(it.guests));
    let stage = match (it.withdrawn_at, it.closed_at) {
        (Some(_), _) => Stage::Withdrawn,
        (_, Some(_)) => Stage::Closed,
        _ => Stage::Drafted,
    };
    let is_kept = kind.is_some_and(|kind| kind.kept_talk().is_some());
    Line {
        url: it.id.url(),
        title: kind.map_or_else(|| it.kind.clone(), |kind| kind.title.clone()),
        with: format!("{talker} · {talked}"),
        unit: it.unit_name,
        on: it.plan_on.to_string(),
        tag: if is_kept { super::pages::tag_of(stage, it.settled) } else { stage.tag() },
    }
}

/// What the hat worn may enter in its own unit.
fn news(ctx: &Ctx) -> Vec<(&'static str, String)> {
    let Some(hat) = ctx.actor.hat() else { return Vec::new() };
    if !ctx.allows(&super::ENTER, &hat.unit) {
        return Vec::new();
    }
    let may = Kinds::built_in().kept_talks();
    may.filter(|kind| kind.is_for(&hat.unit.kind) && kind.chairs.contains(&hat.kind))
        .map(|kind| {
            (kind.short.as_str(), format!("/talks/new?kind={}&unit={}", kind.key, hat.unit.id))
        })
        .collect()
}
