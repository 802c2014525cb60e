//! What of a life meeting goes upwards with its report: the matters that were agreed to be put right, nothing that was said.

use calendar::{Day, Instant};
use db::{
    Column::{self, Text},
    Query, bind,
};
use serde::Deserialize;

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
        Query::new(
            "SELECT r.held_on, t.problem, t.text, t.owner, t.due_on, t.done_at, t.outcome
             FROM record r JOIN record_task t ON t.record = r.id
             WHERE r.unit = {} AND r.kind = {} AND r.held_on >= {} AND r.held_on <= {}
               AND t.problem <> '' AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
             ORDER BY r.held_on DESC, r.id, t.place",
            bind![unit, kind, from, to],
        )
    }
}
