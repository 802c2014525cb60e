//! 各级情况: how many were heard, passed, held again, and what failed most. In official order; nobody is compared.

mod store;

use std::collections::BTreeMap;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Req, Route, Section, parts};

use self::store::Heard;
use crate::{SEE, hearing::sheet, is_by_line};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/review/figures/{unit}", Door::See(SEE), show)]
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

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
    if !ctx.sight(&SEE).holds(&place) || is_by_line(ctx) && place.lead_path.is_some() {
        return Err(Error::NotFound);
    }
    let year = req.query_as("year").unwrap_or(ctx.today.year());
    let all = store::heard(read, &place, year)?;
    let children = store::children(read, &place)?;
    let line = |(id, name, path, is_branch): (i64, String, String, bool)| Line {
        name,
        url: (!is_branch).then(|| format!("/review/figures/{id}?year={year}")),
        sum: Sum::of(all.iter().filter(|it| it.path.starts_with(&path))),
    };
    let lines: Vec<Line> = children.into_iter().map(line).collect();
    let page = Show {
        called: if place.lead_path.is_some() { "巡听" } else { "旁听" },
        name: place.name.clone(),
        year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        unit: place.id,
        sum: Sum::of(all.iter()),
        scope: parts::scope("下级，按机构次序", &format!("共{}个，全部列出", lines.len())),
        lines,
        poor: poor(&all),
    };
    let called = page.called;
    Ok(Page::of(format!("{}：{called}情况", place.short_name), &page)?
        .under([("巡听和督查", "/review")])
        .section(Section::Reviews))
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
