//! The page of the handbook: what is in it, one button, and the check of a printed one.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    export::{self, Wanted},
    gather::Year,
    keeps_one,
};
use crate::{SEE_RECORD, meeting};

const PER_PAGE: i64 = 50;

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
    scope: Markup,
    branches: Vec<Place>,
    pager: Markup,
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
            let pager = Pager::of(req, PER_PAGE, branches.len() as i64);
            let choose = Choose {
                scope: parts::scope("范围：您能看到的支部", &pager.words("个")),
                branches: pager.cut(branches),
                pager: parts::pager(req, pager),
            };
            return Ok(Page::of("支部工作手册", &choose)?
                .under(vec![("组织生活", "/records")])
                .section(Section::Life));
        }
    };
    let typed = req.query("code").trim().to_owned();
    // Only a typed code wants the texts of all records.
    let (check, corrected) = match typed.as_str() {
        "" => (Markup::default(), Vec::new()),
        typed => checked(&export::year(ctx, read, unit, year)?, typed),
    };
    let year = export::glance(ctx, read, unit, year)?;
    let page = Shown {
        by_hand: duty::handwriting(read, &year.place, ctx.today)?,
        unit,
        name: year.place.name.clone(),
        year: year.number,
        years: (year.first_year..=ctx.today.year()).rev().collect(),
        problems: parts::problems(&req.form),
        key: req.once(),
        left_out: year.apart.say(),
        is_long: export::is_long(ctx, year.records),
        parts: year.parts,
        check,
        corrected,
        typed,
    };
    Ok(Page::of(format!("支部工作手册（{}年）", year.number), &page)?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life))
}

/// Whether a printed book says what the system says; else what may have changed since.
fn checked(year: &Year, typed: &str) -> (Markup, Vec<(String, String)>) {
    if year.is_as_printed(typed) {
        return (parts::tag(parts::State::Done, "和系统里的记录一致"), Vec::new());
    }
    (parts::tag(parts::State::Late, "和系统里的记录不一致"), changes(year))
}

/// What may have changed since a book was printed.
fn changes(year: &Year) -> Vec<(String, String)> {
    let corrected = year.meetings.iter().filter_map(|it| {
        let at = it.record.corrected_at?;
        Some((it.record.title.clone(), format!("{}更正", at.day().zh())))
    });
    let withdrawn =
        year.apart.withdrawn.iter().filter_map(|it| {
            Some((it.title.clone(), format!("{}撤回", it.withdrawn_at?.day().zh())))
        });
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
    if export::is_long(ctx, year.meetings.len()) {
        export::queue(ctx, &year, &wanted)?;
        let words = format!("已排上，{}份记录。生成后在这里下载", year.meetings.len());
        return Ok(Reply::to("/me/exports").saying(words));
    }
    let mark = export::note(ctx, &year, |_, _| Ok(()))?;
    let book = year.book(ctx.part::<Systems>(), Some(&mark.words));
    let (name, format, content) = export::file(ctx, &year, &book, is_word)?;
    Ok(Reply::File { name, media_type: format.media_type(), content })
}
