//! Verdicts: the judges over what the database knows.

use act::{Relation, Result};
use calendar::Day;
use db::Read;

use crate::{
    Bearer, Law, Persons, Scope, Served, bearers,
    judge::{self, Verdict},
    served,
};

/// One bearer and how it stands.
pub struct Standing<'l> {
    pub bearer: Bearer,
    pub verdicts: Vec<Verdict<'l>>,
}

/// How one unit, its posts and its people stand in a year, seen from `on`; also what does not apply and why.
pub fn list<'l>(
    read: &Read,
    law: &'l Law,
    unit: i64,
    year: i16,
    on: Day,
) -> Result<(Vec<Standing<'l>>, Served)> {
    standings(read, law, (unit, Persons::With), year, on)
}

/// The same of the unit and its posts alone.
pub(crate) fn own<'l>(
    read: &Read,
    law: &'l Law,
    unit: i64,
    year: i16,
    on: Day,
) -> Result<Vec<Standing<'l>>> {
    Ok(standings(read, law, (unit, Persons::Without), year, on)?.0)
}

fn standings<'l>(
    read: &Read,
    law: &'l Law,
    (unit, persons): (i64, Persons),
    year: i16,
    on: Day,
) -> Result<(Vec<Standing<'l>>, Served)> {
    let (root, scope) = ((Relation::Lead, unit), (Scope::One, persons));
    let bearers = bearers(read, law, root, year, scope)?;
    let served = served(read, root, year, scope)?;
    let own = bearers.into_iter().filter(|it| it.unit == unit);
    let standings = own.map(|bearer| {
        let verdicts = verdicts(law, &bearer, &served, year, on, Wanted::Every);
        Standing { bearer, verdicts }
    });
    Ok((standings.collect(), served))
}

/// Whether slots that are not owed are wanted, with their reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Owed,
    Every,
}

/// How one bearer stands: `owed` and `state`, nothing else.
pub fn verdicts<'l>(
    law: &'l Law,
    bearer: &Bearer,
    served: &Served,
    year: i16,
    on: Day,
    wanted: Wanted,
) -> Vec<Verdict<'l>> {
    let mut slots = match wanted {
        Wanted::Owed => judge::owed(law.rules(), &bearer.history, year),
        Wanted::Every => judge::every(law.rules(), &bearer.history, year),
    };
    slots.retain(|slot| bearer.owes(law, slot));
    let of = served.of(bearer);
    let judged = slots.iter().map(|slot| {
        let services = of.services_for(&slot.duty.key);
        judge::state(slot, services, &of.exemptions, &of.explanations, on)
    });
    judged.collect()
}
