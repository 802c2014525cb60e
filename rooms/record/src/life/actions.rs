//! Writing down what was heard before a life meeting and what was said at it.

use act::{Act, Ctx, Error, Result, Theirs};

use super::store::{self, Heard};
use crate::{
    kind::Kinds,
    meeting::{self, RecordId, Stage},
};

pub(crate) const PREPARE: Act = Act::new("record.prepare", "记生活会的会前会后");

pub(super) fn keep(ctx: &Ctx, id: RecordId, heard: &Heard) -> Result<()> {
    let record = ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)?;
    ctx.act(&PREPARE, record.unit, |w| {
        let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
        if !kind.rectifies {
            return Err(Error::NotFound);
        }
        if record.stage() == Stage::Withdrawn {
            return Err(Error::Conflict("这份记录已经撤回，不再改".into()));
        }
        if !store::keep(w, id, heard)? {
            let theirs = store::heard(w, id)?.opinions;
            return Err(Error::Stale(vec![Theirs { field: "opinions", value: theirs }]));
        }
        w.about("record", id).changed(&["opinions", "criticisms"]);
        w.reply(format!("{}/preparation", record.url()));
        Ok(())
    })
}
