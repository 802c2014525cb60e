//! Correcting and withdrawing what was closed. The old version stays visible.

mod actions;
mod pages;
mod store;

use calendar::Instant;
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    actions::{CORRECT, WITHDRAW},
    pages::routes,
    store::withdraw as withdraw_row,
};

/// What a record said, as people read it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// (name, what stood there), in the order of the page.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) agenda: Vec<String>,
    pub(crate) minutes: String,
    /// (name, how he stood to it), in official order.
    pub(crate) roll: Vec<(String, String)>,
    pub(crate) motions: Vec<(String, String)>,
    /// (item of the agenda, who spoke and what he said); not in versions from before it was kept.
    #[serde(default)]
    pub(crate) speakers: Vec<(String, String)>,
    pub(crate) tasks: Vec<String>,
}

/// A version that was replaced, as a list names it.
#[derive(Debug, Clone)]
pub(crate) struct Replaced {
    pub(crate) no: i64,
    pub(crate) at: Instant,
    pub(crate) reason: String,
}

/// A version that was replaced.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) no: i64,
    pub(crate) replaced_at: Instant,
    pub(crate) replaced_by: Option<i64>,
    pub(crate) reason: String,
    pub(crate) content: Snapshot,
}
