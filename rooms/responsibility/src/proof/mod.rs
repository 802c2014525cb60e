//! What proves an item: the records of its kinds that the committee held, that the holder led, or that he took part in.

pub(crate) mod store;

use act::Result;
use calendar::Day;
use db::Read;
use record::{HeldBy, Kinds, Led};
use serde::Deserialize;

use crate::{class::Proof, item::Item, list::List};

/// A record that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Deed {
    pub(crate) id: i64,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) held_on: Day,
}

impl Deed {
    /// `3月17日，第一季度中心组集体学习`; of a talk nothing but its day.
    pub(crate) fn zh(&self) -> String {
        format!("{}，{}", self.held_on.zh_short(), self.title)
    }
}

/// Everything in a year that may prove something, for the committee or for one holder.
pub(crate) struct Evidence {
    unit: Vec<Deed>,
    led: Vec<Deed>,
    came: Vec<Deed>,
}

impl Evidence {
    /// Of the committee alone.
    pub(crate) fn of_unit(read: &Read, list: &List, days: (Day, Day)) -> Result<Self> {
        Ok(Self::of_deeds(store::held(read, list.unit, days)?))
    }

    /// The same of what is known already.
    pub(crate) fn of_deeds(unit: Vec<Deed>) -> Self {
        Self { unit, led: Vec::new(), came: Vec::new() }
    }

    /// What the committee held, with what one person led or took part in.
    pub(crate) fn of_person(
        read: &Read,
        list: &List,
        person: i64,
        days: (Day, Day),
    ) -> Result<Self> {
        let own = store::units_of(read, person)?;
        let unit = store::held(read, list.unit, days)?;
        let mut found = Self::of_persons(read, list, &[person], (&own, &unit), days)?;
        Ok(found.pop().unwrap_or_else(|| Self::of_deeds(unit)))
    }

    /// The same for several, in their order; `own` is where each belongs. As many statements for many as for one.
    pub(crate) fn of_persons(
        read: &Read,
        list: &List,
        persons: &[i64],
        (own, unit): (&[(i64, i64)], &[Deed]),
        days: (Day, Day),
    ) -> Result<Vec<Self>> {
        if persons.is_empty() {
            return Ok(Vec::new());
        }
        let mut units: Vec<i64> = own.iter().map(|(_, unit)| *unit).collect();
        units.sort_unstable();
        units.dedup();
        let held = if units.is_empty() { Vec::new() } else { record::held_by(read, &units)? };
        units.push(list.unit);
        let led = record::led_by(read, &units, persons, days)?;
        let of = |person: &i64| {
            let is_led = |it: &&Led| [it.chair, it.lecturer, it.partner].contains(&Some(*person));
            let is_own = |it: &&HeldBy| own.contains(&(*person, it.unit));
            let is_his = |it: &&HeldBy| {
                let is_within = days.0 <= it.held_on && it.held_on <= days.1;
                is_within && it.entry(*person).is_some_and(|entry| entry.presence.came())
            };
            let led = led.iter().filter(is_led).map(|it| Deed {
                id: it.id.0,
                kind: it.kind.clone(),
                title: it.title.clone(),
                held_on: it.held_on,
            });
            let came = held.iter().filter(is_own).filter(is_his).map(|it| Deed {
                id: it.id.0,
                kind: it.kind.clone(),
                title: it.title.clone(),
                held_on: it.held_on,
            });
            Self { unit: unit.to_vec(), led: led.collect(), came: came.collect() }
        };
        Ok(persons.iter().map(of).collect())
    }

    /// In the order of their days.
    pub(crate) fn of<'e>(&'e self, item: &'e Item) -> impl Iterator<Item = &'e Deed> {
        let all = match item.proof {
            Proof::Unit => &self.unit,
            Proof::Led => &self.led,
            Proof::Came => &self.came,
        };
        all.iter().filter(|it| item.kinds().any(|kind| kind == it.kind))
    }
}

/// `集体学习3次：2月18日、5月20日、8月19日`, for a paper; "" where nothing proves it.
pub(crate) fn summed(deeds: &[&Deed]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut kinds: Vec<&str> = deeds.iter().map(|it| it.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let days: Vec<String> =
            deeds.iter().filter(|it| it.kind == kind).map(|it| it.held_on.zh_short()).collect();
        let listed =
            if days.len() <= 6 { format!("（{}）", days.join("、")) } else { String::new() };
        parts.push(format!("{}{}次{listed}", Kinds::built_in().short(kind), days.len()));
    }
    parts.join("，")
}
