//! Switches: which systems run, where and until when (DESIGN.md, invariant 11); the burden ledger.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use std::collections::BTreeSet;

use act::{Ctx, Result};
use calendar::Day;
use db::Read;
use systems::{Level, Systems};

pub use self::{
    actions::{NewSwitch, switch_on_many},
    store::UPON,
};

/// Whether a system runs in a unit on a day: those with a national text always, any other where a
/// city or above above it (by either relation) has switched it on.
pub fn is_on(ctx: &Ctx, read: &Read, system: &str, unit: i64, day: Day) -> Result<bool> {
    let known = ctx.part::<Systems>().system(system);
    match known {
        None => Ok(false),
        Some(system) if system.is_default_on() => Ok(true),
        Some(system) => Ok(store::on_at(read, unit, day)?.contains(&system.key)),
    }
}

/// Keys of every system that runs in a unit on a day.
pub fn all_on(ctx: &Ctx, read: &Read, unit: i64, day: Day) -> Result<BTreeSet<String>> {
    let switched = store::on_at(read, unit, day)?;
    let systems = ctx.part::<Systems>().systems();
    let on = systems.filter(|it| it.is_default_on() || switched.contains(&it.key));
    Ok(on.map(|system| system.key.clone()).collect())
}

/// Whether a unit of this kind may switch a system on: city level or above.
pub(crate) fn may_decide(systems: &Systems, unit_kind: &str) -> bool {
    let level = systems.unit_kind(unit_kind).and_then(|kind| kind.level);
    matches!(level, Some(Level::Ministry | Level::Province | Level::City))
}
