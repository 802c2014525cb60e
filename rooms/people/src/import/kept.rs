//! Files between their rehearsal and their import, and batches: also for the room of records, whose
//! kind is `meetings`.

use act::{Acting, Ctx, Error, Result, Sight};
use db::Read;

use super::store::{self, Batch};

/// A file that waits for its import, opened.
pub struct Kept {
    pub unit: i64,
    pub file_name: String,
    pub content: Vec<u8>,
}

/// What a batch begins with.
pub struct NewBatch<'a> {
    pub kind: &'a str,
    pub unit: i64,
    pub file_name: &'a str,
    pub rows: usize,
    pub refused: usize,
    /// The kept file it comes from, which goes.
    pub upload: Option<i64>,
    pub by: Option<i64>,
}

/// Days after which a rehearsed file that was never imported is gone.
const KEPT_DAYS: i64 = 3;

/// Keeps a file, encrypted as a whole, until it is imported or forgotten. The act is the caller's.
pub fn keep(
    w: &Acting,
    ctx: &Ctx,
    (unit, kind, file_name): (i64, &str, &str),
    content: &[u8],
) -> Result<i64> {
    let id = w.id();
    let sealed = crypto::seal_bytes(&ctx.core.keys, &place(id), content).0;
    store::forget_uploads(w, w.now.plus_seconds(-KEPT_DAYS * 86_400))?;
    let by = ctx.actor.person();
    store::insert_upload(w, w.now, (id, unit, kind, file_name, sealed, by))?;
    w.about("import_upload", id);
    Ok(id)
}

/// A kept file of one kind, for who brought it; 404 for everybody else.
pub fn open(ctx: &Ctx, read: &Read, kind: &str, id: i64) -> Result<Kept> {
    let kept = store::upload(read, id)?.filter(|kept| kept.kind == kind).ok_or(Error::NotFound)?;
    let person = ctx.actor.person();
    if person.is_some() && kept.added_by != person {
        return Err(Error::NotFound);
    }
    let content = crypto::open_bytes(&ctx.core.keys, &place(id), &kept.content)?;
    Ok(Kept { unit: kept.unit, file_name: kept.file_name, content })
}

fn place(id: i64) -> String {
    format!("import_upload.content.{id}")
}

/// Begins a batch within the caller's act; its id.
pub fn begin_batch(w: &Acting, new: &NewBatch) -> Result<i64> {
    let id = w.id();
    if let Some(upload) = new.upload {
        store::delete_upload(w, upload)?;
    }
    let NewBatch { kind, unit, file_name, rows, refused, by, .. } = *new;
    let row = store::NewBatch { id, kind, unit, file_name, rows, refused, by, upload: None };
    store::insert_batch(w, w.now, &row)?;
    w.about("import_batch", id);
    Ok(id)
}

/// Marks a batch as taken back but for `kept` rows.
pub fn end_batch(w: &Acting, batch: i64, by: Option<i64>, kept: usize) -> Result<()> {
    if store::mark_undone(w, batch, w.now, by, kept)? {
        return Ok(());
    }
    Err(Error::Conflict("这一批已经撤回了，或者还没有写完".into()))
}

/// Batches of one kind in sight, newest first.
pub fn batches(read: &Read, sight: &Sight, kind: &str, most: i64) -> Result<Vec<Batch>> {
    store::batches(read, sight, kind, most)
}

/// One batch of a kind, in sight.
pub fn batch_in_sight(read: &Read, sight: &Sight, kind: &str, id: i64) -> Result<Option<Batch>> {
    store::batch_in_sight(read, sight, (kind, id))
}
