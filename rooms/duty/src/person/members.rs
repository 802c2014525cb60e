//! Hours and talks of the people of a branch, in official order.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::{Counts, Rules};
use web::{Markup, Page, Req, Section, parts};

use super::{asked, store};
use crate::{
    Law, SEE, Standing,
    judge::Verdict,
    list,
    show::shape,
    slot::{Address, pages::sees_records, place},
};

#[derive(Template)]
#[template(path = "person/members.html")]
struct Members {
    name: String,
    year: i16,
    unit: i64,
    scope: Markup,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    hours: Vec<Cell>,
    talks: Vec<Cell>,
}

struct Cell {
    words: String,
    url: String,
    tag: Markup,
}

/// By lead only: people are no business of the line.
pub(crate) fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = place(ctx, read, req.id("unit")?)?;
    if !sees_records(ctx, &place) {
        return Err(Error::NotFound);
    }
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let law = Law::load(read, ctx.part::<Rules>())?;
    let (standings, _) = list(read, &law, place.id, year, ctx.today)?;
    let members = store::members(read, place.id)?;
    let lines: Vec<Line> =
        members.into_iter().map(|member| line(member, &standings, ctx.today)).collect();
    ctx.viewed(&SEE, format!("unit:{}", place.id), lines.len());
    let scope = format!("{}，{}在册，{year}年", place.short_name, ctx.today.zh());
    let page = Members {
        name: place.short_name.clone(),
        year,
        unit: place.id,
        scope: parts::scope(&scope, &format!("共{}人", lines.len())),
        lines,
    };
    let crumbs = [
        (place.short_name, format!("/units/{}", place.id)),
        (format!("{year}年应办"), format!("/duties/{}?year={year}", place.id)),
    ];
    Ok(Page::of("党员学时和谈话", &page)?.under(crumbs).section(Section::Life))
}

fn line((person, name): (i64, String), standings: &[Standing], on: Day) -> Line {
    let mut line = Line { name, hours: Vec::new(), talks: Vec::new() };
    let Some(his) = standings.iter().find(|it| it.bearer.person == Some(person)) else {
        return line;
    };
    for verdict in asked(his, on) {
        let duty = verdict.slot.duty;
        let url = Address::of(&his.bearer, &verdict.slot).url();
        if duty.counts == Counts::Hours {
            let words = format!("{}，应有{}", amount(verdict), verdict.amount(verdict.needed));
            line.hours.push(Cell { words, url, tag: tag(verdict) });
        } else if duty.serves.iter().any(|it| it == "talk") {
            let words = format!("{}{}", duty.title, amount(verdict));
            line.talks.push(Cell { words, url, tag: tag(verdict) });
        }
    }
    line
}

fn amount(verdict: &Verdict) -> String {
    verdict.amount(verdict.met)
}

fn tag(verdict: &Verdict) -> Markup {
    parts::tag_bare(shape(verdict), verdict.tag())
}
