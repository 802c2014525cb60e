//! Switches: which systems run, where and until when (DESIGN.md, invariant 11); the burden ledger.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use std::collections::{BTreeMap, BTreeSet};

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
        Some(system) => {
            let on = store::on_at(read, &[unit], day)?;
            Ok(on.iter().any(|(_, key)| *key == system.key))
        }
    }
}

/// Keys of every system that runs in a unit on a day.
pub fn all_on(
    ctx: &Ctx,
    read: &Read,
    units: &[i64],
    day: Day,
) -> Result<BTreeMap<i64, BTreeSet<String>>> {
    let switched = store::on_at(read, units, day)?;
    let systems = ctx.part::<Systems>();
    let of = |unit: i64| {
        let is_on = |key: &String| switched.iter().any(|(at, system)| *at == unit && system == key);
        let on = systems.systems().filter(|it| it.is_default_on() || is_on(&it.key));
        (unit, on.map(|system| system.key.clone()).collect())
    };
    Ok(units.iter().map(|unit| of(*unit)).collect())
}

/// Whether a unit of this kind may switch a system on: city level or above.
pub(crate) fn may_decide(systems: &Systems, unit_kind: &str) -> bool {
    let level = systems.unit_kind(unit_kind).and_then(|kind| kind.level);
    matches!(level, Some(Level::Ministry | Level::Province | Level::City))
}
