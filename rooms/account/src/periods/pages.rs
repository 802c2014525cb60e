//! 保管期限: every period with its text, how much is due, what the nights have erased. Counts alone, no names.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use retention::{SEE, SOON_DAYS, State};
use systems::{Keep, Systems, Then};
use web::{Door, Page, Req, Route, Section};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/admin/retention", Door::See(SEE), show)]
}

/// So far back the page tells what was erased.
const NIGHTS: i32 = 30;

/// One period.
struct Line<'k> {
    keep: &'k Keep,
    period: String,
    /// Past its period and still there, and with those of the next days; `None` where nothing is counted.
    due: Option<(i64, i64)>,
}

struct Night {
    on: String,
    title: String,
    count: i64,
}

#[derive(Template)]
#[template(path = "periods/show.html")]
struct Show<'k> {
    nav: crate::Nav,
    lines: Vec<Line<'k>>,
    /// When it was counted last.
    counted: Option<String>,
    soon_days: i32,
    held: i64,
    nights_back: i32,
    nights: Vec<Night>,
}

fn show(ctx: &Ctx, read: &Read, _: &Req) -> Result<Page> {
    let systems = ctx.part::<Systems>();
    let states = retention::states(read)?;
    let title = |key: &str| systems.keep(key).map_or(key, |keep| keep.title.as_str()).to_owned();
    let night = |(on, key, count): (calendar::Day, String, i64)| Night {
        on: on.zh(),
        title: title(&key),
        count,
    };
    let erased = retention::erased_since(read, ctx.today.plus_days(-NIGHTS))?;
    let page = Show {
        nav: crate::Nav::on(ctx, "/admin/retention"),
        lines: systems.keeps().iter().map(|keep| line(keep, &states)).collect(),
        counted: states.iter().map(|it| it.counted_at).max().map(calendar::Instant::zh),
        soon_days: SOON_DAYS,
        held: retention::held(read, ctx.today)?,
        nights_back: NIGHTS,
        nights: erased.into_iter().map(night).collect(),
    };
    Ok(Page::of("保管期限", &page)?.section(Section::Admin))
}

fn line<'k>(keep: &'k Keep, states: &[State]) -> Line<'k> {
    let state = states.iter().find(|it| it.keep == keep.key());
    let due = state.filter(|_| keep.then == Then::Erase).map(|it| (it.due, it.soon));
    Line { keep, period: keep.period().zh(), due }
}
