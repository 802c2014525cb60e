//! Keeping the sheet, writing it as a batch, taking the batch back.

use act::{Act, Ctx, Error, Result};
use people::import::{NewBatch, begin_batch, end_batch};
use rules::Rules;

use super::{Good, MEETINGS, Rehearsal};
use crate::bulk::{self, Imported, Undone};

pub const IMPORT: Act = Act::new("record.import", "导入往年会议");
pub const UNDO: Act = Act::new("record.import.undo", "撤回一批往年会议");

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub batch: i64,
    pub written: usize,
    pub refused: usize,
}

pub(super) fn keep(ctx: &Ctx, unit: i64, file_name: &str, content: &[u8]) -> Result<i64> {
    ctx.act(&IMPORT, unit, |w| {
        let id = people::import::keep(w, ctx, (unit, MEETINGS, file_name), content)?;
        w.reply(format!("/records/import/files/{id}"));
        Ok(id)
    })
}

/// Writes what was found good as one batch and one act; `upload` is the kept file it came from.
/// The sheet is judged once more inside the act: the same file sent twice is written once.
pub fn import(
    ctx: &Ctx,
    unit: i64,
    (bytes, file_name): (&[u8], &str),
    upload: Option<i64>,
) -> Result<Done> {
    ctx.act(&IMPORT, unit, |w| {
        let Rehearsal { good, refused, .. } = super::rehearse(ctx, w, unit, bytes)?;
        if good.is_empty() {
            return Err(Error::Conflict("没有一行可以导入".into()));
        }
        let by = ctx.actor.person();
        let (rows, refused) = (good.len(), refused.len());
        let new = NewBatch { kind: MEETINGS, unit, file_name, rows, refused, upload, by };
        let batch = begin_batch(w, &new)?;
        let meetings: Vec<Imported> = good.into_iter().map(imported).collect();
        bulk::import_meetings(w, ctx.part::<Rules>(), batch, &meetings)?;
        w.about("import_batch", batch).rows(rows).reply(format!("/records/import/{batch}"));
        Ok(Done { batch, written: rows, refused })
    })
}

fn imported(it: Good) -> Imported {
    let Good { unit, kind, held_on, present, .. } = it;
    Imported { unit, kind, held_on, present }
}

/// Takes a batch back. Records that somebody has withdrawn or changed since stay.
pub fn undo(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    let it = ctx.read(|read| people::import::batch(read, batch))?;
    let it = it.filter(|it| it.kind == MEETINGS).ok_or(Error::NotFound)?;
    ctx.act(&UNDO, it.unit, |w| {
        let undone = bulk::undo_import(w, batch)?;
        let kept = usize::try_from(undone.kept).unwrap_or(usize::MAX);
        end_batch(w, batch, ctx.actor.person(), kept)?;
        let removed = usize::try_from(undone.removed).unwrap_or(usize::MAX);
        w.about("import_batch", batch).because(reason).rows(removed);
        w.reply(format!("/records/import/{batch}"));
        Ok(undone)
    })
}
