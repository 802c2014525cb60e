//! Every SQL statement about what of somebody stands in records.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read, bind};
use serde::Deserialize;

/// A record, with what was noted of one person.
#[derive(Debug, Deserialize)]
pub(super) struct Meeting {
    pub(super) plan_on: Day,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) unit_name: String,
    pub(super) roll: Option<String>,
    pub(super) chair: Option<i64>,
    pub(super) recorder: Option<i64>,
    pub(super) lecturer: Option<i64>,
    pub(super) state: Option<String>,
    pub(super) word: Option<String>,
    pub(super) session: Option<i64>,
}

/// Records of these units on whose roll he is, in which he had a part, or for which he asked leave.
pub(super) fn meetings(read: &Read, units: &[i64], person: i64) -> Result<Vec<Meeting>> {
    let mut query = Query::new(
        "SELECT r.plan_on, r.kind, r.title, u.name AS unit_name, r.roll, r.chair, r.recorder,
                r.lecturer, a.state, a.word, a.session
         FROM record r JOIN unit_now u ON u.id = r.unit",
        &[],
    );
    query.add(
        " LEFT JOIN record_attendance a ON a.record = r.id AND a.person = {}
          WHERE r.withdrawn_at IS NULL AND r.held_at IS NOT NULL",
        bind![person],
    );
    let like = |sign: char| format!("% {person}{sign}%");
    query.add(
        " AND (' ' || r.roll LIKE {} OR ' ' || r.roll LIKE {} OR a.person IS NOT NULL
               OR r.chair = {} OR r.recorder = {} OR r.lecturer = {})",
        bind![like('+'), like('-'), person, person, person],
    );
    query.in_list(" AND r.unit IN ", units).add(" ORDER BY r.plan_on DESC, r.id DESC", &[]);
    let found: Vec<Meeting> = query.all(read)?;
    Ok(found.into_iter().filter(|it| !it.is_talk()).collect())
}

/// A matter that names him as responsible.
#[derive(Debug, Deserialize)]
pub(super) struct Agreed {
    pub(super) plan_on: Day,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) done_at: Option<Instant>,
    pub(super) outcome: String,
}

/// The latest first.
pub(super) fn agreed(read: &Read, person: i64) -> Result<Vec<Agreed>> {
    let sql = "SELECT r.plan_on, r.title, t.text, t.done_at, t.outcome
               FROM record_task_owner o JOIN record_task t ON t.id = o.task
               JOIN record r ON r.id = t.record
               WHERE o.person = $1 AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
               ORDER BY r.plan_on DESC, t.id";
    Ok(read.all(sql, bind![person])?)
}

/// Cards, the latest first: (year, his words, the branch's).
pub(super) fn cards(read: &Read, person: i64) -> Result<Vec<(i64, String, String)>> {
    let sql =
        "SELECT year, own_words, words FROM record_birthday WHERE person = $1 ORDER BY year DESC";
    Ok(read.all(sql, bind![person])?)
}
