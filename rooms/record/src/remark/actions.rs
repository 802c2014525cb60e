//! Somebody who was not there adds his own words, changes them or takes them back.

use act::{Act, Ctx, Error, Result};

use super::store;
use crate::meeting::{self, RecordId, Stage};

pub(crate) const REMARK: Act = Act::new("record.remark", "补充自己的话");

/// "" takes back what he wrote.
pub(super) fn remark(ctx: &Ctx, id: RecordId, words: &str) -> Result<()> {
    ctx.act_own(&REMARK, |w, person| {
        let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        if record.stage() != Stage::Closed || record.is_private() {
            return Err(Error::NotFound);
        }
        let was_away =
            meeting::absences(w, id)?.iter().any(|it| it.person == person && it.was_away());
        if !was_away {
            return Err(Error::Conflict("到会的人有话，在会上说，由记录人记".into()));
        }
        store::keep(w, id, person, words)?;
        w.changed(&["remark"]).reply(record.url());
        Ok(())
    })
}
