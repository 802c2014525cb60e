//! Every SQL statement about what is to be studied.

use act::{Place, Result};
use calendar::Day;
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use super::{Entry, Item};
use crate::group::Group;

/// The closed session in which an item `i` was studied: the one it is tied to; else the one of its group and year with the
/// same topic, in its month, or in another one where the plan has the topic once.
pub(crate) fn add_studied(query: &mut Query) {
    query.add(
        "COALESCE(i.record, (SELECT m.id FROM study_plan s JOIN record_now m ON m.unit = s.unit
           WHERE s.id = i.plan AND m.topic = i.topic AND substr(m.held_on, 1, 4) = CAST(s.year AS TEXT) AND (1 = 0",
        &[],
    );
    for group in Group::all() {
        query.add(" OR s.kind = {} AND m.kind = {}", bind![group.key, group.session]);
    }
    query.add(
        ") AND (CAST(substr(m.held_on, 6, 2) AS BIGINT) = i.month
                OR NOT EXISTS (SELECT 1 FROM study_item t WHERE t.plan = i.plan AND t.topic = i.topic AND t.id <> i.id))
           AND NOT EXISTS (SELECT 1 FROM study_item t WHERE t.record = m.id)
           ORDER BY m.held_on, m.id LIMIT 1))",
        &[],
    );
}

/// Items with the session that was held, or that is drafted.
fn items() -> Query {
    let mut query = Query::new(
        "SELECT i.id, i.plan, i.month, i.topic, i.reading, i.speaker, i.source,
                COALESCE(i.record, r.id) AS record, r.held_on, o.plan_on AS drafted_on, i.version
         FROM study_item i LEFT JOIN record_now r ON r.id = ",
        &[],
    );
    add_studied(&mut query);
    query.add(" LEFT JOIN record_ahead o ON o.id = i.record", &[]);
    query
}

/// In the order of the year.
pub(crate) fn of_plan(read: &Read, plan: i64) -> Result<Vec<Item>> {
    let mut query = items();
    query.add(" WHERE i.plan = {} ORDER BY i.month, i.id", bind![plan]);
    Ok(query.all(read)?)
}

/// Of several plans at once, each in the order of its year.
pub(crate) fn of_plans(read: &Read, plans: &[i64]) -> Result<Vec<Item>> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = items();
    query.in_list(" WHERE i.plan IN ", plans).add(" ORDER BY i.month, i.id", &[]);
    Ok(query.all(read)?)
}

pub(super) fn find(read: &Read, id: i64) -> Result<Option<Item>> {
    let mut query = items();
    query.add(" WHERE i.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(crate) fn insert(w: &Write, (plan, source): (i64, Option<i64>), it: &Entry) -> Result<i64> {
    let sql = "INSERT INTO study_item (id, plan, month, topic, reading, speaker, source, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    let id = w.id();
    w.run(sql, bind![id, plan, it.month, it.topic, it.reading, it.speaker, source])?;
    Ok(id)
}

/// False where somebody has changed it meanwhile.
pub(super) fn update(w: &Write, (id, version): (i64, i64), it: &Entry) -> Result<bool> {
    let sql = "UPDATE study_item SET month = $3, topic = $4, reading = $5, speaker = $6,
                      version = version + 1
               WHERE id = $1 AND version = $2";
    let Entry { month, topic, reading, speaker } = it;
    Ok(w.run(sql, bind![id, version, *month, topic.clone(), reading.clone(), *speaker])? == 1)
}

pub(super) fn remove(w: &Write, id: i64, version: i64) -> Result<bool> {
    let sql = "DELETE FROM study_item WHERE id = $1 AND version = $2";
    Ok(w.run(sql, bind![id, version])? == 1)
}

pub(crate) fn tie(w: &Write, id: i64, record: i64) -> Result<()> {
    w.run(
        "UPDATE study_item SET record = $2, version = version + 1 WHERE id = $1",
        bind![id, record],
    )?;
    Ok(())
}

/// A session that was held and closed.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Session {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) topic: String,
    pub(super) held_on: Day,
}

/// Sessions of a kind that a unit held in a year.
pub(super) fn sessions(read: &Read, unit: i64, kind: &str, year: i16) -> Result<Vec<Session>> {
    let sql = "SELECT id, title, topic, held_on FROM record_now
               WHERE unit = $1 AND kind = $2 AND held_on >= $3 AND held_on <= $4 ORDER BY held_on, id";
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    Ok(read.all(sql, bind![unit, kind, first, last])?)
}

/// Members of a unit and of what stands below it; those who are never named are not among them.
pub(super) fn members(read: &Read, place: &Place, today: Day) -> Result<Vec<(i64, String)>> {
    let path = place.lead_path.clone().unwrap_or_else(|| "~".to_owned());
    let sql = "SELECT p.id, p.name FROM person_now p JOIN unit_now u ON u.id = p.unit
               WHERE u.lead_path >= $1 AND u.lead_path < $2 AND p.is_covert = $3 AND p.affiliated_on <= $4
               ORDER BY u.lead_path, p.official_order, p.name_key, p.id";
    Ok(read.all(sql, bind![path.clone(), format!("{path}~"), false, today])?)
}
