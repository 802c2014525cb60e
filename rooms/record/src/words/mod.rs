//! What was said in a heart-to-heart talk: for the two who talked, sealed, and gone after its period.

mod actions;
mod pages;
mod period;
mod renew;
mod store;

use act::{Ctx, Result};
use db::Read;

use crate::meeting::Record;

pub(crate) use self::period::eraser;
pub use self::renew::renewals;

pub(crate) use self::{
    actions::{WRITE, keep, move_to},
    pages::{box_of, routes},
};

fn place(record: i64) -> String {
    format!("talk_words.words.{record}")
}

/// As the two read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) version: i64,
    /// It is past its period, or the key under which it lay is destroyed.
    pub(crate) is_erased: bool,
}

/// For the two alone: whoever asks is checked here once more. "" where nothing was written.
pub(crate) fn of(ctx: &Ctx, read: &Read, record: &Record) -> Result<Words> {
    if !record.is_private() || !record.may_be_read_by(ctx.actor.person()) {
        return Ok(Words::default());
    }
    let Some(row) = store::find(read, record.id.0)? else {
        // Written before it was sealed, and not yet come under a key.
        return Ok(Words { text: record.minutes.clone(), ..Words::default() });
    };
    let plain = crypto::open_own(&ctx.core.keys, row.whose(), &place(row.record), &row.words)?;
    let is_erased = plain.is_none();
    let text = plain.map(String::from_utf8).transpose().map_err(act::Error::broken)?;
    Ok(Words { text: text.unwrap_or_default(), version: row.version, is_erased })
}
