//! The year on paper and as a spreadsheet: figures of groups, nobody's name.

use act::{Ctx, Error, Place, Result};
use db::Read;
use documents::{Paper, Table};
use exports::Format;
use leaving::{List, text};
use web::{Markup, Page, Reply, Req, Section};

use super::{Year, below, central, pages, year_of};
use crate::SEE_GROUP;

const HEADINGS: [&str; 9] =
    ["中心组", "一季度", "二季度", "三季度", "四季度", "学习计划", "到会", "补学", "旁听"];
const TOPICS: (&str, u16) = ("专题", 30);
/// The same on paper.
const NARROW: [&str; 9] =
    ["中心组", "一季", "二季", "三季", "四季", "计划", "到会", "补学", "旁听"];
const WIDTHS: [u16; 9] = [40, 12, 12, 12, 12, 12, 10, 10, 40];

fn row(it: &Year) -> [String; 9] {
    let quarter = |number: i32| {
        let of = it.quarters().find(|it| it.period.number() == number);
        of.filter(|it| it.counts()).map_or_else(String::new, super::Duty::words)
    };
    let (expected, present, away, told) = it.came();
    let of = |part: i64, all: i64| if all == 0 { String::new() } else { format!("{part}/{all}") };
    let plan = it.filed(&central().filing).filter(|it| it.counts());
    let heard: Vec<String> = it.heard.iter().map(pages::words_of).collect();
    [
        it.unit.name.clone(),
        quarter(1),
        quarter(2),
        quarter(3),
        quarter(4),
        plan.map_or_else(String::new, super::Duty::words),
        of(present, expected),
        of(told, away),
        heard.join("；"),
    ]
}

/// Title and paper of what stands below a node.
fn paper(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Place, String, Paper)> {
    let place = pages::seen(ctx, read, req)?;
    let year = year_of(ctx, req);
    let (years, _) = below(ctx, read, &place, year)?;
    let table = Table::new(NARROW).widths([23, 8, 8, 8, 8, 8, 9, 9, 19]).small();
    let table = years.iter().fold(table, |table, it| table.row(row(it)));
    let title = format!("{}下级中心组{year}年学习情况", place.name);
    let words = format!(
        "直接下级，共{}个，到{}为止。到会为实到/应到，补学为已补/没到，都是人次。",
        years.len(),
        ctx.today.zh()
    );
    let paper = Paper::new(&title).paragraph(words).table(table);
    Ok((place, title, paper))
}

pub(super) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (place, title, paper) = paper(ctx, read, req)?;
    let year = year_of(ctx, req);
    let url = format!("/study/years/{}", place.id);
    let sheet = ("A4，横着印更宽。", Markup(documents::html(&paper)));
    let files = web::word_and_pdf(&format!("{url}/paper"))
        .map(|(name, file)| (name, format!("{file}?year={year}")));
    let crumbs = [
        ("学习".to_owned(), "/study".to_owned()),
        (format!("{year}年中心组学习"), format!("{url}?year={year}")),
    ];
    Ok(Page::of_paper(format!("{title}，打印"), sheet, files)?
        .under(crumbs)
        .section(Section::Learning))
}

pub(super) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let (place, title, paper) = paper(ctx, read, req)?;
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let print = format!("/study/years/{}/print?year={}", place.id, year_of(ctx, req));
    leaving::paper_file(ctx, &paper, (&title, format), &print)
}

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE_GROUP) {
        return Err(Error::NotFound);
    }
    let reader = req.form.reader();
    let asked: Option<i16> = reader.id("year");
    reader.check()?;
    let this = ctx.today.year();
    let year = asked.filter(|year| (2000..=this).contains(year)).unwrap_or(this);
    let (place, years) = ctx.read(|read| {
        let place = pages::seen(ctx, read, req)?;
        let (years, _) = below(ctx, read, &place, year)?;
        Ok((place, years))
    })?;
    let title = format!("{}下级中心组{year}年学习情况", place.short_name);
    let scope = format!("{}的直接下级，{year}年，到{}为止", place.name, ctx.today.zh());
    let headings = HEADINGS.into_iter().map(str::to_owned);
    let list = List {
        kind: "study.year",
        title,
        scope,
        measure: "个".to_owned(),
        columns: headings.zip(WIDTHS).chain([(TOPICS.0.to_owned(), TOPICS.1)]).collect(),
        keys: &["unit"],
        rows: years
            .iter()
            .map(|it| {
                let words = row(it).into_iter().chain([pages::topics(it)]);
                words.map(|words| text(&words)).collect()
            })
            .collect(),
        units: Vec::new(),
    };
    list.give_now(ctx)
}
