//! Every SQL statement about exports.

use act::Sight;
use calendar::Instant;
use db::{Query, Read, Result, Value, Write, bind};
use retention::{Past, unheld};
use serde::Deserialize;

use crate::{Alarm, Format, Leaving, Made};

/// What is entered when somebody asks.
pub(crate) struct New<'a> {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) post: Option<i64>,
    pub(crate) kind: &'a str,
    pub(crate) title: &'a str,
    /// Sealed.
    pub(crate) asked: Vec<u8>,
    pub(crate) rows: usize,
}

pub(crate) fn insert(w: &Write, at: Instant, new: &New) -> Result<u64> {
    let sql = "INSERT INTO export (id, person, post, kind, title, asked, rows_count, asked_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let New { id, person, post, kind, title, asked, rows } = new;
    w.run(sql, bind![id, person, post, kind, title, asked, rows, at])
}

/// An export that is still to be written.
#[derive(Debug, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) post: Option<i64>,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) asked: Vec<u8>,
}

pub(crate) fn waiting(read: &Read, id: i64) -> Result<Option<Waiting>> {
    let sql = "SELECT id, person, post, kind, title, asked FROM export
               WHERE id = $1 AND ready_at IS NULL AND problem IS NULL";
    read.maybe(sql, bind![id])
}

pub(crate) fn begin(w: &Write, id: i64, at: Instant) -> Result<u64> {
    w.run("UPDATE export SET begun_at = $2 WHERE id = $1 AND begun_at IS NULL", bind![id, at])
}

/// False when it is there already.
pub(crate) fn finish(
    w: &Write,
    id: i64,
    at: Instant,
    expires: Instant,
    made: &Made,
    content: &[u8],
) -> Result<bool> {
    let sql = "UPDATE export SET ready_at = $2, expires_at = $3, file_name = $4, format = $5,
                                 content = $6, units = $7, rows_count = $8
               WHERE id = $1 AND ready_at IS NULL AND problem IS NULL";
    let units: Vec<String> = made.units.iter().map(ToString::to_string).collect();
    let (name, format) = (&made.file_name, made.format.key());
    let cells = bind![id, at, expires, name, format, content, units.join(" "), made.rows];
    Ok(w.run(sql, cells)? == 1)
}

pub(crate) fn fail(w: &Write, id: i64, problem: &str) -> Result<u64> {
    let sql = "UPDATE export SET problem = $2 WHERE id = $1 AND ready_at IS NULL";
    w.run(sql, bind![id, problem])
}

/// An export as a list shows it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) asked: Vec<u8>,
    pub(crate) rows_count: i64,
    pub(crate) asked_at: Instant,
    pub(crate) begun_at: Option<Instant>,
    pub(crate) expires_at: Option<Instant>,
    pub(crate) problem: Option<String>,
}

pub(crate) fn count_of(read: &Read, person: i64) -> Result<i64> {
    read.one("SELECT count(*) FROM export WHERE person = $1", bind![person])
}

pub(crate) fn of(read: &Read, person: i64, (offset, limit): (i64, i64)) -> Result<Vec<Row>> {
    let sql = "SELECT id, title, asked, rows_count, asked_at, begun_at, expires_at, problem
               FROM export WHERE person = $1 ORDER BY asked_at DESC, id DESC LIMIT $2 OFFSET $3";
    read.all(sql, bind![person, limit, offset])
}

/// A finished file.
#[derive(Debug, Deserialize)]
pub(crate) struct Finished {
    pub(crate) person: i64,
    pub(crate) post: Option<i64>,
    pub(crate) kind: String,
    pub(crate) asked: Vec<u8>,
    pub(crate) rows_count: i64,
    pub(crate) expires_at: Option<Instant>,
    pub(crate) file_name: String,
    pub(crate) format: Format,
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) units: String,
}

