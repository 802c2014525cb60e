//! What some units held, with who came: for rooms that tell somebody what he took part in.

mod store;

use act::Result;
use calendar::Day;
use db::{Column, Query, Read};
use serde::Deserialize;

use crate::{
    kind::Kinds,
    meeting::RecordId,
    roll::{self, Entry},
};

/// A closed meeting or activity.
#[derive(Debug, Clone)]
pub struct HeldBy {
    pub id: RecordId,
    pub unit: i64,
    pub kind: String,
    pub title: String,
    pub held_on: Day,
    pub roll: Vec<Entry>,
}

impl HeldBy {
    /// As the roll has him; `None` for who was not expected.
    pub fn entry(&self, person: i64) -> Option<&Entry> {
        self.roll.iter().find(|it| it.person == person)
    }
}

#[derive(Deserialize)]
struct Row {
    id: RecordId,
    unit: i64,
    kind: String,
    title: String,
    held_on: Day,
    roll: String,
}

/// Everything with a roll that these units (at most 500) held and closed, by its day.
pub fn held_by(read: &Read, units: &[i64]) -> Result<Vec<HeldBy>> {
    let rows = store::closed(read, units)?.into_iter();
    Ok(rows
        .map(|Row { id, unit, kind, title, held_on, roll }| HeldBy {
            id,
            unit,
            kind,
            title,
            held_on,
            roll: roll::read(&roll),
        })
        .collect())
}

/// A closed meeting in figures: who came, who has caught up since. No names.
#[derive(Debug, Clone, Deserialize)]
pub struct Caught {
    pub id: RecordId,
    pub unit: i64,
    pub title: String,
    pub topic: String,
    pub held_on: Day,
    pub expected: i64,
    pub present: i64,
    /// Expected and not there, on leave or without.
    pub away: i64,
    /// Of them those who have been told or have made it up.
    pub told: i64,
}

/// The meetings of one kind of some units (at most 500) between two days, by their day: a query, so that it goes with others.
pub fn caught_up(units: &[i64], kind: &str, days: (Day, Day)) -> (&'static [Column], Query) {
    (store::CAUGHT, store::caught_up(units, kind, days))
}

/// What one of some people presided over, led or talked: closed, and nothing of what was said.
#[derive(Debug, Clone, Deserialize)]
pub struct Led {
    pub id: RecordId,
    pub unit: i64,
    pub kind: String,
    pub title: String,
    pub held_on: Day,
    pub chair: Option<i64>,
    pub lecturer: Option<i64>,
    pub partner: Option<i64>,
}

/// In some units (at most 500) between two days, by its day. Talks of the organization are not among them: they are seen by their own rule.
pub fn led_by(read: &Read, units: &[i64], persons: &[i64], days: (Day, Day)) -> Result<Vec<Led>> {
    let mut led: Vec<Led> = store::led(read, units, persons, days)?;
    led.retain(|it| {
        Kinds::built_in().find(&it.kind).is_some_and(|kind| kind.kept_talk().is_none())
    });
    Ok(led)
}
