//! Every SQL statement about tasks and what was said of them.

use act::{Reason, Result, Sight};
use calendar::{Day, Instant};
use db::{Query, Read, Value, Write, bind};
use serde::Deserialize;

use super::{Stand, Task, Word};
use crate::directive::{
    Serving,
    store::{stand, sums},
};

/// Counts over tasks `t` by how they stand.
macro_rules! counts {
    () => {
        "count(*) AS total,
         CAST(sum(CASE WHEN t.stand = 'done' THEN 1 ELSE 0 END) AS BIGINT) AS done,
         CAST(sum(CASE WHEN t.stand = 'reported' THEN 1 ELSE 0 END) AS BIGINT) AS reported,
         CAST(sum(CASE WHEN t.stand = 'said' THEN 1 ELSE 0 END) AS BIGINT) AS said,
         CAST(sum(CASE WHEN t.stand = 'overdue' THEN 1 ELSE 0 END) AS BIGINT) AS overdue,
         CAST(sum(CASE WHEN t.stand = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS open,
         CAST(sum(CASE WHEN t.stand = 'ended' THEN 1 ELSE 0 END) AS BIGINT) AS ended"
    };
}
pub(crate) use counts;

/// Appends the statement that gives all tasks with how they stand on a day. `narrow` adds conditions about the entries
/// `i` and their units `u`, twice: so that only the directives that are asked for are summed.
pub(crate) fn all(query: &mut Query, today: Day, narrow: &dyn Fn(&mut Query)) {
    query.add(
        "SELECT t.id, t.instruction, t.unit, t.position, t.words, t.post, t.directive, t.kinds, t.reported_on, t.reported_by,
                t.record, t.more, t.more_until, t.version, t.due_on, t.last_on, t.unit_name, t.official_order,
                t.number, t.title, t.addressed, t.held, t.said, t.exempt, t.overdue, t.open, t.is_vacant,
                COALESCE(t.reported_on > t.last_on, FALSE) OR t.late > 0 AS is_late,
                CASE WHEN t.directive IS NOT NULL AND t.is_withdrawn THEN 'ended'
                     WHEN t.directive IS NOT NULL AND t.addressed = t.held + t.exempt THEN 'done'
                     WHEN t.directive IS NULL AND t.has_proof AND t.accepted_at IS NOT NULL THEN 'done'
                     WHEN t.is_closed THEN 'ended'
                     WHEN t.directive IS NULL AND t.has_proof AND t.reported_on IS NOT NULL THEN 'reported'
                     WHEN t.directive IS NOT NULL AND t.overdue > 0 THEN 'overdue'
                     WHEN t.directive IS NOT NULL AND t.open = 0 THEN 'said'
                     WHEN t.directive IS NULL AND t.more IN ('waiting', 'approved') AND t.more_until >= {} THEN 'said'
                     WHEN t.directive IS NULL AND t.last_on < {} THEN 'overdue'
                     ELSE 'open' END AS stand
         FROM (SELECT t.id, t.instruction, t.unit, t.position, COALESCE(d.title, t.words) AS words, t.post, t.directive, t.kinds,
                      t.reported_on, t.reported_by, t.record, t.accepted_at, t.more, t.more_until, t.version,
                      COALESCE(d.to_on, t.due_on) AS due_on,
                      COALESCE(d.to_on, CASE WHEN t.more = 'approved' THEN t.more_until END, t.due_on) AS last_on,
                      d.withdrawn_at IS NOT NULL AS is_withdrawn, i.closed_by IS NOT NULL AS is_closed,
                      t.record IS NULL OR EXISTS (SELECT 1 FROM record_now r WHERE r.id = t.record) AS has_proof,
                      t.post IS NOT NULL AND NOT EXISTS
                          (SELECT 1 FROM post_held p WHERE p.unit = t.unit AND p.kind = t.post AND p.from_on <= {}
                           AND (p.to_on IS NULL OR p.to_on > {})) AS is_vacant,
                      CASE WHEN u.kind LIKE '%committee' THEN u.name ELSE u.short_name END AS unit_name, u.official_order, i.number, i.title,
                      COALESCE(g.addressed, 0) AS addressed, COALESCE(g.held, 0) AS held, COALESCE(g.said, 0) AS said,
                      COALESCE(g.exempt, 0) AS exempt, COALESCE(g.overdue, 0) AS overdue, COALESCE(g.open, 0) AS open,
                      COALESCE(g.late, 0) AS late
               FROM instruction_task t JOIN instruction_now i ON i.id = t.instruction JOIN unit_now u ON u.id = i.unit
               LEFT JOIN directive d ON d.id = t.directive
               LEFT JOIN (SELECT t.directive, ",
        bind![today, today, today, today],
    );
    query.add(
        concat!(
            sums!(),
            ", CAST(sum(CASE WHEN t.held_on > t.to_on THEN 1 ELSE 0 END) AS BIGINT) AS late
             FROM (SELECT s.directive, s.held_on, s.to_on, ",
            stand!(),
            " AS stand FROM directive_stand s
              WHERE s.directive IN (SELECT x.directive FROM instruction_task x
                                    JOIN instruction_now i ON i.id = x.instruction JOIN unit_now u ON u.id = i.unit
                                    WHERE x.directive IS NOT NULL AND x.dropped_at IS NULL"
        ),
        bind![today, today],
    );
    narrow(query);
    query.add(
        ")) t GROUP BY t.directive) g ON g.directive = t.directive WHERE t.dropped_at IS NULL",
        &[],
    );
    narrow(query);
    query.add(") t", &[]);
}

/// Of some entries (at most 500), each in its own order.
pub(crate) fn of_instructions(read: &Read, instructions: &[i64], today: Day) -> Result<Vec<Task>> {
    let mut query = Query::new("SELECT t.* FROM (", &[]);
    all(&mut query, today, &|inner| {
        inner.in_list(" AND i.id IN ", instructions);
    });
    query.add(") t ORDER BY t.instruction, t.position, t.id", &[]);
    Ok(query.all(read)?)
}

/// One task, if its entry is in sight.
pub(crate) fn find(read: &Read, sight: &Sight, id: i64, today: Day) -> Result<Option<Task>> {
    let mut query = Query::new("SELECT t.* FROM (", &[]);
    all(&mut query, today, &|inner| {
        inner.add(
            " AND i.id = (SELECT y.instruction FROM instruction_task y WHERE y.id = {})",
            bind![id],
        );
        sight.limit(inner);
    });
    query.add(") t WHERE t.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// Which tasks of many entries.
pub(crate) fn list(
    read: &Read,
    (stand, page): (Option<Stand>, (i64, i64)),
    today: Day,
    narrow: &dyn Fn(&mut Query),
) -> Result<Vec<Task>> {
    let mut query = Query::new("SELECT t.* FROM (", &[]);
    all(&mut query, today, narrow);
    query.add(") t WHERE 1 = 1", &[]);
    if let Some(stand) = stand {
        query.add(" AND t.stand = {}", bind![stand.key()]);
    }
    query.add(
        " ORDER BY t.official_order, t.unit, t.instruction, t.position, t.id LIMIT {} OFFSET {}",
        bind![page.1, page.0],
    );
    Ok(query.all(read)?)
}

pub(crate) fn count(
    read: &Read,
    stand: Option<Stand>,
    today: Day,
    narrow: &dyn Fn(&mut Query),
) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) FROM (", &[]);
    all(&mut query, today, narrow);
    query.add(") t WHERE 1 = 1", &[]);
    if let Some(stand) = stand {
        query.add(" AND t.stand = {}", bind![stand.key()]);
    }
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(super) fn insert(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows(
        "INSERT INTO instruction_task (id, instruction, unit, position, words, post, directive, due_on, kinds, version) VALUES ",
        10,
        cells,
    )?;
    Ok(())
}

/// The place after the last.
pub(super) fn next_position(read: &Read, instruction: i64) -> Result<i64> {
    let sql = "SELECT COALESCE(max(position), 0) + 1 FROM instruction_task WHERE instruction = $1";
    Ok(read.one(sql, bind![instruction])?)
}

/// The entry that a directive is a task of.
pub(crate) fn of_directive(read: &Read, directive: i64) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT instruction, unit FROM instruction_task WHERE directive = $1 AND dropped_at IS NULL ORDER BY id";
    Ok(read.all::<(i64, i64)>(sql, bind![directive])?.into_iter().next())
}

/// Running directives of the unit that are no task yet: (id, title).
pub(super) fn free_directives(read: &Read, unit: i64) -> Result<Vec<(i64, String)>> {
    // Bounded: a choice in a form; the newest.
    let sql = "SELECT d.id, d.title FROM directive d
               WHERE d.unit = $1 AND d.withdrawn_at IS NULL AND d.closed_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM instruction_task t WHERE t.directive = d.id AND t.dropped_at IS NULL)
               ORDER BY d.id DESC LIMIT 100";
    Ok(read.all(sql, bind![unit])?)
}

/// *False* when it was reported, dropped or changed meanwhile.
pub(super) fn amend(w: &Write, it: &Task, version: i64) -> Result<bool> {
    let sql = "UPDATE instruction_task SET words = $3, post = $4, due_on = $5, kinds = $6, version = version + 1
               WHERE id = $1 AND version = $2 AND dropped_at IS NULL AND accepted_at IS NULL AND directive IS NULL";
    Ok(w.run(sql, bind![it.id, version, it.words, it.post, it.due_on, it.kinds])? == 1)
}

pub(super) fn set_aside(w: &Write, id: i64, version: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE instruction_task SET dropped_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND dropped_at IS NULL";
    Ok(w.run(sql, bind![id, version, now])? == 1)
}

pub(super) fn ask_more(w: &Write, (id, version): (i64, i64), until: Day) -> Result<bool> {
    let sql = "UPDATE instruction_task SET more = 'waiting', more_until = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND dropped_at IS NULL AND reported_on IS NULL";
    Ok(w.run(sql, bind![id, version, until])? == 1)
}

/// *False* when nothing waits.
pub(super) fn answer_more(w: &Write, id: i64, more: &str) -> Result<bool> {
    let sql = "UPDATE instruction_task SET more = $2, version = version + 1
               WHERE id = $1 AND more = 'waiting' AND dropped_at IS NULL";
    Ok(w.run(sql, bind![id, more])? == 1)
}

/// Who asked for more time last.
pub(super) fn asked_by(read: &Read, task: i64) -> Result<Option<i64>> {
    // Bounded: the last of them.
    let sql = "SELECT said_by FROM instruction_word WHERE task = $1 AND sort = 'more' ORDER BY id DESC LIMIT 1";
    Ok(read.all::<Option<i64>>(sql, bind![task])?.into_iter().next().flatten())
}

pub(super) fn report(
    w: &Write,
    (id, version): (i64, i64),
    (on, by): (Day, Option<i64>),
    record: Option<i64>,
) -> Result<bool> {
    let sql = "UPDATE instruction_task SET reported_on = $3, reported_by = $4, record = $5, accepted_at = NULL,
                 version = version + 1
               WHERE id = $1 AND version = $2 AND dropped_at IS NULL AND directive IS NULL
                 AND (accepted_at IS NULL OR record IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM record_now r WHERE r.id = instruction_task.record))";
    Ok(w.run(sql, bind![id, version, on, by, record])? == 1)
}

pub(super) fn accept(w: &Write, id: i64, version: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE instruction_task SET accepted_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND reported_on IS NOT NULL AND accepted_at IS NULL AND dropped_at IS NULL";
    Ok(w.run(sql, bind![id, version, now])? == 1)
}

/// Not done after all: it runs again.
pub(super) fn give_back(w: &Write, id: i64, version: i64) -> Result<bool> {
    let sql = "UPDATE instruction_task SET reported_on = NULL, reported_by = NULL, record = NULL, accepted_at = NULL,
                 version = version + 1
               WHERE id = $1 AND version = $2 AND reported_on IS NOT NULL AND dropped_at IS NULL";
    Ok(w.run(sql, bind![id, version])? == 1)
}

/// A record of the unit that could prove it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Fitting {
    pub(crate) id: i64,
    kind: String,
    variety: String,
    also: String,
    pub(crate) title: String,
    pub(crate) held_on: Day,
}

/// Of these kinds, held since a day, the latest first.
pub(crate) fn fitting(
    read: &Read,
    unit: i64,
    serving: &[Serving],
    since: Day,
) -> Result<Vec<Fitting>> {
    if serving.is_empty() {
        return Ok(Vec::new());
    }
    // Bounded: a choice in a form; the latest.
    let sql = "SELECT id, kind, variety, also, title, held_on FROM record_now
               WHERE unit = $1 AND held_on >= $2 ORDER BY held_on DESC, id DESC LIMIT 500";
    let found: Vec<Fitting> = read.all(sql, bind![unit, since])?;
    let fits = |it: &Fitting| {
        serving.iter().any(|wanted| {
            let kind = wanted.kind.key.as_str();
            match wanted.variety.as_str() {
                "" => it.kind == kind || it.also.split(' ').any(|also| also == kind),
                variety => it.kind == kind && it.variety == variety,
            }
        })
    };
    Ok(found.into_iter().filter(fits).collect())
}

/// A record that proves a task: its title and day, where it still stands.
pub(super) fn proof(read: &Read, record: Option<i64>) -> Result<Option<(String, Day)>> {
    let Some(record) = record else { return Ok(None) };
    let sql = "SELECT title, held_on FROM record_now WHERE id = $1";
    Ok(read.all::<(String, Day)>(sql, bind![record])?.into_iter().next())
}

/// A row of words with what opens them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) task: Option<i64>,
    pub(crate) sort: Word,
    pub(crate) post: String,
    pub(crate) until_on: Option<Day>,
    pub(crate) event: i64,
    pub(crate) said_at: Instant,
    pub(crate) said_by: Option<i64>,
    pub(crate) name: Option<String>,
    pub(crate) about: String,
    #[serde(flatten)]
    pub(crate) reason: Reason,
}

const WORDS: &str =
    "SELECT w.task, w.sort, w.post, w.until_on, w.event, w.said_at, w.said_by, p.name, COALESCE(t.words, i.title) AS about,
            e.reason, s.said, s.person AS whose, k.wrapped AS own_key
     FROM instruction_word w JOIN event e ON e.id = w.event JOIN instruction i ON i.id = w.instruction
     LEFT JOIN instruction_task t ON t.id = w.task
     LEFT JOIN event_reason s ON s.event = w.event LEFT JOIN own_key k ON k.person = s.person
     LEFT JOIN person_now p ON p.id = w.said_by
     WHERE 1 = 1";

pub(crate) fn words(read: &Read, instruction: i64, task: Option<i64>) -> Result<Vec<Row>> {
    let mut query = Query::new(WORDS, &[]);
    query.add(" AND w.instruction = {}", bind![instruction]);
    if let Some(task) = task {
        query.add(" AND w.task = {}", bind![task]);
    }
    query.add(" ORDER BY w.said_at, w.id", &[]);
    Ok(query.all(read)?)
}

/// What one person did, for the copy that he takes.
pub(crate) fn words_of(read: &Read, person: i64) -> Result<Vec<Row>> {
    let mut query = Query::new(WORDS, &[]);
    query.add(" AND w.said_by = {} ORDER BY w.said_at, w.id", bind![person]);
    Ok(query.all(read)?)
}

/// The words themselves are those of the act's reason.
pub(super) fn say(w: &Write, cells: &[Value]) -> Result<()> {
    w.insert_rows(
        "INSERT INTO instruction_word (id, instruction, task, sort, post, until_on, event, said_at, said_by) VALUES ",
        9,
        cells,
    )?;
    Ok(())
}
