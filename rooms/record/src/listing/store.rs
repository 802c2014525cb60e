//! The statement about agreed matters of many records.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read};
use leaving::text;
use serde::Deserialize;
use sheets::write::Value;

/// An agreed matter with the meeting that agreed it.
#[derive(Debug, Deserialize)]
pub(super) struct Agreed {
    plan_on: Day,
    unit_name: String,
    title: String,
    text: String,
    owner: String,
    due_on: Option<Day>,
    done_at: Option<Instant>,
}

/// Of records that are closed and stand, in the order they were held.
pub(super) fn tasks(read: &Read, records: &[i64]) -> Result<Vec<Agreed>> {
    let mut found: Vec<Agreed> = Vec::new();
    for part in records.chunks(500) {
        let mut query = Query::new(
            "SELECT r.plan_on, u.short_name AS unit_name, r.title, t.text, t.owner, t.due_on, t.done_at
             FROM record_task t JOIN record r ON r.id = t.record JOIN unit_now u ON u.id = r.unit
             WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL",
            &[],
        );
        query.in_list(" AND t.record IN ", part);
        query.add(" ORDER BY r.plan_on DESC, r.id DESC, t.place", &[]);
        found.extend(query.all::<Agreed>(read)?);
    }
    Ok(found)
}

impl Agreed {
    pub(super) fn row(&self) -> Vec<Value> {
        vec![
            leaving::day(self.plan_on),
            text(&self.unit_name),
            text(&self.title),
            text(&self.text),
            text(&self.owner),
            leaving::maybe_day(self.due_on),
            leaving::maybe_day(self.done_at.map(Instant::day)),
        ]
    }
}
