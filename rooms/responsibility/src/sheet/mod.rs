//! The list as a sheet: print page, Word, PDF.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Paper, Table};
use exports::Format;
use record::SEE_RECORD;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use crate::{
    class::classes,
    list::{self, Seen},
};

pub(crate) fn routes() -> Vec<Route> {
    let see = Door::See(SEE_RECORD);
    vec![
        Route::page("/responsibilities/{id}/print", see, print),
        Route::data("/responsibilities/{id}/sheet/{format}", see, file),
    ]
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = list::find(ctx, read, req.id("id")?)?;
    let sheet = Markup(documents::html(&paper(&seen)));
    let files = web::word_and_pdf(&format!("{}/sheet", seen.list.url()));
    let crumbs =
        [("责任清单".to_owned(), "/responsibilities".to_owned()), (seen.title(), seen.list.url())];
    Ok(Page::of_paper(format!("{}，打印", seen.title()), ("A4。", sheet), files)?
        .under(crumbs)
        .section(Section::Supervision))
}

fn paper(seen: &Seen) -> Paper {
    let mut table = Table::new(["责任主体", "责任内容"]).widths([22, 78]);
    for class in classes() {
        for it in seen.items.iter().filter(|it| it.class == class.key) {
            table = table.row([class.title.as_str(), &it.words]);
        }
    }
    let words = format!("{}，共{}项", seen.list.edition_zh(), seen.items.len());
    Paper::new(seen.title()).paragraph(words).table(table)
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let seen = list::find(ctx, read, req.id("id")?)?;
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let print = format!("{}/print", seen.list.url());
    record::paper_file(ctx, &paper(&seen), (&seen.title(), format), &print)
}
