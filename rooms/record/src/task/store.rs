//! Every SQL statement about agreed matters.

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::{Column, Query, Read, Write, bind};
use serde::Deserialize;
use web::Pager;

use super::Task;
use crate::{SEE_RECORD, meeting::RecordId};

pub(crate) fn of(read: &Read, record: RecordId) -> Result<Vec<Task>> {
    let sql = "SELECT id, problem, text, owner, due_on, done_at, outcome FROM record_task
               WHERE record = $1 ORDER BY place";
    Ok(read.all(sql, bind![record])?)
}

/// What a unit's closed meetings agreed and nobody has reported done, oldest first.
pub(crate) fn open_in(read: &Read, unit: i64) -> Result<Vec<Task>> {
    Ok(still_open(unit).all(read)?)
}

/// The same, to be asked with other things.
pub(crate) fn still_open(unit: i64) -> Query {
    Query::new(
        "SELECT t.id, t.problem, t.text, t.owner, t.due_on, t.done_at, t.outcome, r.kind
         FROM record_task t JOIN record r ON r.id = t.record
         WHERE t.unit = {} AND t.done_at IS NULL AND r.closed_at IS NOT NULL
           AND r.withdrawn_at IS NULL
         ORDER BY r.plan_on, t.place",
        bind![unit],
    )
}

pub(crate) const STILL_OPEN: &[Column] = &[
    Column::Int("id"),
    Column::Text("problem"),
    Column::Text("text"),
    Column::Text("owner"),
    Column::Text("due_on"),
    Column::Text("done_at"),
    Column::Text("outcome"),
    Column::Text("kind"),
];

/// A matter with the kind of meeting that agreed it.
#[derive(Debug, Deserialize)]
pub(crate) struct StillOpen {
    #[serde(flatten)]
    pub(crate) task: Task,
    pub(crate) kind: String,
}

/// The unit that owes it, or `None`.
pub(super) fn unit_of(read: &Read, task: i64) -> Result<Option<i64>> {
    Ok(read.maybe("SELECT unit FROM record_task WHERE id = $1", bind![task])?)
}

/// Replaces the matters of a record, for nobody yet, and answers with the id of each. Those with the same text stay the
/// same, done or not.
pub(super) fn replace(w: &Write, record: RecordId, unit: i64, tasks: &[Task]) -> Result<Vec<i64>> {
    let before = of(w, record)?;
    let sql = "DELETE FROM record_task_owner
               WHERE task IN (SELECT id FROM record_task WHERE record = $1)";
    w.run(sql, bind![record])?;
    w.run("DELETE FROM record_task WHERE record = $1", bind![record])?;
    let same = |task: &Task| match before.iter().find(|it| it.text == task.text) {
        Some(Task { id, done_at, outcome, .. }) => {
            Task { id: *id, done_at: *done_at, outcome: outcome.clone(), ..task.clone() }
        }
        None => Task { id: w.id(), done_at: None, outcome: String::new(), ..task.clone() },
    };
    let tasks: Vec<Task> = tasks.iter().map(same).collect();
    insert(w, record, unit, &tasks)?;
    Ok(tasks.iter().map(|it| it.id).collect())
}

/// With the ids that they bring.
pub(super) fn insert(w: &Write, record: RecordId, unit: i64, tasks: &[Task]) -> Result<()> {
    let mut cells = Vec::with_capacity(tasks.len() * 10);
    for (place, task) in tasks.iter().enumerate() {
        let Task { id, problem, text, owner, due_on, done_at, outcome } = task;
        cells.extend_from_slice(bind![id, record, unit, place + 1, problem, text]);
        cells.extend_from_slice(bind![owner, due_on, done_at, outcome]);
    }
    let head = "INSERT INTO record_task
        (id, record, unit, place, problem, text, owner, due_on, done_at, outcome) VALUES ";
    w.insert_rows(head, 10, &cells)?;
    Ok(())
}

