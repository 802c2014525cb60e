//! The ledger as a list, and its routes.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Door, Markup, Page, Pager, Req, Route, Section, parts};

use super::{
    Seen,
    actions::{AMEND, CANCEL, ENTER},
    form, keeps_one, lists, overview, report,
    report::REPORT,
    sheet, show,
    store::{self, Filter, Wanted},
};
use crate::{
    SEE_INSTRUCTION,
    task::{Counts, Under},
};

const PER_PAGE: i64 = 30;

pub(crate) fn routes() -> Vec<Route> {
    let see = || Door::See(SEE_INSTRUCTION);
    let (amendment, cancellation) =
        ("/instructions/{id}/amendment", "/instructions/{id}/cancellation");
    vec![
        Route::page("/instructions", see(), index),
        Route::page("/instructions/new", Door::See(ENTER), form::new),
        Route::act("/instructions", ENTER, form::enter).again(form::new),
        Route::page("/instructions/overview", see(), overview::show),
        Route::page("/instructions/print", see(), sheet::print),
        Route::data("/instructions/print/{format}", see(), sheet::file),
        Route::own_act("/instructions/lists", lists::list),
        Route::page("/instructions/{id}", see(), show::show),
        Route::page(amendment, Door::See(AMEND), form::amendment),
        Route::act(amendment, AMEND, form::amend).again(form::amendment),
        Route::page(cancellation, Door::See(CANCEL), form::cancellation),
        Route::act(cancellation, CANCEL, form::cancel).again(form::cancellation),
        Route::page("/instructions/{id}/report", Door::See(REPORT), report::form),
        Route::act("/instructions/{id}/report", REPORT, report::send).again(report::form),
        Route::page("/instructions/{id}/reports/{report}", see(), report::print),
        Route::data("/instructions/{id}/reports/{report}/{format}", see(), report::file),
    ]
}

#[derive(Template)]
#[template(path = "instruction/list.html")]
struct List {
    scope: Markup,
    lines: Vec<(Seen, Markup, Counts)>,
    pager: Markup,
    words: String,
    states: Vec<(&'static str, &'static str, bool)>,
    years: Vec<(i16, bool)>,
    under: String,
    is_alone: bool,
    is_filtered: bool,
    may_enter: bool,
    once: Markup,
    lists: String,
    print: String,
    /// Of several units.
    is_many: bool,
}

/// `None` for every year.
pub(crate) fn filter_year(req: &Req) -> Option<i16> {
    req.query_as("year")
}

/// `范围：翠湖区公安局机关党委及下级，2026年`
pub(crate) fn scope_of(ctx: &Ctx, under: Option<&Under>, year: Option<i16>) -> String {
    let year = year.map_or_else(|| "各年".to_owned(), |year| format!("{year}年"));
    let hat = ctx.actor.hat().map(|hat| &hat.unit);
    let below = if under.is_some_and(|it| it.is_alone) { "" } else { "及下级" };
    match under.map(|it| &it.place).or(hat) {
        Some(unit) => format!("范围：{}{below}，{year}", unit.short_name),
        None => format!("范围：{year}"),
    }
}

pub(super) fn filter(ctx: &Ctx, read: &Read, req: &Req) -> Result<Filter> {
    Ok(Filter {
        year: filter_year(req),
        state: Wanted::of(req.query("state")),
        words: req.query("q").trim().chars().take(40).collect(),
        under: crate::task::under(ctx, read, req)?,
    })
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (sight, filter) = (ctx.sight(&SEE_INSTRUCTION), filter(ctx, read, req)?);
    let total = store::count(read, &sight, &filter, ctx.today)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let found = store::list(read, &sight, (&filter, ctx.today), pager.span())?;
    let ids: Vec<i64> = found.iter().map(|it| it.it.id).collect();
    let counts = store::counts(read, &ids, ctx.today)?;
    let hat = ctx.actor.hat().map(|hat| &hat.unit);
    let line = |seen: Seen| {
        let of_it = counts.iter().find(|(id, _)| *id == seen.it.id);
        let (tag, of_it) = (seen.it.tag(ctx.today), of_it.map(|it| it.1).unwrap_or_default());
        (seen, tag, of_it)
    };
    let lines: Vec<(Seen, Markup, Counts)> = found.into_iter().map(line).collect();
    let state = filter.state;
    let of_state = match state {
        Wanted::All => String::new(),
        it => format!("，{}", it.zh()),
    };
    let scope = scope_of(ctx, filter.under.as_ref(), filter.year);
    let page = List {
        scope: parts::scope(&format!("{scope}{of_state}"), &pager.words("件")),
        pager: parts::pager(req, pager),
        states: Wanted::ALL.map(|it| (it.1, it.2, it.0 == state)).into(),
        years: (ctx.today.year() - 4..=ctx.today.year())
            .rev()
            .map(|it| (it, filter.year == Some(it)))
            .collect(),
        is_filtered: state != Wanted::All || !filter.words.is_empty() || filter.year.is_some(),
        is_alone: filter.under.as_ref().is_some_and(|it| it.is_alone),
        under: filter.under.as_ref().map_or_else(String::new, |it| it.place.id.to_string()),
        words: filter.words,
        may_enter: hat.is_some_and(|unit| ctx.allows(&ENTER, unit) && keeps_one(ctx, &unit.kind)),
        once: req.once(),
        lists: req.with_query("page", "").replacen("/instructions", "/instructions/lists", 1),
        print: req.with_query("page", "").replacen("/instructions", "/instructions/print", 1),
        is_many: lines.iter().any(|(seen, ..)| Some(seen.it.unit) != hat.map(|it| it.id)),
        lines,
    };
    Ok(Page::of("批示台账", &page)?.section(Section::Life))
}
