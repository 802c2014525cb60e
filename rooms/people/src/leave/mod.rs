//! Leave: a word and two days, so that nobody has to say more about an absence.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use calendar::Day;
use serde::Deserialize;

use crate::LeaveWord;

pub use self::actions::{record_leave, record_leave_many};

/// Days on which somebody was not there.
#[derive(Debug, Clone, Deserialize)]
pub struct Leave {
    pub id: i64,
    pub person: i64,
    pub word: LeaveWord,
    pub from_on: Day,
    /// First day back.
    pub to_on: Day,
}
