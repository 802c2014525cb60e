//! Who of a branch is away or back, what came home with them, and what is made up.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Period};
use db::Read;
use rules::Rules;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{SETTLE, ToMakeUp, actions, store};
use crate::{RECEIVE, operation::days_zh, part};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/operations/returns", Door::See(RECEIVE), returns),
        Route::act("/operations/pauses/{pause}/settling", SETTLE, settle).again(returns),
    ]
}

const PER_PAGE: i64 = 50;

struct Line {
    name: String,
    days: String,
    tag: Markup,
    url: String,
    words: String,
}

#[derive(Template)]
#[template(path = "pause/returns.html")]
struct Returns {
    unit_name: String,
    problems: Markup,
    once: Markup,
    /// With the field of its reason.
    waiting: Vec<(ToMakeUp, Markup)>,
    may_draft: bool,
    /// While somebody is away: what rests, and what becomes of it.
    resting: Vec<(String, &'static str)>,
    lines: Vec<Line>,
    scope: Markup,
    pager: Markup,
}

/// The branch that is asked for, or the hat's own; after a wrong form the branch of what was settled.
fn branch(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let of_pause = match req.id::<i64>("pause") {
        Ok(pause) => store::unit_of(read, pause)?,
        Err(_) => None,
    };
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    let id = of_pause.or_else(|| req.query_as("unit")).or(own).ok_or(Error::NotFound)?;
    let place = Place::find(read, id)?.ok_or(Error::NotFound)?;
    if ctx.sight(&RECEIVE).holds(&place) { Ok(place) } else { Err(Error::NotFound) }
}

fn returns(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = branch(ctx, read, req)?;
    let total = part::store::count_of_home(read, place.id)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let rows = part::store::of_home(read, place.id, (pager.offset(), PER_PAGE))?;
    ctx.viewed(&RECEIVE, format!("unit:{}", place.id), rows.len());
    let waiting = store::to_make_up(read, place.id)?.into_iter();
    let field = |it: &ToMakeUp| {
        let hint = "例如：内容已在归来后的党员大会上一并学习";
        parts::field_text(&req.form, &format!("why{}", it.id), "为什么不补", hint, "")
    };
    let page = Returns {
        problems: parts::problems(&req.form),
        once: req.once(),
        waiting: waiting.map(|it| (it.clone(), field(&it))).collect(),
        may_draft: ctx.allows(&SETTLE, &place),
        resting: resting(ctx, read, place.id)?,
        lines: rows.into_iter().map(|it| line(&it, ctx.today)).collect(),
        scope: parts::scope(&format!("范围：{}的党员", place.short_name), &pager.words("人次")),
        pager: parts::pager(req, pager),
        unit_name: place.name,
    };
    Ok(Page::of("执行任务和归来", &page)?.under([("组织生活", "/records")]).section(Section::Life))
}

/// 11月主题党日，归来补上
fn resting(ctx: &Ctx, read: &Read, unit: i64) -> Result<Vec<(String, &'static str)>> {
    let rules = ctx.part::<Rules>();
    let words = |(duty, period, kind): (String, String, String)| {
        let period = period.parse::<Period>().map_or_else(|_| period.clone(), Period::zh);
        let title = rules.duty(&duty).last().map_or(duty.as_str(), |it| it.title.as_str());
        let then = if kind.is_empty() { "免办，不用补" } else { "人归来以后补上" };
        (format!("{period}{title}"), then)
    };
    Ok(store::resting_now(read, unit)?.into_iter().map(words).collect())
}

fn line(it: &part::OfHome, today: Day) -> Line {
    let is_away = it.from_on <= today && today < it.to_on;
    let tag = match is_away {
        true => parts::tag_bare(parts::State::Due, "在外"),
        false if today < it.from_on => parts::tag_bare(parts::State::Void, "还没有去"),
        false => parts::tag_bare(parts::State::Done, "已归来"),
    };
    let words = [("鉴定", it.appraisals), ("表扬", it.commendations)];
    let words = words.iter().filter(|(_, count)| *count > 0);
    Line {
        name: it.name.clone(),
        days: days_zh(it.from_on, it.to_on),
        tag,
        url: format!("/operations/{}/members/{}", it.operation, it.person),
        words: words.map(|(what, count)| format!("{what}{count}份")).collect::<Vec<_>>().join("，"),
    }
}

fn settle(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("pause")?;
    let reader = req.form.reader();
    let why = reader.text(&format!("why{id}"), "为什么不补", 100);
    reader.check()?;
    let unit = actions::settle(ctx, id, &why)?;
    Ok(Reply::to(actions::url(unit)).saying("已写明，不再提醒"))
}
