//! Which kinds a unit may hold today: those of systems that run there (DESIGN.md, invariant 11).

use std::collections::BTreeSet;

use act::{Ctx, Result};
use calendar::Day;
use db::Read;
use systems::Systems;

use super::RecordKind;

/// Keys of the systems that run in a unit on a day; a part of the core, for this room does not keep the switches.
pub struct SwitchedOn(pub fn(&Ctx, &Read, unit: i64, Day) -> Result<BTreeSet<String>>);

/// The systems that run in one unit.
pub struct Switched(BTreeSet<String>);

impl Switched {
    /// Where nobody keeps switches only what a national text asks for runs.
    pub fn in_unit(ctx: &Ctx, read: &Read, unit: i64) -> Result<Self> {
        if let Some(SwitchedOn(ask)) = ctx.core.maybe_part::<SwitchedOn>() {
            return Ok(Self(ask(ctx, read, unit, ctx.today)?));
        }
        let on = ctx.part::<Systems>().systems().filter(|it| it.is_default_on());
        Ok(Self(on.map(|it| it.key.clone()).collect()))
    }

    pub fn holds(&self, kind: &RecordKind) -> bool {
        self.0.contains(&kind.system)
    }
}
