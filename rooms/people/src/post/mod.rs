//! Posts: held in a unit from a day to a day; the hat that somebody may wear.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;

pub(crate) use self::store::{find_open, held_on};
pub use self::{
    actions::{appoint, appoint_many, end_post},
    store::{held_in, holder, holders},
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
