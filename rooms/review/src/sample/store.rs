//! Every SQL statement about samples.

use act::{Acting, Ctx, Place, Result};
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, Read, Value, bind,
};
use record::Kinds;
use serde::Deserialize;

use super::{Finding, Sample, Sampled};
use crate::limit;

/// Branches below a unit, in the order of their ids.
pub(super) fn branches(read: &Read, unit: &Place) -> Result<Vec<(i64, String)>> {
    let kinds = Kinds::built_in().find("general_meeting").map(|kind| kind.units.clone());
    let path = unit.lead_path.clone().unwrap_or_else(|| "~".into());
    let mut query = Query::new(
        "SELECT u.id, u.short_name FROM unit_now u
         WHERE u.lead_path >= {} AND u.lead_path < {} AND u.id <> {} AND u.line_path IS NOT NULL",
        bind![path, format!("{path}~"), unit.id],
    );
    query.in_list(" AND u.kind IN ", &kinds.unwrap_or_default());
    query.add(" ORDER BY u.id", &[]);
    Ok(query.all(read)?)
}

/// When branches below were looked at last: by a sample or by an auditor.
pub(super) fn looked_at(read: &Read, unit: &Place) -> Result<Vec<(i64, Day)>> {
    let path = unit.lead_path.clone().unwrap_or_else(|| "~".into());
    let sql = "SELECT seen.unit, max(seen.looked_on) FROM
                 (SELECT d.unit, s.held_to AS looked_on FROM sampled d JOIN sample s ON s.id = d.sample
                  UNION ALL
                  SELECT h.unit, h.filed_on FROM hearing h WHERE h.filed_on IS NOT NULL) seen
               JOIN unit_now u ON u.id = seen.unit
               WHERE u.lead_path >= $1 AND u.lead_path < $2 GROUP BY seen.unit";
    Ok(read.all(sql, bind![path, format!("{path}~")])?)
}

const SAMPLE: &str =
    "SELECT s.id, s.unit, s.title, s.held_from, s.held_to, s.to_on, s.seed, s.input, s.drawn_at
  FROM sample s";

