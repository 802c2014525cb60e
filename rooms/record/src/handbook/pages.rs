//! The page of the handbook: what is in it, one button, and the check of a printed one.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    export::{self, Wanted},
    gather::Year,
    keeps_one,
};
use crate::{SEE_RECORD, meeting};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/handbook", Door::See(SEE_RECORD), page),
        Route::own_act("/records/handbook", bind).again(page),
    ]
}

/// Which branch and year the request is about.
enum Asked {
    Book(i64, i16),
    /// None named, and the hat's own unit keeps none: those in sight that do.
    Choice(Vec<Place>),
}

fn asked(ctx: &Ctx, read: &Read, req: &Req) -> Result<Asked> {
    let typed = |name: &str| meeting::asked(req, name);
    let year = typed("year").parse().unwrap_or(ctx.today.year());
    let own = ctx.actor.hat().map(|hat| &hat.unit).filter(|unit| keeps_one(&unit.kind));
    match (typed("unit").as_str(), own) {
        ("", Some(own)) => Ok(Asked::Book(own.id, year)),
        ("", None) => {
            let mut places = meeting::units_in_sight(ctx, read, &SEE_RECORD)?;
            places.retain(|place| keeps_one(&place.kind));
            if places.is_empty() { Err(Error::NotFound) } else { Ok(Asked::Choice(places)) }
        }
        (unit, _) => Ok(Asked::Book(unit.parse().map_err(|_| Error::NotFound)?, year)),
    }
}

#[derive(Template)]
#[template(path = "handbook/choose.html")]
struct Choose {
    branches: Vec<Place>,
}

#[derive(Template)]
#[template(path = "handbook/page.html")]
struct Shown {
    unit: i64,
    name: String,
    year: i16,
    years: Vec<i16>,
    problems: Markup,
    /// Only where a job is queued: a file leaves the page as it is, and its button may be pressed again.
    key: Markup,
    /// Part and how many papers or rows are in it.
    parts: Vec<(String, String)>,
    left_out: Vec<String>,
    is_long: bool,
    typed: String,
    check: Markup,
    corrected: Vec<(String, String)>,
    /// Who wants it written by hand besides, and by which document.
    by_hand: Vec<(String, String)>,
}

fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (unit, year) = match asked(ctx, read, req)? {
        Asked::Book(unit, year) => (unit, year),
        Asked::Choice(branches) => {
            return Ok(Page::of("支部工作手册", &Choose { branches })?
                .under(vec![("组织生活", "/records")])
                .section(Section::Life));
        }
    };
    let year = export::year(ctx, read, unit, year)?;
    let typed = req.query("code").trim().to_owned();
    let first = meeting::first_year(read, ctx.today)?;
    let page = Shown {
        by_hand: duty::handwriting(read, &year.place, ctx.today)?,
        unit,
        name: year.place.name.clone(),
        year: year.number,
        years: (first..=ctx.today.year()).rev().collect(),
        problems: parts::problems(&req.form),
        key: req.once(),
        parts: contents(ctx.part::<Systems>(), &year),
        left_out: year.left_out(),
        is_long: export::is_long(ctx, &year),
        check: match typed.as_str() {
            "" => Markup::default(),
            typed if year.is_as_printed(typed) => {
                parts::tag(parts::State::Done, "和系统里的记录一致")
            }
            _ => parts::tag(parts::State::Late, "和系统里的记录不一致"),
        },
        corrected: if typed.is_empty() || year.is_as_printed(&typed) {
            Vec::new()
        } else {
            changes(&year)
        },
        typed,
    };
    Ok(Page::of(format!("支部工作手册（{}年）", year.number), &page)?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life))
}

/// The book's parts with how much is in each.
fn contents(systems: &Systems, year: &Year) -> Vec<(String, String)> {
    let book = year.book(systems, None);
    let line = |(title, papers, rows): (&str, usize, usize)| {
        let words = match (papers, rows) {
            (1, 0) => "1份".to_owned(),
            (1, rows) => format!("{rows}条"),
            (papers, _) => format!("{papers}份"),
        };
        (title.to_owned(), words)
    };
    book.outline().into_iter().map(line).collect()
}

/// What may have changed since a book was printed.
fn changes(year: &Year) -> Vec<(String, String)> {
    let corrected = year.meetings.iter().filter_map(|it| {
        let at = it.record.corrected_at?;
        Some((it.record.title.clone(), format!("{}更正", at.day().zh())))
    });
    let withdrawn = year
        .withdrawn
        .iter()
        .filter_map(|it| Some((it.title.clone(), format!("{}撤回", it.withdrawn_at?.day().zh()))));
    corrected.chain(withdrawn).collect()
}

fn bind(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit = reader.id("unit").ok_or(Error::NotFound)?;
    let year: i16 = reader.id("year").ok_or(Error::NotFound)?;
    let is_word = reader.choice("format", "格式", &["pdf", "docx"]) == "docx";
    reader.check()?;
    let wanted = Wanted { unit, year, is_word };
    let year = ctx.read(|read| export::year(ctx, read, unit, year))?;
    if export::is_long(ctx, &year) {
        export::queue(ctx, &year, &wanted)?;
        let words = format!("已排上，{}份记录。生成后在这里下载", year.meetings.len());
        return Ok(Reply::to("/me/exports").saying(words));
    }
    let mark = export::note(ctx, &year, |_, _| Ok(()))?;
    let book = year.book(ctx.part::<Systems>(), Some(&mark.words));
    let (name, format, content) = export::file(ctx, &year, &book, is_word)?;
    Ok(Reply::File { name, media_type: format.media_type(), content })
}
