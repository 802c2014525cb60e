//! The paper on the screen, as Word and as PDF.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use systems::Systems;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use super::paper;
use crate::{
    SEE_RECORD, meeting,
    show::{Shown, Wanted},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/{id}/print", Door::See(SEE_RECORD), print),
        Route::data("/records/{id}/minutes.docx", Door::See(SEE_RECORD), word),
        Route::data("/records/{id}/minutes.pdf", Door::See(SEE_RECORD), pdf),
    ]
}

fn made(ctx: &Ctx, read: &Read, req: &Req) -> Result<(documents::Paper, Shown)> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    let shown = Shown::of(ctx, read, record, place, Wanted::Itself)?;
    ctx.viewed(&SEE_RECORD, format!("record:{}", shown.record.id), shown.people.len());
    let paper = paper(ctx.part::<Systems>(), ctx.part::<Rules>(), &shown)?;
    Ok((paper, shown))
}

#[derive(Template)]
#[template(path = "paper/print.html")]
struct Print {
    sheet: Markup,
    url: String,
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (paper, shown) = made(ctx, read, req)?;
    let (title, url) = (shown.record.title.clone(), shown.record.url());
    let page = Print { sheet: Markup(documents::html(&paper)), url: url.clone() };
    Ok(Page::of(format!("{title}，打印"), &page)?
        .under(vec![("组织生活".to_owned(), "/records".to_owned()), (title, url)])
        .section(Section::Life))
}

fn file_name(shown: &Shown, end: &str) -> String {
    let record = &shown.record;
    format!("{}{}_{}.{end}", shown.place.short_name, record.title, record.plan_on)
}

fn word(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let (paper, shown) = made(ctx, read, req)?;
    Ok(Reply::File {
        name: file_name(&shown, "docx"),
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        content: documents::docx(&paper).map_err(Error::broken)?,
    })
}

#[cfg(feature = "pdf")]
fn pdf(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    use std::sync::OnceLock;
    static FONTS: OnceLock<documents::Fonts> = OnceLock::new();
    let folder = ctx.core.maybe_part::<super::FontFolder>();
    let fonts = FONTS.get_or_init(|| documents::Fonts::find(folder.map(|it| it.0.as_path())));
    let (paper, shown) = made(ctx, read, req)?;
    Ok(Reply::File {
        name: file_name(&shown, "pdf"),
        media_type: "application/pdf",
        content: documents::pdf(&paper, fonts).map_err(Error::broken)?,
    })
}

/// A build without typesetting sends the reader to the print page, which any browser saves as PDF.
#[cfg(not(feature = "pdf"))]
fn pdf(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let (_, shown) = made(ctx, read, req)?;
    let words = "这台服务器没有装排版部件；请在打印页另存为PDF，或者下载Word";
    Ok(Reply::to(format!("{}/print", shown.record.url())).saying(words))
}
