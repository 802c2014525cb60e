//! 中心组学习: the groups below a unit in a year, each number leading to what it is made of.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Req, Section, parts};

use super::{Duty, Heard, Year, below, central, year_of};
use crate::{CIRCULAR, SEE_GROUP, circular};

/// A cell with where it leads.
pub(super) struct Cell {
    pub(super) tag: Markup,
    pub(super) url: String,
    /// For readers of the page: 第一季度.
    pub(super) of: String,
}

impl Cell {
    pub(super) fn of(duty: &Duty) -> Self {
        Self { tag: duty.tag(), url: duty.url.clone(), of: duty.period.zh() }
    }
}

struct Line {
    name: String,
    url: String,
    below: Option<String>,
    /// By quarter; `None` where nothing is owed.
    quarters: [Option<Cell>; 4],
    plan: Option<Cell>,
    topics: String,
    came: String,
    made_up: String,
    heard: Vec<(String, String)>,
}

/// What stands above the list: sums of facts, no shares.
pub(crate) struct Sums {
    pub(crate) groups: usize,
    pub(crate) sessions: usize,
    /// Of each quarter: done, missing.
    pub(crate) quarters: [(usize, usize); 4],
    pub(crate) filed: usize,
    pub(crate) away: i64,
    pub(crate) told: i64,
    pub(crate) heard: usize,
    pub(crate) open: usize,
}

impl Sums {
    pub(crate) fn of(years: &[Year]) -> Self {
        let quarter = |number: i32| {
            let of = || {
                years.iter().flat_map(Year::quarters).filter(move |it| it.period.number() == number)
            };
            let done = of().filter(|it| it.state == duty::judge::State::Done).count();
            (done, of().filter(|it| it.is_missing()).count())
        };
        let came: Vec<_> = years.iter().map(Year::came).collect();
        let heard = || years.iter().flat_map(|it| &it.heard).filter(|it| it.verdict.is_some());
        let filed = |it: &&Year| {
            it.filed(&central().filing).is_some_and(|it| it.state == duty::judge::State::Done)
        };
        Self {
            groups: years.len(),
            sessions: years.iter().map(|it| it.sessions.len()).sum(),
            quarters: [1, 2, 3, 4].map(quarter),
            filed: years.iter().filter(filed).count(),
            away: came.iter().map(|it| it.2).sum(),
            told: came.iter().map(|it| it.3).sum(),
            heard: heard().count(),
            open: heard().filter(|it| it.is_open()).count(),
        }
    }
}

#[derive(Template)]
#[template(path = "year/show.html")]
struct Show {
    name: String,
    unit: i64,
    year: i16,
    years: Vec<i16>,
    sums: Sums,
    lines: Vec<Line>,
    scope: Markup,
    left_out: usize,
    /// The circular of this year: an open one, or the button to draft it.
    circular: Option<String>,
    may_draft: bool,
    may_send: bool,
    once: Markup,
    /// Its own group, where it has one.
    problems: Markup,
    today: String,
}

/// The node of a page, in sight.
pub(super) fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
    if ctx.sight(&SEE_GROUP).holds(&place) { Ok(place) } else { Err(Error::NotFound) }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = seen(ctx, read, req)?;
    let year = year_of(ctx, req);
    let (years, left_out) = below(ctx, read, &place, year)?;
    let issued = circular::issued(ctx, read, &place, year)?;
    let lines: Vec<Line> = years.iter().map(|it| line(it, year)).collect();
    let count = format!("共{}个，全部列出", lines.len());
    let page = Show {
        name: place.name.clone(),
        unit: place.id,
        year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        sums: Sums::of(&years),
        scope: parts::scope("直接下级的中心组，按机构次序", &count),
        may_draft: issued.is_none() && !lines.is_empty() && ctx.allows(&CIRCULAR, &place),
        circular: issued.map(|id| format!("/study/circulars/{id}")),
        may_send: ctx.carries(&crate::REVIEW_ROUND) && is_hat(ctx, &place),
        lines,
        left_out,
        once: req.once(),
        problems: parts::problems(&req.form),
        today: ctx.today.zh(),
    };
    let title = format!("{}：{year}年中心组学习", place.short_name);
    Ok(Page::of(title, &page)?.under([("学习", "/study")]).section(Section::Learning))
}

fn is_hat(ctx: &Ctx, place: &Place) -> bool {
    ctx.actor.hat().is_some_and(|hat| hat.unit.id == place.id)
}

fn line(it: &Year, year: i16) -> Line {
    let quarter = |number: i32| {
        let of = it.quarters().find(|it| it.period.number() == number);
        of.filter(|it| it.counts()).map(Cell::of)
    };
    let (expected, present, away, told) = it.came();
    Line {
        name: it.unit.name.clone(),
        url: it.url(year),
        below: it.unit.node.map(|node| format!("/study/years/{node}?year={year}")),
        quarters: [1, 2, 3, 4].map(quarter),
        plan: it.filed(&central().filing).filter(|it| it.counts()).map(Cell::of),
        topics: topics(it),
        came: if it.sessions.is_empty() { String::new() } else { format!("{present}/{expected}") },
        made_up: if away == 0 { String::new() } else { format!("{told}/{away}") },
        heard: it.heard.iter().map(|it| (words_of(it), it.url())).collect(),
    }
}

/// How many topics the plan has and how many of them were studied; without a plan what was.
pub(super) fn topics(it: &Year) -> String {
    if let Some(plan) = it.plan {
        return format!("计划{}个专题，学过{}个", plan.items, plan.studied);
    }
    let held: Vec<&str> =
        it.sessions.iter().map(|it| it.topic.as_str()).filter(|it| !it.is_empty()).collect();
    if held.is_empty() { String::new() } else { format!("学了：{}", held.join("、")) }
}

pub(super) fn words_of(it: &Heard) -> String {
    let on = it.filed_on.map_or_else(String::new, |on| format!("{}听，", on.zh_short()));
    format!("{on}{}", it.words())
}
