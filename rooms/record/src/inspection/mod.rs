//! 检查授权: a named person may open a unit's records for some days. The line has no other way in.

mod actions;
mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;

pub(crate) use self::{
    actions::GRANT,
    pages::routes,
    store::{granted_units, holds_on, is_granted},
};

pub use self::actions::{close_records, open_records};

/// Which of a unit's records a grant opens.
#[derive(Debug, Clone)]
pub struct Narrow {
    /// Of one kind alone.
    pub kind: Option<String>,
    pub held_from: Day,
    /// Last day.
    pub held_to: Day,
}

/// One grant.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Grant {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) name: String,
    pub(crate) basis: String,
    pub(crate) from_on: Day,
    /// Last day.
    pub(crate) to_on: Day,
}
