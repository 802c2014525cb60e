//! The page of how far secretaries are reached, at every level of the tree.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Pager, Req, Route, Section, parts};

use super::{Figure, Uncovered, sheet, store};
use crate::SEE;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/registers/coverage", Door::See(SEE), show),
        Route::own_act("/registers/coverage/lists", sheet::take),
    ]
}

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "coverage/show.html")]
struct Show {
    unit: i64,
    name: String,
    whole: Option<Figure>,
    /// What the unit leads, with where it goes on.
    below: Vec<(Figure, Option<String>)>,
    lines: Vec<Uncovered>,
    scope: Markup,
    pager: Markup,
}

/// The unit that is looked at: the hat's, or one in sight.
pub(super) fn asked(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let place = match req.query_as::<i64>("unit") {
        Some(unit) => Place::find(read, unit)?,
        None => ctx.actor.hat().map(|hat| hat.unit.clone()),
    };
    place.filter(|it| ctx.sight(&SEE).holds(it)).ok_or(Error::NotFound)
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = asked(ctx, read, req)?;
    let mut figures = store::figures(read, &place, ctx.today)?;
    let whole = figures.iter().position(|it| it.unit == place.id).map(|at| figures.remove(at));
    let left = whole.as_ref().map_or(0, Figure::left);
    let pager = Pager::of(req, PER_PAGE, left);
    let lines = store::uncovered(read, &place, ctx.today, pager.span())?;
    ctx.viewed(&SEE, format!("unit:{}", place.id), lines.len());
    let with = |it: Figure| {
        let is_branch = it.kind.contains("branch") && it.kind != "general_branch";
        let url = (!is_branch).then(|| format!("/registers/coverage?unit={}", it.unit));
        (it, url)
    };
    let page = Show {
        below: figures.into_iter().map(with).filter(|(_, url)| url.is_some()).collect(),
        scope: parts::scope(
            &format!("{}及下级，书记还没有挂到工作室也没有结对的支部", place.short_name),
            &pager.words("个"),
        ),
        pager: parts::pager(req, pager),
        unit: place.id,
        name: place.short_name,
        whole,
        lines,
    };
    Ok(Page::of("支部书记覆盖情况", &page)?
        .under([("名录", "/registers"), ("书记工作室", "/registers?sort=studio")])
        .section(Section::Life))
}
