//! Belonging: one affiliation spell at a time (组织关系), and any number of participation spells elsewhere.

pub(crate) mod actions;
mod follow;
pub(crate) mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;

use crate::{Reason, Status};

pub(crate) use self::{
    actions::leave,
    store::{count_unplaced, units_below, units_in, unplaced},
};
pub use self::{
    actions::{affiliate, end_participation, move_everybody, participate},
    follow::follow,
    store::{Belonged, add_circle, belonged, guests, units_ever},
};

/// One spell of affiliation.
#[derive(Debug, Clone, Deserialize)]
pub struct Affiliation {
    pub id: i64,
    pub unit: i64,
    /// `None` when that unit is no more.
    pub unit_name: Option<String>,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub basis: String,
}

/// One spell of taking part elsewhere. The host records, home counts.
#[derive(Debug, Clone, Deserialize)]
pub struct Participation {
    pub id: i64,
    pub person: i64,
    pub name: String,
    pub host: i64,
    pub host_name: Option<String>,
    pub reason: Reason,
    pub from_on: Day,
    pub to_on: Option<Day>,
}

/// A unit that may be chosen.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Choice {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// Somebody on an organ's list who has no branch yet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Unplaced {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) member_status: Status,
    pub(crate) unit_name: String,
    /// Says which branch the roster named.
    pub(crate) basis: String,
}
