//! Real input: the national line, industry bureaus, and lists of units.

mod divisions;
mod order;
mod organ_name;
mod rows;
mod sheet;
mod superiors;
mod undo;
mod units;
mod wizard;
mod write;

use act::{Ctx, Result};
use imports::Undone;

pub(crate) use self::{divisions::BASIS as DIVISIONS_BASIS, wizard::Units};
pub use self::{
    divisions::{BUILT_IN_DIVISIONS, Divisions, divisions, place_in},
    undo::{Use, Uses},
    units::{Finding, Plan, rehearse},
    wizard::{IMPORT, UNDO, UNITS},
};

/// Founds what the list says below `base`, as one act and one batch; the plan tells what was left out.
pub fn commit(ctx: &Ctx, base: i64, (bytes, file_name): (&[u8], &str)) -> Result<(i64, Plan)> {
    let list = sheet::List::read(bytes)?;
    imports::commit::<Units>(ctx, base, (&list, file_name), &(), &|_, _| {})
}

/// Takes a batch of units back, as if they had never been. Those that something hangs on stay and are
/// named.
pub fn undo(ctx: &Ctx, batch: i64, reason: &str) -> Result<Undone> {
    imports::undo::<Units>(ctx, batch, reason)
}
