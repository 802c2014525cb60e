//! A circular on paper: a letter downwards with a red head, as its record has it; a draft says that it is one.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Block, Fill, Level, Paper};
use exports::Format;
use systems::Systems;
use web::{Markup, Page, Reply, Req, Section};

use super::{
    pages::{self, Seen},
    store, words,
};

const TEMPLATE: &str = "R15/documents/circular.md";

fn paper(ctx: &Ctx, read: &Read, seen: &Seen) -> Result<Paper> {
    let it = &seen.circular;
    let names: Vec<String> = store::addressed(read, it.id)?.into_iter().map(|it| it.name).collect();
    let on = it.closed_at.map_or(ctx.today, calendar::Instant::day);
    let head = match it.closed_at {
        Some(_) => it.title.clone(),
        None => format!("{}（征求意见稿）", it.title),
    };
    let block = |line: &str| match words::head(line) {
        Some(words) => Block::Heading(Level::One, words.to_owned()),
        None => Block::Paragraph(line.to_owned().into()),
    };
    let body: Vec<Block> =
        it.body.lines().map(str::trim).filter(|line| !line.is_empty()).map(block).collect();
    let template = record::paper_template(ctx.part::<Systems>(), TEMPLATE)?;
    let fill = Fill::new()
        .text("issuer", format!("{}文件", seen.place.name))
        .text("unit", &seen.place.name)
        .text("heading", head)
        .text("number", &it.number)
        .text("to", names.join("、"))
        .text("day", on.zh())
        .blocks("body", body);
    let paper = template.fill(&fill.kept_for(&template)).map_err(Error::broken)?;
    Ok(if it.closed_at.is_some() { paper } else { paper.as_draft() })
}

pub(super) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = pages::find(ctx, read, req.id("circular")?)?;
    let url = seen.circular.url();
    let sheet = Markup(documents::html(&paper(ctx, read, &seen)?));
    let files = web::word_and_pdf(&format!("{url}/paper"));
    let crumbs = [
        ("学习".to_owned(), "/study".to_owned()),
        ("通报".to_owned(), "/study/circulars".to_owned()),
        (seen.circular.title.clone(), url),
    ];
    let title = format!("{}，打印", seen.circular.title);
    Ok(Page::of_paper(title, ("A4，公文格式。", sheet), files)?
        .under(crumbs)
        .section(Section::Learning))
}

pub(super) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let seen = pages::find(ctx, read, req.id("circular")?)?;
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let print = format!("{}/print", seen.circular.url());
    record::paper_file(ctx, &paper(ctx, read, &seen)?, (&seen.circular.title, format), &print)
}
