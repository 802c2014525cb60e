//! The rehearsal of a kept file: what would be written, what is odd, what there is to decide.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Reply, Req, parts};

use super::framed;
use crate::{
    Finding, Shown, Source, Wizard, finding,
    kept::{self, Kept},
    run::{ROWS_AT_ONCE, begin, commit_kept},
};

#[derive(Template)]
#[template(path = "pages/rehearsal.html")]
struct Rehearsal {
    problems: Markup,
    key: Markup,
    list_url: String,
    import_url: String,
    start_url: String,
    measure: &'static str,
    promise: &'static str,
    to_look: usize,
    done_tag: Markup,
    late_tag: Markup,
    has_sheets: bool,
    /// Among the findings are rows that go in all the same.
    some_written: bool,
    it: Shown,
}

/// A kept file that its bringer may still import, rehearsed.
fn rehearsed<W: Wizard>(
    ctx: &Ctx,
    read: &Read,
    id: i64,
    choices: &W::Choices,
) -> Result<(Kept, W::Plan)> {
    let kept = kept::open(ctx, read, &W::KIND, id)?;
    let place = Place::find(read, kept.unit)?.filter(|place| ctx.allows(&W::KIND.import, place));
    place.ok_or(Error::NotFound)?;
    let source = Source { content: &kept.content, file_name: &kept.file_name };
    let file = W::read(ctx, source, choices)?;
    let plan = W::rehearse(ctx, read, kept.unit, file, choices)?;
    Ok((kept, plan))
}

fn shown<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Kept, Shown)> {
    let (kept, plan) = rehearsed::<W>(ctx, read, req.id("file")?, &W::Choices::default())?;
    Ok((kept, W::show(ctx, read, req, plan)?))
}

pub(super) fn show<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (kept, it) = shown::<W>(ctx, read, req)?;
    let url = |path: &str| path.replace("{file}", &kept.id.to_string());
    let (paths, words) = (W::KIND.paths, W::KIND.words);
    let page = Rehearsal {
        problems: parts::problems(&req.form),
        key: req.once(),
        list_url: url(paths.list),
        import_url: url(paths.import),
        start_url: W::start_url(kept.unit),
        measure: words.measure,
        promise: words.promise,
        to_look: it.findings.len() + it.questions,
        done_tag: parts::tag_bare(parts::State::Done, "可以导入"),
        late_tag: parts::tag_bare(parts::State::Late, "要看一下"),
        some_written: it.findings.iter().any(|it| it.is_written),
        has_sheets: it.findings.iter().any(|it| !it.sheet.is_empty()),
        it,
    };
    let crumbs = W::crumbs(ctx, read, kept.unit)?;
    Ok(framed::<W>(Page::of(kept.file_name, &page)?, crumbs).task())
}

/// What was found, as a list to work through.
pub(super) fn list<W: Wizard>(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let (kept, shown) = shown::<W>(ctx, read, req)?;
    let scope = format!("{}，导入到{}", kept.file_name, shown.unit_name);
    let all: Vec<Finding> = shown.findings.into_iter().chain(shown.further).collect();
    finding::list(&scope, &all)
}

pub(super) fn import<W: Wizard>(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("file")?;
    let reader = req.form.reader();
    let plan = ctx.read(|read| rehearsed::<W>(ctx, read, id, &W::Choices::default()))?.1;
    let choices = W::choose(ctx, &reader, &plan)?;
    reader.check()?;
    let (kept, plan) = ctx.read(|read| rehearsed::<W>(ctx, read, id, &choices))?;
    let to_write = W::to_write(&plan);
    if to_write == 0 {
        return Err(Error::Conflict(W::KIND.words.nothing.into()));
    }
    if to_write > ROWS_AT_ONCE {
        let batch = begin::<W>(ctx, &kept, to_write, &choices)?;
        return Ok(Reply::to(W::KIND.paths.of_batch(batch)));
    }
    let source = Source { content: &kept.content, file_name: &kept.file_name };
    let file = W::read(ctx, source, &choices)?;
    let named = (&file, kept.file_name.as_str());
    let (batch, done) = commit_kept::<W>(ctx, Some(id), kept.unit, named, &choices, &|_, _| {})?;
    Ok(Reply::to(W::KIND.paths.of_batch(batch)).saying(W::wrote(&done).words))
}
