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

/// What some people led and took part in, in committees and at home: read once, whatever it proves.
pub(crate) struct Traces {
    /// (person, the unit that he belongs to)
    own: Vec<(i64, i64)>,
    led: Vec<Led>,
    held: Vec<HeldBy>,
}

impl Traces {
    /// In two statements, however many people, committees and days.
    pub(crate) fn find(
        read: &Read,
        (persons, own): (&[i64], Vec<(i64, i64)>),
        committees: &[i64],
        days: (Day, Day),
    ) -> Result<Self> {
        if persons.is_empty() || committees.is_empty() {
            return Ok(Self { own, led: Vec::new(), held: Vec::new() });
        }
        let mut units: Vec<i64> = own.iter().map(|(_, unit)| *unit).collect();
        units.sort_unstable();
        units.dedup();
        let held = if units.is_empty() { Vec::new() } else { record::held_by(read, &units)? };
        units.extend_from_slice(committees);
        let led = record::led_by(read, &units, persons, days)?;
        Ok(Self { own, led, held })
    }

    /// One person's within some days of a committee that held `deeds`.
    pub(crate) fn of(
        &self,
        person: i64,
        (committee, days): (i64, (Day, Day)),
        deeds: Vec<Deed>,
    ) -> Evidence {
        let is_within = |on: Day| days.0 <= on && on <= days.1;
        let is_own = |unit: i64| self.own.contains(&(person, unit));
        let led = self.led.iter().filter(|it| {
            [it.chair, it.lecturer, it.partner].contains(&Some(person))
                && is_within(it.held_on)
                && (it.unit == committee || is_own(it.unit))
        });
        let came = self.held.iter().filter(|it| {
            let entry = it.entry(person);
            is_own(it.unit) && is_within(it.held_on) && entry.is_some_and(|it| it.presence.came())
        });
        Evidence {
            unit: deeds,
            led: led.map(|it| deed(it.id.0, &it.kind, &it.title, it.held_on)).collect(),
            came: came.map(|it| deed(it.id.0, &it.kind, &it.title, it.held_on)).collect(),
        }
    }
}

fn deed(id: i64, kind: &str, title: &str, held_on: Day) -> Deed {
    Deed { id, kind: kind.to_owned(), title: title.to_owned(), held_on }
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