pub(super) fn sample(read: &Read, id: i64) -> Result<Option<Sample>> {
    let mut query = Query::new(SAMPLE, &[]);
    query.add(" WHERE s.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

/// One line of the list.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) held_from: Day,
    pub(crate) held_to: Day,
    pub(crate) drawn: i64,
    pub(crate) open: i64,
}

pub(crate) fn samples(ctx: &Ctx, read: &Read, (skip, most): (i64, i64)) -> Result<Vec<Line>> {
    let mut query = Query::new(
        "SELECT s.id, s.title, s.held_from, s.held_to,
                (SELECT count(*) FROM sampled d WHERE d.sample = s.id) AS drawn,
                (SELECT count(*) FROM sampled d WHERE d.sample = s.id AND d.closed_at IS NULL) AS open
         FROM sample s JOIN unit_now u ON u.id = s.unit WHERE 1 = 1",
        &[],
    );
    limit(ctx, &mut query);
    query.add(" ORDER BY s.drawn_at DESC, s.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(crate) fn count_samples(ctx: &Ctx, read: &Read) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM sample s JOIN unit_now u ON u.id = s.unit WHERE 1 = 1",
        &[],
    );
    limit(ctx, &mut query);
    Ok(query.maybe(read)?.unwrap_or_default())
}

const SAMPLED: &str = "SELECT d.id, d.sample, d.unit, u.short_name AS unit_name, d.closed_at
  FROM sampled d JOIN unit_now u ON u.id = d.unit";

pub(super) fn drawn(read: &Read, sample: i64) -> Result<Vec<Sampled>> {
    let mut query = Query::new(SAMPLED, &[]);
    query.add(" WHERE d.sample = {} ORDER BY d.place", bind![sample]);
    Ok(query.all(read)?)
}

pub(super) fn sampled(read: &Read, id: i64) -> Result<Option<Sampled>> {
    let mut query = Query::new(SAMPLED, &[]);
    query.add(" WHERE d.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(super) fn inspectors(read: &Read, sample: i64) -> Result<Vec<i64>> {
    Ok(read.all("SELECT person FROM inspector WHERE sample = $1 ORDER BY person", bind![sample])?)
}

pub(super) fn findings(read: &Read, sample: i64) -> Result<Vec<Finding>> {
    let sql = "SELECT f.id, f.sampled, f.text, f.rule, f.due_on, f.found_at, f.answer, f.answered_at, f.accepted_at
               FROM finding f JOIN sampled d ON d.id = f.sampled WHERE d.sample = $1 ORDER BY f.found_at, f.id";
    Ok(read.all(sql, bind![sample])?)
}

/// The finding and the drawn unit that it is about.
pub(super) fn finding(read: &Read, id: i64) -> Result<Option<i64>> {
    Ok(read.maybe("SELECT sampled FROM finding WHERE id = $1", bind![id])?)
}

/// Records of a unit within the days: (id, title, held on), the latest first.
pub(super) fn records(
    read: &Read,
    of: (i64, Day, Day),
    (skip, most): (i64, i64),
) -> Result<Vec<(i64, String, Day)>> {
    let mut query = Query::new("SELECT id, title, held_on", &[]);
    add_records(&mut query, of);
    query.add(" ORDER BY held_on DESC, id LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(super) fn count_records(read: &Read, of: (i64, Day, Day)) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    add_records(&mut query, of);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn add_records(query: &mut Query, (unit, from, to): (i64, Day, Day)) {
    let kept: Vec<&str> =
        Kinds::built_in().iter().filter(|it| it.is_talk()).map(|it| it.key.as_str()).collect();
    query.add(
        " FROM record_now WHERE unit = {} AND held_on >= {} AND held_on <= {}",
        bind![unit, from, to],
    );
    query.in_list(" AND kind NOT IN ", &kept);
}

pub(super) fn insert_sample(w: &Acting, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO sample (id, unit, title, held_from, held_to, to_on, seed, input, drawn_at, drawn_by) VALUES ";
    w.insert_rows(head, 10, cells)?;
    Ok(())
}

pub(super) fn insert_drawn(w: &Acting, cells: &[Value]) -> Result<()> {
    w.insert_rows("INSERT INTO sampled (id, sample, unit, place) VALUES ", 4, cells)?;
    Ok(())
}

pub(super) fn insert_inspectors(w: &Acting, cells: &[Value]) -> Result<()> {
    w.insert_rows("INSERT INTO inspector (sample, person) VALUES ", 2, cells)?;
    Ok(())
}

pub(super) fn insert_finding(w: &Acting, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO finding (id, sampled, text, rule, due_on, found_at, found_by) VALUES ";
    w.insert_rows(head, 7, cells)?;
    Ok(())
}

/// False when it was answered meanwhile and accepted.
pub(super) fn answer(w: &Acting, finding: i64, words: &str, by: Option<i64>) -> Result<bool> {
    let sql = "UPDATE finding SET answer = $2, answered_at = $3, answered_by = $4
               WHERE id = $1 AND accepted_at IS NULL";
    Ok(w.run(sql, bind![finding, words, w.now, by])? == 1)
}

pub(super) fn accept(w: &Acting, finding: i64) -> Result<bool> {
    let sql = "UPDATE finding SET accepted_at = $2
               WHERE id = $1 AND answer IS NOT NULL AND accepted_at IS NULL";
    Ok(w.run(sql, bind![finding, w.now])? == 1)
}

/// False while a finding is not accepted, or when it was closed before.
pub(super) fn close(w: &Acting, sampled: i64, by: i64) -> Result<bool> {
    let sql = "UPDATE sampled SET closed_at = $2, closed_by = $3
               WHERE id = $1 AND closed_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.sampled = $1 AND f.accepted_at IS NULL)";
    Ok(w.run(sql, bind![sampled, w.now, by])? == 1)
}

pub(crate) const TO_INSPECT: &[Column] = &[Int("id"), Text("title"), Text("to_on"), Int("open")];

/// What waits for an inspector: drawn units not closed, by sample.
/// Bounded: what comes first on the home page; the next one comes up when it is closed.
pub(crate) fn to_inspect(person: i64, today: Day) -> Query {
    Query::new(
        "SELECT s.id, s.title, s.to_on, count(*) AS open FROM inspector i
         JOIN sample s ON s.id = i.sample
         JOIN sampled d ON d.sample = s.id AND d.closed_at IS NULL
         WHERE i.person = {} AND s.to_on >= {} GROUP BY s.id, s.title, s.to_on ORDER BY s.to_on, s.id LIMIT 20",
        bind![person, today],
    )
}

pub(crate) const TO_ANSWER: &[Column] = &[Int("id"), Text("text"), Text("due_on")];

/// What waits for a unit: findings without an answer.
/// Bounded: what comes first on the home page; the next one comes up when it is answered.
pub(crate) fn to_answer(unit: i64) -> Query {
    Query::new(
        "SELECT d.id, f.text, f.due_on FROM finding f JOIN sampled d ON d.id = f.sampled
         WHERE d.unit = {} AND f.answer IS NULL ORDER BY f.due_on, f.id LIMIT 20",
        bind![unit],
    )
}
