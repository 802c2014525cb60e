//! Writing what was said: the two, each on his own page or while the talk is entered.

use act::{Act, Acting, Ctx, Error, Result, Theirs};

use super::{place, store};
use crate::meeting::{self, Record, RecordId, Stage};

pub(crate) const WRITE: Act = Act::new("talk.write", "写谈心谈话的内容");

/// One of the two writes, when the talk was held. The event says that he did something of his own, not about which talk.
pub(crate) fn write(ctx: &Ctx, id: RecordId, version: i64, text: &str) -> Result<()> {
    ctx.act_own(&WRITE, |w, person| {
        let record = meeting::find_any(w, id)?.ok_or(Error::NotFound)?;
        let is_held = matches!(record.stage(), Stage::Held | Stage::Closed);
        if !is_held || !record.is_private() || !record.may_be_read_by(Some(person)) {
            return Err(Error::NotFound);
        }
        keep(ctx, w, &record, text, Some(version))?;
        w.reply(record.url());
        Ok(())
    })
}

/// Seals the words in the place of a version; `None`: of whatever stands there.
pub(crate) fn keep(
    ctx: &Ctx,
    w: &Acting,
    record: &Record,
    text: &str,
    version: Option<i64>,
) -> Result<()> {
    let Some(partner) = record.partner else { return Ok(()) };
    let before = super::of(ctx, w, record)?;
    if before.text == text {
        return Ok(());
    }
    let version = version.unwrap_or(before.version);
    let stale = || Error::Stale(vec![Theirs { field: "words", value: before.text.clone() }]);
    if before.version != version {
        return Err(stale());
    }
    if text.is_empty() {
        store::remove(w, record.id.0)?;
        return Ok(());
    }
    let keys = &ctx.core.keys;
    let own = act::own_key(w, keys, partner)?;
    let sealed = own.seal(keys, &place(record.id.0), text.as_bytes()).0;
    let held_on = record.held_on.unwrap_or(record.plan_on);
    if store::set(w, (record.id.0, partner), held_on, &sealed, version)? {
        Ok(())
    } else {
        Err(stale())
    }
}

/// A correction names somebody else: what was said was not said to him, and goes. Another day goes with the record.
pub(crate) fn move_to(w: &Acting, before: &Record, after: &Record) -> Result<()> {
    if before.partner != after.partner || before.chair != after.chair {
        store::remove(w, before.id.0)?;
        return Ok(());
    }
    store::move_day(w, after.id.0, after.plan_on)?;
    Ok(())
}
