//! Choosing a file; the batches so far.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Reply, Req, parts};

use super::{framed, tag};
use crate::{Batch, Source, Wizard, kept, store};

const MOST_BATCHES: i64 = 50;

struct Line {
    url: String,
    at: String,
    file_name: String,
    unit_name: String,
    rows: i64,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "pages/start.html")]
struct Start {
    title: &'static str,
    intro: &'static str,
    count: &'static str,
    problems: Markup,
    key: Markup,
    action: String,
    unit: Markup,
    file: Markup,
    help: Markup,
    batches: Vec<Line>,
}

pub(super) fn start<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let start = W::start(ctx, read, req)?;
    let words = W::KIND.words;
    let sight = ctx.sight(&W::KIND.import);
    let batches = store::batches(read, &sight, (W::KIND.key, start.only), MOST_BATCHES)?;
    let page = Start {
        title: words.title,
        intro: words.intro,
        count: words.count,
        problems: parts::problems(&req.form),
        key: req.key(),
        action: start.action,
        unit: start.unit_field,
        file: parts::field_file(&req.form, "file", words.file, words.file_hint),
        help: start.help,
        batches: batches.into_iter().map(line::<W>).collect(),
    };
    Ok(framed::<W>(Page::of(words.title, &page)?, start.crumbs))
}

fn line<W: Wizard>(it: Batch) -> Line {
    Line {
        url: W::KIND.paths.of_batch(it.id),
        at: format!("{} {}", it.imported_at.day(), it.imported_at.time_zh()),
        tag: tag(&it),
        file_name: it.file_name,
        unit_name: it.unit_name.unwrap_or_default(),
        rows: it.rows_count,
    }
}

pub(super) fn send<W: Wizard>(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let words = W::KIND.words;
    let unit = W::unit(req, &reader)?;
    let upload = req.upload("file");
    reader.optional_text("file", "文件", 255);
    if upload.is_none() {
        reader.fault("file", words.file_missing);
    }
    reader.check()?;
    let (Some(unit), Some(upload)) = (unit, upload) else { return Err(Error::NotFound) };
    let file_name = text::intake(&upload.name, 200).unwrap_or_else(|_| words.nameless.into());
    // What cannot be read at all is said at once, and never kept.
    let source = Source { content: &upload.content, file_name: &file_name };
    W::read(ctx, source, &W::Choices::default())?;
    let id = kept::keep(ctx, &W::KIND, unit, &file_name, &upload.content)?;
    Ok(Reply::to(W::KIND.paths.of_file(id)))
}
