//! The wizard: choose a file, look at its rehearsal, import, and the page of a batch with its undo.

mod batch;
mod rehearsal;
mod start;
mod undo;

use act::{Ctx, Error, Result};
use db::Read;
use web::{Door, Markup, Page, Req, Route, parts};

use crate::{Batch, Wizard, store};

/// The pages of one kind of list.
pub fn routes<W: Wizard>() -> Vec<Route> {
    let (paths, import, undo) = (W::KIND.paths, W::KIND.import, W::KIND.undo);
    vec![
        Route::page(paths.start, Door::Do(import), start::start::<W>),
        Route::act(paths.files, import, start::send::<W>).again(start::start::<W>),
        Route::page(paths.file, Door::Do(import), rehearsal::show::<W>),
        Route::data(paths.list, Door::Do(import), rehearsal::list::<W>),
        Route::act(paths.import, import, rehearsal::import::<W>).again(rehearsal::show::<W>),
        Route::page(paths.batch, Door::Do(import), batch::show::<W>),
        Route::page(paths.undoing, Door::Do(undo), undo::form::<W>),
        Route::act(paths.undo, undo, undo::undo::<W>).again(undo::form::<W>),
    ]
}

/// The batch of the address, in sight.
fn seen<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Batch> {
    let id: i64 = req.id("batch")?;
    let found = store::batch_in_sight(read, &ctx.sight(act), (W::KIND.key, id))?;
    found.ok_or(Error::NotFound)
}

fn framed<W: Wizard>(page: Page, crumbs: Vec<(String, String)>) -> Page {
    page.under(crumbs).section(W::KIND.words.section)
}

fn tag(it: &Batch) -> Markup {
    let (state, words) = if it.undone_at.is_some() {
        (parts::State::Void, "已撤回")
    } else if it.problem.is_some() {
        (parts::State::Late, "没有导入")
    } else if it.is_running() {
        (parts::State::Soon, "正在导入")
    } else {
        (parts::State::Done, "已导入")
    };
    parts::tag_bare(state, words)
}
