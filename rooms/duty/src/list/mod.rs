//! Verdicts: the judges over what the database knows.

use act::{Relation, Result};
use calendar::Day;
use db::{Asker, Cells, Read};

use crate::{
    Bearer, Law, Persons, Served, Whom, bearer,
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
    law: &'l Law<'_>,
    unit: i64,
    year: i16,
    on: Day,
) -> Result<(Vec<Standing<'l>>, Served)> {
    let ask = Asker::default();
    let asked = AskedUnit::new(&ask, unit, year, Persons::With);
    ask.finish(read, async { Ok(asked.standings(law, on).await) })
}

/// Bearers and what counts for them, asked while others ask too and not there yet.
pub struct Asked {
    bearers: bearer::Asked,
    served: Cells,
}

impl Asked {
    /// These units (at most 500) and their posts as they were from one year to another, and what counts for them until
    /// the end of the year after.
    pub fn each(ask: &Asker, units: &[i64], (from, to): (i16, i16)) -> Self {
        let years = (from, to.saturating_add(1));
        Self {
            bearers: bearer::ask_each(ask, units, (from, to)),
            served: served::ask_served(ask, Whom::Each(units), years, Persons::Without),
        }
    }

    pub async fn answered(self, law: &Law<'_>) -> (Vec<Bearer>, Served) {
        (self.bearers.bearers(law).await, Served::from(self.served.await))
    }
}

/// How one unit stands in a year, asked while others ask too and not there yet.
pub(crate) struct AskedUnit {
    unit: i64,
    year: i16,
    asked: Asked,
}

impl AskedUnit {
    /// The unit and its posts; with persons also its people.
    pub(crate) fn new(ask: &Asker, unit: i64, year: i16, persons: Persons) -> Self {
        let (whom, years) = (Whom::One(Relation::Lead, unit), (year, year.saturating_add(1)));
        let served = served::ask_served(ask, whom, years, persons);
        let bearers = bearer::ask_one(ask, unit, year, persons);
        Self { unit, year, asked: Asked { bearers, served } }
    }

    pub(crate) async fn standings<'l>(
        self,
        law: &'l Law<'_>,
        on: Day,
    ) -> (Vec<Standing<'l>>, Served) {
        let (bearers, served) = self.asked.answered(law).await;
        let own = bearers.into_iter().filter(|it| it.unit == self.unit);
        let standings = own.map(|bearer| {
            let verdicts = verdicts(law, &bearer, &served, self.year, on, Wanted::Every);
            Standing { bearer, verdicts }
        });
        (standings.collect(), served)
    }
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
