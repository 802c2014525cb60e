//! Last year's meetings as one sheet: rehearsed, imported as a batch, taken back.

mod judge;
mod store;
mod wizard;

use act::{Ctx, Result};
use calendar::Day;
use imports::Undone;
use serde::Serialize;

pub(crate) use self::wizard::Meetings;
pub use self::{
    judge::rehearse,
    wizard::{IMPORT, UNDO},
};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub batch: i64,
    pub written: usize,
    pub refused: usize,
}

/// Writes what was found good as one batch and one act.
pub fn import(ctx: &Ctx, unit: i64, (bytes, file_name): (&[u8], &str)) -> Result<Done> {
    let sheet = people::import::meetings(bytes, ctx.today)?;
    imports::commit::<Meetings>(ctx, unit, (&sheet, file_name), &(), &|_, _| {})
}

/// Takes a batch back. Records that somebody has withdrawn or changed since stay and are named.
pub fn undo(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    imports::undo::<Meetings>(ctx, batch, reason)
}

/// The kind of batch and of kept file.
pub const MEETINGS: &str = "meetings";

/// A meeting that an import would write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Good {
    pub row: u32,
    pub unit: i64,
    pub unit_name: String,
    pub kind: String,
    pub held_on: Day,
    pub present: i64,
}

/// A row that would not be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    pub row: u32,
    pub column: &'static str,
    pub shown: String,
    pub reason: String,
    pub suggestion: String,
}

/// What a sheet would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    pub unit: i64,
    pub unit_name: String,
    pub good: Vec<Good>,
    /// In the order of the rows.
    pub refused: Vec<Refused>,
}
