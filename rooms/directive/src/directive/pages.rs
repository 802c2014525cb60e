//! The list of directives and its routes.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Pager, Req, Route, Section, parts};

use super::{
    Directive, Figures,
    actions::{AMEND, CLOSE, ISSUE, WITHDRAW},
    form,
    passing::{self, PASS},
    show, store,
};
use crate::{SEE, register};

const PER_PAGE: i64 = 30;

pub(crate) fn routes() -> Vec<Route> {
    let one = "/directives/{id}";
    vec![
        Route::page("/directives", Door::See(SEE), index),
        Route::page("/directives/new", Door::See(ISSUE), form::new),
        Route::act("/directives", ISSUE, form::issue).again(form::new),
        Route::page(one, Door::See(SEE), show::show),
        Route::page("/directives/{id}/amendment", Door::See(AMEND), form::amendment),
        Route::act("/directives/{id}/amendment", AMEND, form::amend).again(form::amendment),
        Route::page("/directives/{id}/withdrawal", Door::See(WITHDRAW), form::withdrawal),
        Route::act("/directives/{id}/withdrawal", WITHDRAW, form::withdraw).again(form::withdrawal),
        Route::page("/directives/{id}/closing", Door::See(CLOSE), form::closing),
        Route::act("/directives/{id}/closing", CLOSE, form::close).again(form::closing),
        Route::page("/directives/{id}/passing", Door::See(PASS), passing::show),
        Route::act("/directives/{id}/passing", PASS, passing::send).again(passing::show),
    ]
}

#[derive(Template)]
#[template(path = "directive/list.html")]
struct List {
    scope: Markup,
    lines: Vec<(Directive, String, Markup, Figures)>,
    pager: Markup,
    /// Each with whether it is shown.
    years: Vec<(i16, bool)>,
    is_every_year: bool,
    may_issue: bool,
    once: Markup,
    lists: String,
    is_alone: bool,
}

/// The year that is asked for; "all" for every one.
pub(crate) fn year(ctx: &Ctx, req: &Req) -> Option<i16> {
    match req.query("year") {
        "all" => None,
        typed => Some(typed.parse().unwrap_or(ctx.today.year())),
    }
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (sight, year) = (ctx.sight(&SEE), year(ctx, req));
    let total = store::count(read, &sight, year)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let found = store::list(read, &sight, year, pager.span())?;
    let ids: Vec<i64> = found.iter().map(|it| it.directive.id).collect();
    let figures = store::figures(read, &sight, &ids, ctx.today)?;
    let line = |it: store::Issued| {
        let of_it = figures.iter().find(|(id, _)| *id == it.directive.id);
        let (tag, figures) =
            (it.directive.tag(ctx.today), of_it.map_or_else(Default::default, |it| it.1));
        let issuer = it.issuer().to_owned();
        (it.directive, issuer, tag, figures)
    };
    let hat = ctx.actor.hat();
    let page = List {
        scope: parts::scope(&register::scope(ctx, year), &pager.words("件")),
        lines: found.into_iter().map(line).collect(),
        pager: parts::pager(req, pager),
        years: (ctx.today.year() - 4..=ctx.today.year() + 1)
            .rev()
            .map(|it| (it, year == Some(it)))
            .collect(),
        is_every_year: year.is_none(),
        may_issue: hat
            .is_some_and(|hat| ctx.allows(&ISSUE, &hat.unit) && !is_branch(&hat.unit.kind)),
        once: req.once(),
        lists: req.with_query("page", "").replacen("/directives", "/directives/lists", 1),
        is_alone: hat.is_some_and(|hat| is_branch(&hat.unit.kind)),
    };
    Ok(Page::of("部署", &page)?.section(Section::Life))
}

/// Below a branch nobody is asked.
fn is_branch(kind: &str) -> bool {
    kind.ends_with("branch") && kind != "general_branch"
}
