//! Posts: held in a unit from a day to a day; the hat that somebody may wear.

pub(crate) mod actions;
mod giving;
pub(crate) mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;

pub use self::{
    actions::{
        Terms, appoint, appoint_many, check_taking, designate, end_post, give_under_hat, move_end,
    },
    giving::{check_person_leaving, last_ones, why_it_stays},
    store::{has_post, held_in, holder, holders},
};
pub(crate) use self::{
    giving::clash,
    store::{find_open, held_on, worn_by},
};

/// A post held by somebody.
#[derive(Debug, Clone, Deserialize)]
pub struct Post {
    pub id: i64,
    pub person: i64,
    pub name: String,
    pub unit: i64,
    /// `None` when that unit is no more.
    pub unit_name: Option<String>,
    /// Key in `systems/posts.toml`.
    pub kind: String,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub basis: String,
}

impl Post {
    /// Whether it is still held on a day, or begins later.
    pub(crate) fn is_open_on(&self, day: Day) -> bool {
        self.to_on.is_none_or(|to| to > day)
    }
}

/// An appointment among many.
#[derive(Debug, Clone)]
pub struct NewPost {
    pub person: i64,
    pub unit: i64,
    pub kind: String,
    pub from: Day,
    pub basis: String,
    pub batch: Option<i64>,
}
