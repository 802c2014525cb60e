//! Choosing a file; the batches so far.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Pager, Reply, Req, parts};

use super::{framed, tag};
use crate::{Batch, Source, Wizard, kept, store};

const PER_PAGE: i64 = 20;

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
    scope: Markup,
    pager: Markup,
}

pub(super) fn start<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let start = W::start(ctx, read, req)?;
    let words = W::KIND.words;
    let sight = ctx.sight(&W::KIND.import);
    let of = (W::KIND.key, start.only);
    let pager = Pager::of_list(req, "batches", PER_PAGE, store::count_batches(read, &sight, of)?);
    let batches = store::batches(read, &sight, of, pager.span())?;
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
        scope: parts::scope("以前的导入", &pager.words("次")),
        pager: parts::pager_of_list(req, "batches", pager),
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
    // Before anything is read or kept, and before a name that cannot be taken is replaced.
    files::refuse_marked("file", &upload.name, &upload.content)?;
    let file_name = text::intake(&upload.name, 200).unwrap_or_else(|_| words.nameless.into());
    // What cannot be read at all is said at once, and never kept.
    let source = Source { content: &upload.content, file_name: &file_name };
    W::read(ctx, source, &W::Choices::default())?;
    let id = kept::keep(ctx, &W::KIND, unit, &file_name, &upload.content)?;
    Ok(Reply::to(W::KIND.paths.of_file(id)))
}
