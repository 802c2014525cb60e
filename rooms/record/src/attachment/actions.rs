//! Attaching a file to a record, and taking it off again.

use act::{Act, Acting, Ctx, Error, Result};
use files::Upload;

use super::{BYTES_AT_MOST, FILES_AT_MOST, store};
use crate::{
    kind::Kinds,
    meeting::{self, Record, RecordId, Stage},
};

pub(crate) const ATTACH: Act = Act::new("record.attach", "附上材料");
pub(crate) const DETACH: Act = Act::new("record.detach", "取下材料");

pub(super) fn attach(ctx: &Ctx, id: RecordId, upload: &Upload, what: &str) -> Result<()> {
    let unit = unit_of(ctx, id)?;
    ctx.act(&ATTACH, unit, |w| {
        let record = changeable(w, id)?;
        let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
        let there = store::of(w, id)?;
        let bytes: i64 = there.iter().map(|it| it.bytes).sum();
        let too_much = there.len() >= FILES_AT_MOST
            || bytes + i64::try_from(upload.content.len()).unwrap_or(i64::MAX) > BYTES_AT_MOST;
        if too_much {
            let words = "一份记录最多附30个文件、共100MB。请取下不用的，或者把几页扫成一个PDF";
            return Err(Error::invalid("file", words));
        }
        let file = files::store(w, upload, unit, kind.label, ctx.actor.person())?;
        store::add(w, id, file, what)?;
        w.about("record", id).changed(&["file"]).reply(format!("{}/files", record.url()));
        Ok(())
    })
}

pub(super) fn detach(ctx: &Ctx, id: RecordId, file: i64) -> Result<()> {
    let unit = unit_of(ctx, id)?;
    ctx.act(&DETACH, unit, |w| {
        let record = changeable(w, id)?;
        if !store::remove(w, id, file)? || !files::remove(w, file)? {
            return Err(Error::NotFound);
        }
        w.about("record", id).changed(&["file"]).reply(format!("{}/files", record.url()));
        Ok(())
    })
}

fn unit_of(ctx: &Ctx, id: RecordId) -> Result<i64> {
    let record = ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)?;
    Ok(record.unit)
}

fn changeable(w: &Acting, id: RecordId) -> Result<Record> {
    let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
    super::may_have_papers(&record)?;
    if record.stage() == Stage::Withdrawn {
        return Err(Error::Conflict("这份记录已经撤回，材料不再增减".into()));
    }
    Ok(record)
}
