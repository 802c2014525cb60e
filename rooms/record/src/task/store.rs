//! Every SQL statement about agreed matters.

use act::Result;
use calendar::Instant;
use db::{Query, Read, Write, bind};

use super::Task;
use crate::meeting::RecordId;

pub(crate) fn of(read: &Read, record: RecordId) -> Result<Vec<Task>> {
    let sql = "SELECT id, problem, text, owner, due_on, done_at, outcome FROM record_task
               WHERE record = $1 ORDER BY place";
    Ok(read.all(sql, bind![record])?)
}

/// What a unit's closed meetings agreed and nobody has reported done, oldest first.
pub(crate) fn open_in(read: &Read, unit: i64) -> Result<Vec<Task>> {
    let mut query = Query::new(OPEN, bind![unit]);
    query.add(" ORDER BY r.plan_on, t.place", &[]);
    Ok(query.all(read)?)
}

const OPEN: &str =
    "SELECT t.id, t.problem, t.text, t.owner, t.due_on, t.done_at, t.outcome FROM record_task t
     JOIN record r ON r.id = t.record
     WHERE t.unit = {} AND t.done_at IS NULL AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL";

/// Of these what meetings of one kind agreed.
pub(crate) fn agreed_by(read: &Read, unit: i64, kind: &str) -> Result<Vec<Task>> {
    let mut query = Query::new(OPEN, bind![unit]);
    query.add(" AND r.kind = {} ORDER BY r.plan_on, t.place", bind![kind]);
    Ok(query.all(read)?)
}

/// The unit that owes it, or `None`.
pub(super) fn unit_of(read: &Read, task: i64) -> Result<Option<i64>> {
    Ok(read.maybe("SELECT unit FROM record_task WHERE id = $1", bind![task])?)
}

/// Replaces the matters of a record. Those with the same text stay the same, done or not.
pub(crate) fn replace(w: &Write, record: RecordId, unit: i64, tasks: &[Task]) -> Result<()> {
    let before = of(w, record)?;
    w.run("DELETE FROM record_task WHERE record = $1", bind![record])?;
    let mut cells = Vec::with_capacity(tasks.len() * 10);
    for (place, task) in tasks.iter().enumerate() {
        let same = before.iter().find(|it| it.text == task.text);
        let (id, done) = same.map_or_else(|| (w.id(), None), |it| (it.id, it.done_at));
        let outcome = same.map_or("", |it| it.outcome.as_str());
        let Task { problem, text, owner, due_on, .. } = task;
        cells.extend_from_slice(bind![id, record, unit, place + 1, problem, text]);
        cells.extend_from_slice(bind![owner, due_on, done, outcome]);
    }
    let head = "INSERT INTO record_task
        (id, record, unit, place, problem, text, owner, due_on, done_at, outcome) VALUES ";
    w.insert_rows(head, 10, &cells)?;
    Ok(())
}

/// *False* when it is done already.
pub(super) fn finish(
    w: &Write,
    task: i64,
    (at, by): (Instant, Option<i64>),
    outcome: &str,
) -> Result<bool> {
    let sql = "UPDATE record_task SET done_at = $2, done_by = $3, outcome = $4
               WHERE id = $1 AND done_at IS NULL";
    Ok(w.run(sql, bind![task, at, by, outcome])? == 1)
}

/// Marks matters of a unit as done; those of other units and those done already stay as they are.
pub(crate) fn finish_many(
    w: &act::Acting,
    unit: i64,
    tasks: &[i64],
    by: Option<i64>,
) -> Result<()> {
    for task in tasks {
        let sql = "UPDATE record_task SET done_at = $3, done_by = $4
                   WHERE id = $1 AND unit = $2 AND done_at IS NULL";
        w.run(sql, bind![task, unit, w.now, by])?;
    }
    Ok(())
}

/// What these records (at most 500) agreed, in their order: (record, text). For rooms that gather outcomes.
pub fn agreed_in(read: &Read, records: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut query = Query::new("SELECT record, text FROM record_task WHERE 1 = 1", &[]);
    query.in_list(" AND record IN ", records);
    query.add(" ORDER BY record, place", &[]);
    Ok(query.all(read)?)
}