/// (matter, person)
pub(super) fn put_owners(w: &Write, owners: &[(i64, i64)]) -> Result<()> {
    let cells: Vec<db::Value> =
        owners.iter().flat_map(|(task, person)| bind![*task, *person].to_vec()).collect();
    w.insert_rows("INSERT INTO record_task_owner (task, person) VALUES ", 2, &cells)?;
    Ok(())
}

/// Whether it names this person.
pub(super) fn is_for(read: &Read, task: i64, person: i64) -> Result<bool> {
    let sql = "SELECT count(*) FROM record_task_owner WHERE task = $1 AND person = $2";
    Ok(read.one::<i64>(sql, bind![task, person])? > 0)
}

/// Of a unit: how many are open, how many over their day, and the earliest day.
pub(super) fn overdue_in(unit: i64, today: Day) -> Query {
    Query::new(
        "SELECT count(*) AS open, count(CASE WHEN t.due_on < {} THEN 1 END) AS late,
                min(t.due_on) AS first_due
         FROM record_task t JOIN record r ON r.id = t.record
         WHERE t.unit = {} AND t.done_at IS NULL AND r.closed_at IS NOT NULL
           AND r.withdrawn_at IS NULL",
        bind![today, unit],
    )
}

/// What is open of somebody's, by its days, the first twenty.
pub(super) fn open_of(person: i64) -> Query {
    // Bounded: the home page says one of them and how many; /records/tasks lists every one.
    Query::new(
        "SELECT t.text, t.due_on, r.title FROM record_task_owner o JOIN record_task t ON t.id = o.task
         JOIN record r ON r.id = t.record
         WHERE o.person = {} AND t.done_at IS NULL AND r.closed_at IS NOT NULL
           AND r.withdrawn_at IS NULL
         ORDER BY COALESCE(t.due_on, '9999'), t.id LIMIT 20",
        bind![person],
    )
}

/// Which matters a list shows.
pub(super) struct Wanted {
    /// His alone; else those of units in sight.
    pub(super) owner: Option<i64>,
    pub(super) me: i64,
    pub(super) is_open: bool,
}

/// A matter in a list.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Item {
    pub(super) id: i64,
    pub(super) record: RecordId,
    pub(super) unit: i64,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) unit_name: String,
    pub(super) text: String,
    pub(super) owner: String,
    pub(super) due_on: Option<Day>,
    pub(super) done_at: Option<Instant>,
    pub(super) outcome: String,
    pub(super) is_mine: bool,
}

fn select(query: &mut Query, ctx: &Ctx, wanted: &Wanted) {
    query.add(
        " FROM record_task t JOIN record r ON r.id = t.record JOIN unit_now u ON u.id = r.unit
          WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL",
        &[],
    );
    query.add_if(wanted.is_open, " AND t.done_at IS NULL", &[]);
    match wanted.owner {
        Some(person) => {
            let own = " AND t.id IN (SELECT o.task FROM record_task_owner o WHERE o.person = {})";
            query.add(own, bind![person]);
        }
        None => ctx.sight(&SEE_RECORD).limit(query),
    }
}

pub(super) fn count(ctx: &Ctx, read: &Read, wanted: &Wanted) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    select(&mut query, ctx, wanted);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// The open ones first, by their days.
pub(super) fn list(ctx: &Ctx, read: &Read, wanted: &Wanted, pager: Pager) -> Result<Vec<Item>> {
    let mut query = Query::new(
        "SELECT t.id, t.record, r.unit, r.kind, r.title, u.short_name AS unit_name, t.text, t.owner,
                t.due_on, t.done_at, t.outcome,
                EXISTS (SELECT 1 FROM record_task_owner o WHERE o.task = t.id AND o.person = {}) AS is_mine",
        bind![wanted.me],
    );
    select(&mut query, ctx, wanted);
    query.add(
        " ORDER BY CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END, COALESCE(t.due_on, '9999'), t.id
          LIMIT {} OFFSET {}",
        bind![pager.per, pager.offset()],
    );
    Ok(query.all(read)?)
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
