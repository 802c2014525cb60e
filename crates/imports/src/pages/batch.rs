//! The page of a batch: how far it is, what came with it.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use jobs::progress;
use web::{Markup, Page, Pager, Req, parts};

use super::{framed, seen, tag};
use crate::{Batch, Cell, Head, Stays, Wizard};

const PER_PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "pages/batch.html")]
struct BatchPage {
    measure: &'static str,
    stay: &'static str,
    left: Vec<Stays>,
    unit_name: String,
    tag: Markup,
    done: usize,
    total: usize,
    undoing: Option<String>,
    words: String,
    heads: &'static [Head],
    rows: Vec<Vec<Cell>>,
    pager: Markup,
    b: Batch,
}

pub(super) fn show<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen::<W>(ctx, read, req, &W::KIND.import)?;
    let (paths, words) = (W::KIND.paths, W::KIND.words);
    let (done, total) =
        progress::now(b.id).unwrap_or((0, usize::try_from(b.rows_count).unwrap_or(0)));
    let pager = Pager::of(req, PER_PAGE, b.rows_count);
    let stands = b.stands();
    let rows = if stands { W::rows(read, b.id, (pager.offset(), PER_PAGE))? } else { Vec::new() };
    let may_undo = stands && ctx.carries(&W::KIND.undo);
    let crumbs = W::crumbs(ctx, read, b.unit)?;
    let page = BatchPage {
        measure: words.measure,
        stay: words.stay,
        left: b.left()?,
        unit_name: b.unit_name.clone().unwrap_or_default(),
        tag: tag(&b),
        done,
        total,
        undoing: may_undo.then(|| paths.undoing.replace("{batch}", &b.id.to_string())),
        words: pager.words(words.measure),
        heads: W::HEADS,
        rows,
        pager: parts::pager(req, pager),
        b,
    };
    ctx.viewed(&W::KIND.see, format!("import_batch:{}", page.b.id), page.rows.len());
    let title = page.b.file_name.clone();
    Ok(framed::<W>(Page::of(title, &page)?, crumbs))
}
