//! Which kinds a unit may hold today: those of systems that run there (DESIGN.md, invariant 11).

use std::collections::{BTreeMap, BTreeSet};

use act::{Ctx, Error, Result};
use calendar::Day;
use db::Read;
use systems::Systems;

use super::RecordKind;

/// Keys of the systems that run in each of some units on a day, in one statement; a part of the core, for this room does
/// not keep the switches.
pub struct SwitchedOn(pub fn(&Ctx, &Read, units: &[i64], Day) -> Result<RunIn>);

/// Systems by unit.
pub type RunIn = BTreeMap<i64, BTreeSet<String>>;

/// The systems that run in one unit.
#[derive(Debug, Clone, Default)]
pub struct Switched(BTreeSet<String>);

impl Switched {
    /// Where nobody keeps switches only what a national text asks for runs.
    pub fn in_unit(ctx: &Ctx, read: &Read, unit: i64) -> Result<Self> {
        Ok(Self::in_units(ctx, read, &[unit])?.remove(&unit).unwrap_or_default())
    }

    /// The same of many units at once.
    pub fn in_units(ctx: &Ctx, read: &Read, units: &[i64]) -> Result<BTreeMap<i64, Self>> {
        let Some(SwitchedOn(ask)) = ctx.core.maybe_part::<SwitchedOn>() else {
            return Ok(units.iter().map(|unit| (*unit, Self::always(ctx))).collect());
        };
        let run = ask(ctx, read, units, ctx.today)?;
        Ok(run.into_iter().map(|(unit, keys)| (unit, Self(keys))).collect())
    }

    /// The same for who asks after some kinds alone: where all of them run everywhere nothing is asked.
    pub(crate) fn among<'k>(
        ctx: &Ctx,
        read: &Read,
        unit: i64,
        kinds: impl Iterator<Item = &'k RecordKind>,
    ) -> Result<Self> {
        let always = Self::always(ctx);
        let mut kinds = kinds;
        if kinds.all(|kind| always.holds(kind)) {
            Ok(always)
        } else {
            Self::in_unit(ctx, read, unit)
        }
    }

    /// A draft is refused for the same reason as what is sent of it.
    pub(crate) fn demand(ctx: &Ctx, read: &Read, unit: i64, kind: &RecordKind) -> Result<()> {
        if Self::among(ctx, read, unit, std::iter::once(kind))?.holds(kind) {
            return Ok(());
        }
        let words = format!("{}这一项没有启用，由市以上机关决定启用", kind.title);
        Err(Error::Conflict(words))
    }

    /// What a national text asks for.
    fn always(ctx: &Ctx) -> Self {
        let on = ctx.part::<Systems>().systems().filter(|it| it.is_default_on());
        Self(on.map(|it| it.key.clone()).collect())
    }

    /// The same for a system by its key.
    pub fn has(&self, system: &str) -> bool {
        self.0.contains(system)
    }

    pub fn holds(&self, kind: &RecordKind) -> bool {
        self.runs(&kind.system)
    }

    /// Key of a system: `R07`.
    pub fn runs(&self, system: &str) -> bool {
        self.0.contains(system)
    }
}
