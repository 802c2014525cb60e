//! Papers on the screen, as Word and as PDF; the list of who came.

use act::{Ctx, Error, Result};
use db::Read;
use exports::Format;
use systems::Systems;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use super::{Sheet, attendance, file};
use crate::{
    SEE_RECORD, meeting,
    show::{Shown, Wanted},
    talk,
};

pub(crate) fn routes() -> Vec<Route> {
    let see = Door::See(SEE_RECORD);
    vec![
        Route::page("/records/{id}/print", see, print),
        Route::data("/records/{id}/minutes.docx", see, word),
        Route::data("/records/{id}/minutes.pdf", see, pdf),
        Route::page("/records/{id}/papers/{paper}", see, print_beside),
        Route::data("/records/{id}/papers/{paper}/docx", see, word_beside),
        Route::data("/records/{id}/papers/{paper}/pdf", see, pdf_beside),
        Route::own_act("/records/{id}/attendance", list),
    ]
}

fn shown(ctx: &Ctx, read: &Read, req: &Req) -> Result<Shown> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    let shown = Shown::of(ctx, read, record, place, Wanted::Itself)?;
    ctx.viewed(&SEE_RECORD, format!("record:{}", shown.record.id), shown.people.len());
    Ok(shown)
}

/// The paper that the URL names, where the record has it.
fn beside(req: &Req, shown: &Shown) -> Result<Sheet> {
    let sheet = Sheet::of_key(req.param("paper"));
    sheet.filter(|sheet| sheet.is_for(shown.kind, &shown.record)).ok_or(Error::NotFound)
}

/// A talk of the organization has a paper of its own, for who may open it.
struct OfTalk {
    seen: talk::Seen,
    /// `None` while its keeper has not said why he opens it.
    paper: Option<documents::Paper>,
}

fn of_talk(ctx: &Ctx, read: &Read, req: &Req) -> Result<Option<OfTalk>> {
    let Some(seen) = talk::seen(ctx, read, req.id("id")?)? else { return Ok(None) };
    if seen.is_closed(ctx, read)? {
        return Ok(Some(OfTalk { seen, paper: None }));
    }
    if let Some(person) = seen.record.partner {
        ctx.viewed(&talk::SEE_TALK, format!("person:{person}"), 1);
    }
    let paper = Some(talk::paper(ctx.part::<Systems>(), &seen)?);
    Ok(Some(OfTalk { seen, paper }))
}

fn file_of_talk(ctx: &Ctx, found: OfTalk, kind: Format) -> Result<Reply> {
    let OfTalk { seen, paper } = found;
    let Some(paper) = paper else { return Ok(Reply::to(seen.record.url())) };
    let record = &seen.record;
    let name = format!("{}{}_{}", seen.place.short_name, record.title, record.plan_on);
    file(ctx, &paper, (&name, kind), &format!("{}/print", record.url()))
}

const FORM: &str = "纸面按公文格式，A4，两面。";

type Files = [(&'static str, String); 2];

fn minutes(url: &str) -> Files {
    [("Word", format!("{url}/minutes.docx")), ("PDF", format!("{url}/minutes.pdf"))]
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    if let Some(OfTalk { seen, paper }) = of_talk(ctx, read, req)? {
        let Some(paper) = paper else { return talk::ask_reason(req, &seen) };
        let (title, url) = (seen.record.title.clone(), seen.record.url());
        let sheet = (FORM, Markup(documents::html(&paper)));
        let files = minutes(&url);
        let crumbs = [("谈话".to_owned(), "/talks".to_owned()), (title.clone(), url)];
        return Ok(Page::of_paper(format!("{title}，打印"), sheet, files)?
            .under(crumbs)
            .section(Section::Life));
    }
    let shown = shown(ctx, read, req)?;
    let files = minutes(&shown.record.url());
    page(ctx, read, &shown, Sheet::Minutes, files)
}

fn print_beside(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let shown = shown(ctx, read, req)?;
    let sheet = beside(req, &shown)?;
    let url = format!("{}/papers/{}", shown.record.url(), sheet.key());
    page(ctx, read, &shown, sheet, web::word_and_pdf(&url))
}

fn page(ctx: &Ctx, read: &Read, shown: &Shown, sheet: Sheet, files: Files) -> Result<Page> {
    let paper = sheet.made(ctx, read, shown)?;
    let (title, url) = (shown.record.title.clone(), shown.record.url());
    let html = (FORM, Markup(documents::html(&paper)));
    let what = if sheet == Sheet::Minutes { "打印" } else { sheet.zh() };
    Ok(Page::of_paper(format!("{title}，{what}"), html, files)?
        .under(vec![("组织生活".to_owned(), "/records".to_owned()), (title, url)])
        .section(Section::Life))
}

fn word(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    if let Some(found) = of_talk(ctx, read, req)? {
        return file_of_talk(ctx, found, Format::Docx);
    }
    let shown = shown(ctx, read, req)?;
    reply(ctx, read, &shown, (Sheet::Minutes, Format::Docx))
}

fn pdf(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    if let Some(found) = of_talk(ctx, read, req)? {
        return file_of_talk(ctx, found, Format::Pdf);
    }
    let shown = shown(ctx, read, req)?;
    reply(ctx, read, &shown, (Sheet::Minutes, Format::Pdf))
}

fn word_beside(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let shown = shown(ctx, read, req)?;
    reply(ctx, read, &shown, (beside(req, &shown)?, Format::Docx))
}

fn pdf_beside(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let shown = shown(ctx, read, req)?;
    reply(ctx, read, &shown, (beside(req, &shown)?, Format::Pdf))
}

fn reply(ctx: &Ctx, read: &Read, shown: &Shown, (sheet, kind): (Sheet, Format)) -> Result<Reply> {
    let paper = sheet.made(ctx, read, shown)?;
    let record = &shown.record;
    let what = if sheet == Sheet::Minutes { "" } else { sheet.zh() };
    let name = format!("{}{}{what}_{}", shown.place.short_name, record.title, record.plan_on);
    let print = match sheet {
        Sheet::Minutes => format!("{}/print", record.url()),
        _ => format!("{}/papers/{}", record.url(), sheet.key()),
    };
    file(ctx, &paper, (&name, kind), &print)
}

fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let shown = ctx.read(|read| shown(ctx, read, req))?;
    req.form.reader().check()?;
    if !attendance::has_names(&shown) {
        return Err(Error::NotFound);
    }
    attendance::list(&shown).give_now(ctx)
}