pub(crate) fn file(read: &Read, id: i64) -> Result<Option<Finished>> {
    let sql = "SELECT person, post, kind, asked, rows_count, expires_at, file_name, format,
                      content, units
               FROM export WHERE id = $1 AND ready_at IS NOT NULL";
    read.maybe(sql, bind![id])
}

/// How many of these units are there and not in sight. What was dissolved since is no obstacle.
pub(crate) fn out_of_sight(read: &Read, sight: &Sight, units: &[i64]) -> Result<i64> {
    let mut hidden = 0;
    for part in units.chunks(500) {
        let mut all = Query::new("SELECT count(*) FROM unit_now u WHERE u.id IN ", &[]);
        all.in_list("", part);
        let mut seen = all.clone();
        sight.limit(&mut seen);
        let count = |query: &Query| query.maybe::<i64>(read).map(Option::unwrap_or_default);
        hidden += count(&all)? - count(&seen)?;
    }
    Ok(hidden)
}

pub(crate) fn count_expired(read: &Read, past: Past) -> Result<i64> {
    let sql = "SELECT count(*) FROM export WHERE content IS NOT NULL AND ready_at < $1";
    read.one(sql, bind![past.before()])
}

/// Removes the content of what has expired.
pub(crate) fn remove_expired(w: &Write, past: Past) -> Result<u64> {
    let sql = "UPDATE export SET content = NULL WHERE content IS NOT NULL AND ready_at < $1";
    w.run(sql, bind![past.before()])
}

pub(crate) fn count_asked(read: &Read, before: Instant) -> Result<i64> {
    read.one("SELECT count(*) FROM export WHERE asked_at < $1", bind![before])
}

/// Forgets what was asked for before that instant.
pub(crate) fn forget(w: &Write, before: Instant) -> Result<u64> {
    w.run("DELETE FROM export WHERE asked_at < $1", bind![before])
}

fn past_marks(start: &'static str, past: Past) -> Query {
    let mut query = Query::new(start, &[]);
    query.add(" FROM export_mark WHERE at < {}", bind![past.before()]);
    unheld!(query, past, "export_mark.person");
    query
}

/// Of nobody who is held.
pub(crate) fn count_marks(read: &Read, past: Past) -> Result<i64> {
    Ok(past_marks("SELECT count(*)", past).maybe(read)?.unwrap_or_default())
}

/// With what was unusual about them.
pub(crate) fn remove_marks(w: &Write, past: Past) -> Result<u64> {
    let removed = w.run_query(&past_marks("DELETE", past))?;
    w.run("DELETE FROM export_unit WHERE mark NOT IN (SELECT id FROM export_mark)", &[])?;
    let sql = "DELETE FROM export_alarm WHERE mark NOT IN (SELECT id FROM export_mark)";
    w.run(sql, &[])?;
    Ok(removed)
}

/// A list that leaves.
pub(crate) struct NewMark<'a> {
    pub(crate) id: i64,
    pub(crate) person: Option<i64>,
    pub(crate) post: Option<i64>,
    /// Sealed.
    pub(crate) said: Vec<u8>,
    pub(crate) it: &'a Leaving<'a>,
}

pub(crate) fn insert_mark(w: &Write, at: Instant, new: &NewMark) -> Result<u64> {
    let sql =
        "INSERT INTO export_mark (id, at, person, post, kind, title, said, rows_count, columns,
                                        with_numbers, measure)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let NewMark { id, person, post, said, it } = new;
    let columns = it.columns.join(" ");
    let (kind, title, rows, numbers) = (it.kind, it.title, it.rows, it.with_numbers);
    w.run(sql, bind![id, at, person, post, kind, title, said, rows, columns, numbers, it.measure])
}

