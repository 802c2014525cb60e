//! 已传达: whoever was not there is told what was said and agreed, by his group leader or the branch.

mod actions;
mod pages;
mod store;

use serde::Deserialize;

use crate::meeting::RecordId;

pub(crate) use self::{
    actions::RELAY,
    pages::{concerning_everybody, routes, told},
    store::STILL_TO_TELL,
};

/// Somebody who has not been told yet.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) record: RecordId,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) held_on: calendar::Day,
    pub(crate) name: String,
    pub(crate) word: String,
}
