//! What counts for the bearers below a unit, and what excuses them: one statement.

mod store;

use act::{Relation, Result};
use calendar::{Day, Period, PeriodKind};
use db::{Asker, Cells, Read, Value};
use rules::Who;
use std::{borrow::Cow, collections::HashMap};

use crate::{
    bearer::{Bearer, Persons, Scope, Whom, first_day, last_day},
    cell,
    judge::{Exemption, Explanation, Service},
};

/// Everything that happened for some bearers, by bearer.
#[derive(Debug, Default)]
pub struct Served {
    of: HashMap<Key, OfBearer>,
    rolls: HashMap<i64, Vec<Roll>>,
    urls: HashMap<(String, i64), String>,
}

type Key = (&'static str, i64, i64);

/// What one bearer has.
#[derive(Debug, Default, Clone)]
pub struct OfBearer {
    pub services: Vec<Service>,
    pub exemptions: Vec<Exemption>,
    pub explanations: Vec<Explanation>,
}

impl OfBearer {
    const NONE: Self =
        Self { services: Vec::new(), exemptions: Vec::new(), explanations: Vec::new() };

    /// By duty, so that a slot looks at its own facts alone: a trend judges each slot a dozen times.
    fn settle(&mut self) {
        self.services.sort_by(|a, b| a.duty.cmp(&b.duty));
    }

    /// The facts that touch one duty, in no order.
    pub fn services_for(&self, duty: &str) -> &[Service] {
        let from = self.services.partition_point(|it| it.duty.as_str() < duty);
        let to = self.services[from..].partition_point(|it| it.duty == duty);
        &self.services[from..from + to]
    }
}

/// A fact that serves everybody on a roll who was there.
#[derive(Debug)]
struct Roll {
    bearer: i64,
    service: Service,
    absent: Vec<i64>,
}

/// Titles and links are left out for a tree: the picture has no use for them.
pub fn served(
    read: &Read,
    (relation, root): (Relation, i64),
    year: i16,
    (scope, persons): (Scope, Persons),
) -> Result<Served> {
    let days = (first_day(year), last_day(year.saturating_add(1)));
    Ok(Served::from(store::rows(scope.of(relation, root), days, persons).cells(read)?))
}

/// The same for units (at most 500) and their posts, from one year to the end of another.
pub fn served_of(read: &Read, units: &[i64], (from, to): (i16, i16)) -> Result<Served> {
    let days = (first_day(from), last_day(to));
    Ok(Served::from(store::rows(Whom::Each(units), days, Persons::Without).cells(read)?))
}

/// The same asked while others ask too: `Served::from` the answer.
pub(crate) fn ask_served(
    ask: &Asker,
    whom: Whom<'_>,
    (from, to): (i16, i16),
    persons: Persons,
) -> Cells {
    let days = (first_day(from), last_day(to));
    ask.cells(store::COLUMNS, store::rows(whom, days, persons))
}

/// The same under some duties alone, (unit, duty) each once: what counts, added up by day, without words;
/// one statement that looks at nothing else of a unit. Not for persons.
pub fn served_under(read: &Read, pairs: &[(i64, &str)], (from, to): (i16, i16)) -> Result<Served> {
    let days = (first_day(from), last_day(to));
    Ok(Served::from(store::rows_under(read, pairs, days)?))
}

impl From<Vec<Vec<Value>>> for Served {
    fn from(rows: Vec<Vec<Value>>) -> Self {
        let mut served = Self::default();
        for row in &rows {
            served.add(row);
        }
        served.of.values_mut().for_each(OfBearer::settle);
        served
    }
}

impl Served {
    /// What counts for one bearer; for a person also what his roll brings.
    pub fn of(&self, bearer: &Bearer) -> Cow<'_, OfBearer> {
        let (kind, id) = bearer.key();
        let own = self.own((kind, id, bearer.unit));
        let Some(person) = bearer.person else { return Cow::Borrowed(own) };
        let rolls = self.rolls.get(&bearer.unit).into_iter().flatten();
        let his = rolls.filter(|it| it.counts_for(bearer, person));
        let mut found = own.clone();
        found.services.extend(his.map(|it| it.service.clone()));
        found.settle();
        Cow::Owned(found)
    }

    /// What counts for a unit, or for all its posts.
    pub fn of_unit(&self, who: Who, unit: i64) -> &OfBearer {
        let kind = if who == Who::Post { "post" } else { "unit" };
        self.own((kind, unit, unit))
    }

    fn own(&self, key: Key) -> &OfBearer {
        static NONE: OfBearer = OfBearer::NONE;
        self.of.get(&key).unwrap_or(&NONE)
    }

    /// Where a fact can be read.
    pub fn url(&self, room: &str, fact: i64) -> Option<&str> {
        self.urls.get(&(room.to_owned(), fact)).map(String::as_str)
    }

    fn add(&mut self, row: &[Value]) {
        let [tag, kind, bearer, unit, duty, period, on, about, reason, by, rest @ ..] = row else {
            return;
        };
        let (Some(on), Some(kind)) = (cell::day(on), bearer_kind(cell::text(kind))) else { return };
        let key = (kind, cell::int(bearer), cell::int(unit));
        let (duty, about) = (cell::text(duty).to_owned(), cell::text(about).to_owned());
        let (reason, by) = (cell::text(reason).to_owned(), cell::text(by).to_owned());
        let period = || cell::text(period).parse().unwrap_or_else(|_| nowhere());
        match cell::text(tag) {
            "exemption" => {
                let row = Exemption { duty, period: period(), about, on, by, reason };
                self.of.entry(key).or_default().exemptions.push(row);
            }
            "explanation" => {
                let row = Explanation { duty, period: period(), about, on, reason };
                self.of.entry(key).or_default().explanations.push(row);
            }
            _ => {
                let [fact, title, url, entered, quantity, counts, makes_up, absent] = rest else {
                    return;
                };
                self.link(&by, cell::int(fact), cell::text(url));
                let service = Service {
                    room: by,
                    fact: cell::int(fact),
                    title: cell::text(title).to_owned(),
                    duty,
                    held_on: on,
                    entered_on: cell::day(entered).unwrap_or(on),
                    quantity: cell::int(quantity),
                    counts: cell::flag(counts),
                    reason,
                    makes_up: cell::flag(makes_up).then(period),
                    about,
                };
                self.serve(key, service, cell::text(absent));
            }
        }
    }

    fn link(&mut self, room: &str, fact: i64, url: &str) {
        if !url.is_empty() {
            self.urls.entry((room.to_owned(), fact)).or_insert_with(|| url.to_owned());
        }
    }

    fn serve(&mut self, key: Key, service: Service, absent: &str) {
        let (kind, bearer, unit) = key;
        if kind == "roll" {
            let absent = absent.split(' ').filter_map(|it| it.parse().ok()).collect();
            self.rolls.entry(unit).or_default().push(Roll { bearer, service, absent });
        } else {
            self.of.entry(key).or_default().services.push(service);
        }
    }
}

impl Roll {
    fn counts_for(&self, bearer: &Bearer, person: i64) -> bool {
        let day = self.service.held_on;
        let on_roll = bearer.spells.iter().any(|it| {
            let here = it.from <= day && it.to.is_none_or(|to| day < to);
            here && (self.bearer == bearer.unit || it.subgroup == Some(self.bearer))
        });
        on_roll && !self.absent.contains(&person)
    }
}

fn bearer_kind(text: &str) -> Option<&'static str> {
    ["unit", "post", "person", "roll"].into_iter().find(|kind| *kind == text)
}

/// A period that no slot has, for a text that is none.
fn nowhere() -> Period {
    Period::of(PeriodKind::Free, Day::MIN)
}
