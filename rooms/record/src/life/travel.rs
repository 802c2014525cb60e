//! What of a life meeting goes upwards with its report: the matters that were agreed to be put right, nothing that was said.

use calendar::{Day, Instant};
use db::{
    Column::{self, Text},
    Query,
};
use serde::Deserialize;

use super::store;

/// A problem, and what is done about it by whom until when.
#[derive(Debug, Clone, Deserialize)]
pub struct Rectified {
    /// Day of the meeting.
    pub held_on: Day,
    pub problem: String,
    pub text: String,
    pub owner: String,
    pub due_on: Option<Day>,
    pub done_at: Option<Instant>,
    pub outcome: String,
}

impl Rectified {
    pub const COLUMNS: &[Column] = &[
        Text("held_on"),
        Text("problem"),
        Text("text"),
        Text("owner"),
        Text("due_on"),
        Text("done_at"),
        Text("outcome"),
    ];

    /// Of a unit's meetings of this kind between two days, both included, the latest first.
    pub fn of(unit: i64, kind: &str, (from, to): (Day, Day)) -> Query {
        store::rectified(unit, kind, (from, to))
    }
}
