//! Every SQL statement about what proves something.

use act::Result;
use calendar::Day;
use db::{Column, Query, Read, bind};
use serde::Deserialize;

use super::Deed;

pub(super) fn held(read: &Read, unit: i64, days: (Day, Day)) -> Result<Vec<Deed>> {
    Ok(deeds(unit, days).all(read)?)
}

pub(crate) const DEEDS: &[Column] =
    &[Column::Int("id"), Column::Text("kind"), Column::Text("title"), Column::Text("held_on")];

/// Of a unit, in the order of their days.
pub(crate) fn deeds(unit: i64, (from, to): (Day, Day)) -> Query {
    Query::new(
        "SELECT id, kind, title, held_on FROM record_now
         WHERE unit = {} AND held_on >= {} AND held_on <= {} ORDER BY held_on, id",
        bind![unit, from, to],
    )
}

/// Somebody who holds a post of a committee, with the unit that he belongs to.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Holder {
    pub(crate) person: i64,
    pub(crate) post: String,
    pub(crate) name: String,
    pub(crate) home: Option<i64>,
}

pub(crate) const HOLDERS: &[Column] =
    &[Column::Int("person"), Column::Text("post"), Column::Text("name"), Column::Int("home")];

/// On a day, in official order.
pub(crate) fn holders(unit: i64, day: Day) -> Query {
    Query::new(
        "SELECT t.person, t.kind AS post, t.name, p.unit AS home
         FROM post_held t LEFT JOIN person_now p ON p.id = t.person
         WHERE t.unit = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})
         ORDER BY t.official_order, t.name_key, t.id",
        bind![unit, day, day],
    )
}

pub(crate) const HOME: &[Column] = &[Column::Int("id"), Column::Int("unit")];

/// (person, the unit that he belongs to)
pub(crate) fn home(person: i64) -> Query {
    Query::new("SELECT id, unit FROM person_now WHERE id = {}", bind![person])
}
