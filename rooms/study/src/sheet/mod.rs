//! The plan as a sheet: print page, Word, PDF; and as a spreadsheet.

use act::{Ctx, Error, Place, Result};
use db::Read;
use documents::{Paper, Table};
use exports::Format;
use record::BoundWith;
use sheets::write::{Column, Head, Value, xlsx as written};
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use crate::{
    item,
    plan::{Seen, seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/study/plans/{id}/print", Door::SignedIn, print),
        Route::data("/study/plans/{id}/sheet/{format}", Door::SignedIn, file),
    ]
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    let sheet = Markup(documents::html(&paper(read, &seen)?));
    let url = format!("{}/sheet", seen.plan.url());
    let files = web::word_and_pdf(&url).into_iter().chain([("Excel", format!("{url}/xlsx"))]);
    let crumbs = [("学习".to_owned(), "/study".to_owned()), (seen.title(), seen.plan.url())];
    Ok(Page::of_paper(format!("{}，打印", seen.title()), ("A4，可以贴在学习栏。", sheet), files)?
        .under(crumbs)
        .section(Section::Learning))
}

/// Month, topic, reading, who leads, how far it is.
fn rows(read: &Read, seen: &Seen) -> Result<Vec<[String; 5]>> {
    let names = item::names(read, &seen.items)?;
    let row = |it: &item::Item| {
        [
            format!("{}月", it.entry.month),
            it.entry.topic.clone(),
            it.entry.reading.replace('\n', "、"),
            item::name_of(&names, it.entry.speaker),
            match it.held_on {
                Some(on) => format!("{}已学", on.zh_short()),
                None => String::new(),
            },
        ]
    };
    Ok(seen.items.iter().map(row).collect())
}

const HEADINGS: [&str; 5] = ["月份", "专题", "学习内容", "领学人", "学习情况"];

fn paper(read: &Read, seen: &Seen) -> Result<Paper> {
    titled(read, seen, seen.title())
}

fn titled(read: &Read, seen: &Seen, title: String) -> Result<Paper> {
    let table = Table::new(HEADINGS).widths([10, 28, 30, 15, 17]);
    let rows = rows(read, seen)?;
    let table = rows.iter().fold(table, |table, row| table.row(row.each_ref().map(String::as_str)));
    let words = format!("{}，共{}项", seen.edition_zh(), seen.items.len());
    Ok(Paper::new(title).paragraph(words).table(table))
}

/// The published plans of a unit and a year, for its handbook.
pub fn bound_with() -> BoundWith {
    BoundWith { papers, parts: |ask, unit, year| Box::pin(seen::parts(ask, unit, year)) }
}

fn papers(_: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Vec<Paper>> {
    let plans = seen::published(read, place, year)?;
    let filled = plans.iter().filter(|it| !it.items.is_empty());
    // Whose they are, and of which year, the book says.
    filled.map(|it| titled(read, it, it.group.plan_zh())).collect()
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    if req.param("format") == Format::Xlsx.key() {
        return xlsx(read, &seen);
    }
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let print = format!("{}/print", seen.plan.url());
    record::paper_file(ctx, &paper(read, &seen)?, (&seen.title(), format), &print)
}

fn xlsx(read: &Read, seen: &Seen) -> Result<Reply> {
    let widths = [8, 32, 40, 12, 16];
    let columns: Vec<Column> = HEADINGS
        .into_iter()
        .zip(widths)
        .map(|(heading, width)| Column { heading, width })
        .collect();
    let (title, scope) = (seen.title(), format!("{}，{}", seen.place.name, seen.edition_zh()));
    let head =
        Head {
            sheet: "学习计划", title: &title, scope: &scope, measure: "项", columns: &columns
        };
    let cell = |text: String| if text.is_empty() { Value::Empty } else { Value::Text(text) };
    let rows: Vec<Vec<Value>> =
        rows(read, seen)?.into_iter().map(|row| row.map(cell).into()).collect();
    let content = written(&head, rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))?;
    Ok(Reply::File {
        name: format!("{title}.xlsx"),
        media_type: Format::Xlsx.media_type(),
        content,
    })
}