/// Units whose persons are in a list, in place of what was said before.
pub(crate) fn insert_units(w: &Write, mark: i64, units: &[i64]) -> Result<()> {
    // A list that waited names them when it is asked for and again when it is made: the latter counts.
    w.run("DELETE FROM export_unit WHERE mark = $1", bind![mark])?;
    let cells: Vec<Value> = units.iter().flat_map(|unit| bind![mark, *unit].to_vec()).collect();
    w.insert_rows("INSERT INTO export_unit (mark, unit) VALUES ", 2, &cells)?;
    Ok(())
}

/// A list that left.
#[derive(Debug, Deserialize)]
pub(crate) struct MarkRow {
    pub(crate) at: Instant,
    pub(crate) person: Option<i64>,
    pub(crate) post: Option<i64>,
    pub(crate) title: String,
    pub(crate) said: Vec<u8>,
    pub(crate) rows_count: i64,
    pub(crate) measure: String,
    pub(crate) columns: String,
    pub(crate) with_numbers: bool,
}

pub(crate) fn mark(read: &Read, id: i64) -> Result<Option<MarkRow>> {
    let sql = "SELECT at, person, post, title, said, rows_count, measure, columns, with_numbers
               FROM export_mark WHERE id = $1";
    read.maybe(sql, bind![id])
}

pub(crate) fn marks_of(read: &Read, person: i64) -> Result<Vec<i64>> {
    read.all(
        "SELECT id FROM export_mark WHERE person = $1 ORDER BY at DESC, id DESC",
        bind![person],
    )
}

/// Persons in all lists that somebody took out since.
pub(crate) fn rows_since(read: &Read, person: i64, since: Instant) -> Result<i64> {
    let sql = "SELECT COALESCE(CAST(sum(rows_count) AS BIGINT), CAST(0 AS BIGINT)) FROM export_mark
               WHERE person = $1 AND at >= $2 AND measure = '人'";
    read.one(sql, bind![person, since])
}

pub(crate) fn times_since(read: &Read, person: i64, since: Instant) -> Result<i64> {
    read.one("SELECT count(*) FROM export_mark WHERE person = $1 AND at > $2", bind![person, since])
}

pub(crate) fn insert_alarm(
    w: &Write,
    (id, mark): (i64, i64),
    at: Instant,
    (reason, amount, usual): (&str, i64, i64),
) -> Result<u64> {
    let sql = "INSERT INTO export_alarm (id, mark, at, reason, amount, usual)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![id, mark, at, reason, amount, usual])
}

const ALARM: &str =
    "SELECT a.id, a.at, a.reason, a.amount, a.usual, a.mark, m.person, m.post, m.title,
                            m.rows_count, m.measure, a.acknowledged_at, a.note
                     FROM export_alarm a JOIN export_mark m ON m.id = a.mark";

pub(crate) fn alarm(read: &Read, id: i64) -> Result<Option<Alarm>> {
    let mut query = Query::new(ALARM, &[]);
    query.add(" WHERE a.id = {}", bind![id]);
    query.maybe(read)
}

pub(crate) fn alarms(read: &Read, offset: i64, limit: i64) -> Result<Vec<Alarm>> {
    let mut query = Query::new(ALARM, &[]);
    query.add(
        " ORDER BY CASE WHEN a.acknowledged_at IS NULL THEN 0 ELSE 1 END, a.at DESC, a.id DESC
          LIMIT {} OFFSET {}",
        bind![limit, offset],
    );
    query.all(read)
}

pub(crate) fn count_alarms(read: &Read) -> Result<(i64, i64)> {
    let sql = "SELECT count(*), count(*) FILTER (WHERE acknowledged_at IS NULL) FROM export_alarm";
    read.one(sql, &[])
}

/// False when somebody has done so before.
pub(crate) fn acknowledge(w: &Write, id: i64, by: i64, at: Instant, note: &str) -> Result<bool> {
    let sql = "UPDATE export_alarm SET acknowledged_at = $3, acknowledged_by = $2, note = $4
               WHERE id = $1 AND acknowledged_at IS NULL";
    Ok(w.run(sql, bind![id, by, at, note])? == 1)
}
