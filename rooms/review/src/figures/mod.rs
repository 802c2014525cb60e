//! 各级情况: how many were heard, passed, held again, and what failed most. In official order; nobody is compared.

mod store;

use std::collections::BTreeMap;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use leaving::List;
use sheets::write::Value;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use self::store::Heard;
use crate::{SEE, hearing::sheet, is_by_line};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/review/figures/{unit}", Door::See(SEE), show),
        Route::own_act("/review/figures/{unit}/lists", take),
    ]
}

/// Whether its sums are in sight: of a hat of an organ those of organs, and of the committees that stand in his own. Sums
/// name nobody.
fn may_see(ctx: &Ctx, place: &Place) -> bool {
    let is_of_house = || ctx.actor.hat().is_some_and(|hat| place.organ == Some(hat.unit.id));
    ctx.sight(&SEE).holds(place) && (!is_by_line(ctx) || place.lead_path.is_none() || is_of_house())
}

/// Title and URL of the sums of the hat's unit; of an organ also those of the committees in it.
pub(crate) fn links(ctx: &Ctx, read: &Read) -> Result<Vec<(String, String)>> {
    let Some(hat) = ctx.actor.hat() else { return Ok(Vec::new()) };
    let url = |id: i64| format!("/review/figures/{id}");
    let mut links = vec![("各级情况".to_owned(), url(hat.unit.id))];
    if is_by_line(ctx) {
        let committees = store::committees(read, hat.unit.id)?;
        links.extend(
            committees.into_iter().map(|(id, name)| (format!("{name}的巡听情况"), url(id))),
        );
    }
    Ok(links)
}

#[derive(Default)]
struct Sum {
    drawn: usize,
    heard: usize,
    passed: usize,
    again: usize,
    held_again: usize,
}

impl Sum {
    fn of<'h>(all: impl Iterator<Item = &'h Heard>) -> Self {
        all.fold(Self::default(), |mut sum, it| {
            sum.drawn += 1;
            sum.heard += usize::from(it.verdict.is_some());
            sum.passed += usize::from(it.verdict.as_deref() == Some("passed"));
            sum.again += usize::from(it.verdict.as_deref() == Some("again"));
            sum.held_again +=
                usize::from(it.is_held_again && it.verdict.as_deref() == Some("again"));
            sum
        })
    }
}

struct Line {
    name: String,
    url: Option<String>,
    sum: Sum,
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct Show {
    called: &'static str,
    name: String,
    year: i16,
    years: Vec<i16>,
    unit: i64,
    sum: Sum,
    lines: Vec<Line>,
    scope: Markup,
    /// Item and how often it was poor.
    poor: Vec<(String, usize)>,
}

/// A unit's year.
struct Year {
    place: Place,
    number: i16,
    called: &'static str,
    all: Vec<Heard>,
    lines: Vec<Line>,
}

fn year(ctx: &Ctx, read: &Read, req: &Req) -> Result<Year> {
    let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
    if !may_see(ctx, &place) {
        return Err(Error::NotFound);
    }
    let year = req.query_as("year").unwrap_or(ctx.today.year());
    let all = store::heard(read, &place, year)?;
    let opens = |it: &store::Child| {
        let is_of_house = it.organ.is_some() && it.organ == ctx.actor.hat().map(|hat| hat.unit.id);
        !it.is_branch && (!is_by_line(ctx) || place.lead_path.is_none() || is_of_house)
    };
    let line = |it: store::Child| Line {
        url: opens(&it).then(|| format!("/review/figures/{}?year={year}", it.id)),
        sum: Sum::of(all.iter().filter(|heard| heard.path.starts_with(&it.path))),
        name: it.name,
    };
    let lines: Vec<Line> = store::children(read, &place)?.into_iter().map(line).collect();
    let called = if place.lead_path.is_some() { "巡听" } else { "旁听" };
    Ok(Year { number: year, called, lines, all, place })
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Year { place, number: year, called, all, lines } = year(ctx, read, req)?;
    let page = Show {
        called,
        name: place.name.clone(),
        year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        unit: place.id,
        sum: Sum::of(all.iter()),
        scope: parts::scope("下级，按机构次序", &format!("共{}个，全部列出", lines.len())),
        lines,
        poor: poor(&all),
    };
    Ok(Page::of(format!("{}：{called}情况", place.short_name), &page)?
        .under([("巡听和督查", "/review")])
        .section(Section::Reviews))
}

const COLUMNS: [(&str, u16); 6] =
    [("组织", 30), ("抽到", 8), ("听了", 8), ("通过", 8), ("要重开", 8), ("已重开", 8)];

/// All below in one table.
fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let year = ctx.read(|read| year(ctx, read, req))?;
    let number = |it: usize| Value::Number(it as f64);
    let row = |it: &Line| {
        let Sum { drawn, heard, passed, again, held_again } = it.sum;
        let figures = [drawn, heard, passed, again, held_again].map(number);
        [leaving::text(&it.name)].into_iter().chain(figures).collect()
    };
    let list = List {
        kind: "review.figures",
        title: format!("{}{}年{}情况", year.place.short_name, year.number, year.called),
        scope: format!("{}下级，按机构次序", year.place.name),
        measure: "个".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["unit", "drawn", "heard", "passed", "again", "held_again"],
        rows: year.lines.iter().map(row).collect(),
        units: vec![year.place.id],
    };
    list.give_now(ctx)
}

/// What failed, most often first.
fn poor(all: &[Heard]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for it in all {
        let marks = it.marks.as_deref().and_then(|it| serde_json::from_str(it).ok());
        let marks: Vec<sheet::Mark> = marks.unwrap_or_default();
        for mark in marks.iter().filter(|mark| mark.given == "poor") {
            *counts.entry(sheet::title_of(&it.kind, &mark.item)).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
