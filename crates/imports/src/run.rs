//! Writing a batch, at once or by a job, and taking it back.

use act::{Ctx, Error, Result};
use db::Read;
use jobs::progress;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Batch, Source, Undone, Wizard, Writing,
    kept::{self, Kept},
    store::{self, NewBatch},
};

/// Hears how many of how many rows are written.
pub type Told<'a> = &'a dyn Fn(usize, usize);

/// More rows than this are written by a job.
pub const ROWS_AT_ONCE: usize = 5000;

/// Writes a file that was read as one batch and one act; its rows are compared with the database once
/// more inside the act, so the same file sent twice is written once.
pub fn commit<W: Wizard>(
    ctx: &Ctx,
    unit: i64,
    (file, file_name): (&W::File, &str),
    choices: &W::Choices,
    told: Told,
) -> Result<W::Done> {
    commit_kept::<W>(ctx, None, unit, (file, file_name), choices, told).map(|(_, done)| done)
}

/// The same, forgetting the kept file it came from; the batch too.
pub(crate) fn commit_kept<W: Wizard>(
    ctx: &Ctx,
    upload: Option<i64>,
    unit: i64,
    (file, file_name): (&W::File, &str),
    choices: &W::Choices,
    told: Told,
) -> Result<(i64, W::Done)> {
    ctx.act(&W::KIND.import, unit, |w| {
        if let Some(upload) = upload {
            store::delete_upload(w, upload)?;
        }
        let batch = w.id();
        let by = ctx.actor.person();
        let key = W::KIND.key;
        let row = NewBatch { id: batch, kind: key, unit, file_name, rows: 0, by, upload: None };
        store::insert_batch(w, w.now, &row)?;
        let done = write::<W>(&Writing { ctx, w, batch, unit, told }, file, choices)?;
        Ok((batch, done))
    })
}

/// Writes the rows of a batch whose own row is there.
fn write<W: Wizard>(it: &Writing, file: &W::File, choices: &W::Choices) -> Result<W::Done> {
    let done = W::write(it, file, choices)?;
    let wrote = W::wrote(&done);
    store::set_counts(it.w, it.batch, wrote.rows, wrote.refused)?;
    let page = W::KIND.paths.of_batch(it.batch);
    it.w.about("import_batch", it.batch).rows(wrote.rows).reply(page);
    Ok(done)
}

// Long lists ----------------------------------------------------------------------------------------

/// The job goes on in the importer's name, under the hat he wore.
#[derive(Debug, Serialize, Deserialize)]
struct Payload<C> {
    batch: i64,
    upload: i64,
    person: i64,
    post: Option<i64>,
    choices: C,
}

/// Begins a batch whose rows a job will write; its id.
pub(crate) fn begin<W: Wizard>(
    ctx: &Ctx,
    kept: &Kept,
    rows: usize,
    choices: &W::Choices,
) -> Result<i64> {
    let person = ctx.person()?;
    ctx.act(&W::KIND.import, kept.unit, |w| {
        let (id, kind, unit, upload) = (w.id(), W::KIND.key, kept.unit, kept.id);
        let (file_name, by) = (kept.file_name.as_str(), Some(person));
        let row = NewBatch { id, kind, unit, file_name, rows, by, upload: Some(upload) };
        store::insert_batch(w, w.now, &row)?;
        let post = ctx.actor.hat().map(act::Hat::worn_as);
        let payload = Payload { batch: id, upload, person, post, choices: choices.clone() };
        w.later_once(W::KIND.job, &payload, w.now, Some(&format!("{}:{id}", W::KIND.job)))?;
        w.about("import_batch", id).reply(W::KIND.paths.of_batch(id));
        Ok(id)
    })
}

/// The job that writes long lists of one kind.
pub fn job<W: Wizard>() -> jobs::JobKind {
    jobs::JobKind { name: W::KIND.job, run: run::<W> }
}

/// Writes the rows of a batch that was begun. Run twice, it writes them once.
fn run<W: Wizard>(ctx: &Ctx, payload: &Value) -> Result<()> {
    let broken = |error: serde_json::Error| Error::Broken(error.into());
    let payload: Payload<W::Choices> = serde_json::from_value(payload.clone()).map_err(broken)?;
    let batch = payload.batch;
    let waits = ctx.read(|read| store::batch(read, batch))?.is_some_and(|it| it.is_running());
    if !waits {
        return Ok(());
    }
    let written = write_begun::<W>(ctx, &payload);
    progress::end(batch);
    match written.map_err(for_importer) {
        Err(Ok(words)) => ctx.act_system(&W::KIND.import, |w| store::fail_batch(w, batch, &words)),
        Err(Err(error)) => Err(error),
        Ok(()) => Ok(()),
    }
}

/// What a person can put right he reads on the page of the batch; the rest is tried again.
fn for_importer(error: Error) -> Result<String, Error> {
    match error {
        Error::Invalid(_) | Error::Conflict(_) | Error::NotAllowed(_) | Error::HatGone { .. } => {
            Ok(error.to_string())
        }
        other => Err(other),
    }
}

fn write_begun<W: Wizard>(job: &Ctx, payload: &Payload<W::Choices>) -> Result<()> {
    let Payload { batch, upload, person, post, ref choices } = *payload;
    let (ctx, kept) = job.read(|read| {
        let ctx = job.in_name_of(read, person, post)?;
        let kept = kept::open(&ctx, read, &W::KIND, upload)?;
        Ok::<_, Error>((ctx, kept))
    })?;
    let source = Source { content: &kept.content, file_name: &kept.file_name };
    let file = W::read(&ctx, source, choices)?;
    let told = |done, total| progress::set(batch, done, total);
    ctx.act(&W::KIND.import, kept.unit, |w| {
        if !store::finish_batch(w, batch)? {
            return Ok(());
        }
        let writing = Writing { ctx: &ctx, w, batch, unit: kept.unit, told: &told };
        write::<W>(&writing, &file, choices)?;
        store::delete_upload(w, upload)
    })
}

// Undoing -------------------------------------------------------------------------------------------

/// Takes a batch back. Rows that somebody has changed since stay and are named.
pub fn undo<W: Wizard>(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    let (it, locks) =
        ctx.read(|read| Ok::<_, Error>((of_kind::<W>(read, batch)?, W::locks(read, batch)?)))?;
    ctx.act_locked(&W::KIND.undo, it.unit, &locks, |w| {
        let fate = W::fate(ctx, w, &it)?;
        let taken = W::take_back(w, batch, &fate)?;
        let stays =
            serde_json::to_string(&fate.stays).map_err(|error| Error::Broken(error.into()))?;
        let (when, left) = ((w.now, ctx.actor.person()), (fate.stays.len(), stays.as_str()));
        if !store::mark_undone(w, batch, when, left)? {
            return Err(Error::Conflict("这一批已经撤回了，或者还没有写完".into()));
        }
        w.about("import_batch", batch).because(reason).rows(taken.removed + taken.restored);
        w.reply(W::KIND.paths.of_batch(batch));
        Ok(Undone { taken, kept: fate.stays })
    })
}

fn of_kind<W: Wizard>(read: &Read, batch: i64) -> Result<Batch> {
    let found = store::batch(read, batch)?.filter(|it| it.kind == W::KIND.key);
    found.ok_or(Error::NotFound)
}
