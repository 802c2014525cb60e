//! The rows of a list become units, with their terms and committees.

use std::collections::BTreeMap;

use act::{Acting, Ctx, Result};
use db::bind;
use systems::Systems;

use super::{
    order::in_order,
    units::{Planned, Ref},
};
use crate::{
    term,
    unit::{NewUnit, found_units},
};

/// Founds the rows that were not stopped, all of them coming from `batch`.
pub(super) fn write(ctx: &Ctx, w: &Acting, batch: i64, planned: &[Planned]) -> Result<()> {
    let mut ids: BTreeMap<usize, i64> = BTreeMap::new();
    let (mut new, mut terms, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for at in in_order(planned) {
        let it = &planned[at];
        let id = w.id();
        ids.insert(at, id);
        let resolve = |reference: &Option<Ref>| match reference {
            Some(Ref::Known(unit)) => Some(unit.id),
            Some(Ref::Row(above)) => ids.get(above).copied(),
            None => None,
        };
        new.push(NewUnit {
            id: Some(id),
            line: resolve(&it.line),
            lead: resolve(&it.lead),
            approve: resolve(&it.approve),
            host: resolve(&it.host),
            batch: Some(batch),
            ..it.new.clone()
        });
        if let (Some(elected), Some(years)) = (it.elected, it.years) {
            let ends = term::last_day(elected, years);
            terms.extend_from_slice(bind![w.id(), id, elected, years, ends, it.new.basis]);
        }
        if let Some(committee) = it.committee {
            let since = it.elected.unwrap_or(it.new.founded_on);
            facts.extend_from_slice(bind![id, "committee", since, i64::from(committee)]);
        }
    }
    found_units(w, ctx.part::<Systems>(), &new)?;
    term::store::insert_all(w, &terms)?;
    term::store::insert_facts(w, &facts)
}
