//! Last year's meetings as one sheet: rehearsed, imported as a batch, taken back.

mod actions;
mod judge;
mod pages;
mod store;

use calendar::Day;
use serde::Serialize;

pub use self::{
    actions::{Done, IMPORT, UNDO, import, undo},
    judge::rehearse,
};

pub(crate) use self::pages::routes;

/// The kind of batch and of kept file.
pub const MEETINGS: &str = "meetings";

/// A meeting that an import would write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Good {
    pub row: u32,
    pub unit: i64,
    pub unit_name: String,
    pub kind: String,
    pub held_on: Day,
    pub present: i64,
}

/// A row that would not be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    pub row: u32,
    pub column: &'static str,
    pub shown: String,
    pub reason: String,
    pub suggestion: String,
}

/// What a sheet would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    pub unit: i64,
    pub unit_name: String,
    pub good: Vec<Good>,
    /// In the order of the rows.
    pub refused: Vec<Refused>,
}
