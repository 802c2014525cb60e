//! Every SQL statement about circulars.

use act::{Acting, Ctx, Result};
use calendar::{Day, Instant};
use db::{
    Column::{self, Flag, Int, Text},
    Query, Read, Value, Write, bind,
};
use serde::Deserialize;

use super::{Addressed, Circular};
use crate::{ANSWER, CIRCULAR, SEE_GROUP};

macro_rules! columns {
    () => {
        "c.id, c.unit, c.year, c.number, c.title, c.body, c.facts_on, c.shown_at, c.shown_until, c.closed_at, c.record,
         CASE WHEN c.record IS NULL OR EXISTS (SELECT 1 FROM record_now r WHERE r.id = c.record) THEN NULL ELSE c.record END AS withdrawn, c.version"
    };
}

pub(crate) fn find(read: &Read, id: i64) -> Result<Option<Circular>> {
    let sql = concat!("SELECT ", columns!(), " FROM study_circular c WHERE c.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

pub(crate) fn of(read: &Read, unit: i64, year: i16) -> Result<Option<Circular>> {
    let sql =
        concat!("SELECT ", columns!(), " FROM study_circular c WHERE c.unit = $1 AND c.year = $2");
    Ok(read.maybe(sql, bind![unit, i64::from(year)])?)
}

/// A circular in a list, with whose it is.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Listed {
    #[serde(flatten)]
    pub(super) circular: Circular,
    pub(super) issuer: String,
}

/// Closed ones of units in sight or to them; those that are shown, to whom they are; drafts of the hat's own unit for who
/// writes them.
fn in_sight(query: &mut Query, ctx: &Ctx) {
    let own = ctx.actor.hat().filter(|hat| ctx.allows(&CIRCULAR, &hat.unit)).map(|hat| hat.unit.id);
    query.add(
        " WHERE (c.unit = {} OR c.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM unit_now u WHERE u.id = c.unit",
        bind![own.unwrap_or_default()],
    );
    ctx.sight(&SEE_GROUP).limit(query);
    query.add(
        ") OR (c.closed_at IS NOT NULL OR c.shown_at IS NOT NULL) AND EXISTS
            (SELECT 1 FROM study_circular_unit a JOIN unit_now u ON u.id = a.unit WHERE a.circular = c.id",
        &[],
    );
    ctx.sight(&SEE_GROUP).limit(query);
    query.add("))", &[]);
}

pub(super) fn list(ctx: &Ctx, read: &Read, (skip, most): (i64, i64)) -> Result<Vec<Listed>> {
    let mut query = Query::new(
        concat!(
            "SELECT ",
            columns!(),
            ", i.name AS issuer FROM study_circular c JOIN unit_now i ON i.id = c.unit"
        ),
        &[],
    );
    in_sight(&mut query, ctx);
    query.add(" ORDER BY c.year DESC, c.id DESC LIMIT {} OFFSET {}", bind![most, skip]);
    Ok(query.all(read)?)
}

pub(super) fn count(ctx: &Ctx, read: &Read) -> Result<i64> {
    let mut query =
        Query::new("SELECT count(*) FROM study_circular c JOIN unit_now i ON i.id = c.unit", &[]);
    in_sight(&mut query, ctx);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// In the order of the tree.
pub(crate) fn addressed(read: &Read, circular: i64) -> Result<Vec<Addressed>> {
    let sql = "SELECT a.unit, u.name, a.facts, a.opinion, a.said_at, a.known_at
               FROM study_circular_unit a JOIN unit_now u ON u.id = a.unit
               WHERE a.circular = $1 ORDER BY a.place";
    Ok(read.all(sql, bind![circular])?)
}

/// Names of whoever holds a post in some units today: a circular does not say them.
pub(super) fn holders(read: &Read, units: &[i64], on: Day) -> Result<Vec<String>> {
    let mut query = Query::new(
        "SELECT DISTINCT t.name FROM post_held t WHERE t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})",
        bind![on, on],
    );
    query.in_list(" AND t.unit IN ", units).add(" ORDER BY t.name", &[]);
    Ok(query.all(read)?)
}

/// The committee of an organ that keeps its papers.
pub(super) fn committee_of(read: &Read, organ: i64) -> Result<Option<i64>> {
    let sql = "SELECT id FROM unit_now WHERE host = $1 AND kind = 'leading_committee' ORDER BY id";
    Ok(read.all::<i64>(sql, bind![organ])?.first().copied())
}

pub(super) fn insert(w: &Acting, it: &Circular) -> Result<()> {
    let sql = "INSERT INTO study_circular (id, unit, year, number, title, body, facts_on, drafted_at, version)
               VALUES ($1, $2, $3, '', $4, $5, $6, $7, 1)";
    let Circular { id, unit, year, title, body, facts_on, .. } = it;
    w.run(sql, bind![id, unit, i64::from(*year), title, body, facts_on, w.now])?;
    Ok(())
}

/// (circular, unit, place, facts), one after the other.
pub(super) fn insert_units(w: &Write, cells: &[Value]) -> Result<()> {
    let head = "INSERT INTO study_circular_unit (circular, unit, place, facts) VALUES ";
    w.insert_rows(head, 4, cells)?;
    Ok(())
}

/// Of those that a new draft names no more, and of the facts of the others.
pub(super) fn remove_units(w: &Write, circular: i64, keep: &[i64]) -> Result<()> {
    let mut query =
        Query::new("DELETE FROM study_circular_unit WHERE circular = {}", bind![circular]);
    if !keep.is_empty() {
        query.in_list(" AND unit NOT IN ", keep);
    }
    w.run_query(&query)?;
    Ok(())
}

pub(super) fn say_facts(
    w: &Write,
    (circular, unit): (i64, i64),
    place: i64,
    facts: &str,
) -> Result<bool> {
    let sql =
        "UPDATE study_circular_unit SET place = $3, facts = $4 WHERE circular = $1 AND unit = $2";
    Ok(w.run(sql, bind![circular, unit, place, facts])? == 1)
}

/// False where somebody has changed it meanwhile, or it is closed.
pub(super) fn edit(w: &Write, it: &Circular) -> Result<bool> {
    let sql =
        "UPDATE study_circular SET title = $3, body = $4, facts_on = $5, version = version + 1
               WHERE id = $1 AND version = $2 AND closed_at IS NULL";
    let Circular { id, version, title, body, facts_on, .. } = it;
    Ok(w.run(sql, bind![id, version, title, body, facts_on])? == 1)
}

pub(super) fn show(w: &Write, id: i64, at: Instant, until: Day) -> Result<bool> {
    let sql = "UPDATE study_circular SET shown_at = COALESCE(shown_at, $2), shown_until = $3, version = version + 1
               WHERE id = $1 AND closed_at IS NULL";
    Ok(w.run(sql, bind![id, at, until])? == 1)
}

pub(super) fn close(w: &Write, it: &Circular, at: Instant, record: i64) -> Result<bool> {
    let sql =
        "UPDATE study_circular SET number = $3, closed_at = $4, record = $5, version = version + 1
               WHERE id = $1 AND version = $2 AND closed_at IS NULL";
    let Circular { id, version, number, .. } = it;
    Ok(w.run(sql, bind![id, version, number, at, record])? == 1)
}

/// A draft that nobody needs any more; false once it is closed.
pub(super) fn discard(w: &Write, id: i64) -> Result<bool> {
    let sql = "DELETE FROM study_circular WHERE id = $1 AND closed_at IS NULL";
    let is_gone = w.run(sql, bind![id])? == 1;
    if is_gone {
        w.run("DELETE FROM study_circular_unit WHERE circular = $1", bind![id])?;
    }
    Ok(is_gone)
}

pub(super) fn answer(
    w: &Write,
    (circular, unit): (i64, i64),
    at: Instant,
    words: &str,
) -> Result<bool> {
    let sql = "UPDATE study_circular_unit SET opinion = $3, said_at = $4 WHERE circular = $1 AND unit = $2";
    Ok(w.run(sql, bind![circular, unit, words, at])? == 1)
}

pub(super) fn know(w: &Write, (circular, unit): (i64, i64), at: Instant) -> Result<bool> {
    let sql = "UPDATE study_circular_unit SET known_at = $3
               WHERE circular = $1 AND unit = $2 AND known_at IS NULL";
    Ok(w.run(sql, bind![circular, unit, at])? == 1)
}

/// What of circulars waits for a hat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// Its unit is asked whether the draft is right.
    Asked,
    /// It came, and nobody of the unit has said that it did.
    Came,
    /// Its own draft: everybody has answered, or the days are over.
    Ready,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) what: What,
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) issuer: String,
    pub(crate) until: Option<Day>,
    /// Units that object.
    pub(crate) objections: i64,
    pub(crate) is_named: bool,
}

pub(crate) const COLUMNS: &[Column] = &[
    Text("what"),
    Int("id"),
    Text("title"),
    Text("issuer"),
    Text("until"),
    Int("objections"),
    Flag("is_named"),
];

/// Bounded: one circular a year and unit above; the next comes up when this one is done.
pub(crate) fn waiting(ctx: &Ctx) -> Option<Query> {
    let hat = ctx.actor.hat()?;
    let (answers, writes) = (ctx.allows(&ANSWER, &hat.unit), ctx.allows(&CIRCULAR, &hat.unit));
    if !answers && !writes {
        return None;
    }
    let unit = hat.unit.id;
    let mut query = Query::new(
        "SELECT t.what, t.id, t.title, t.issuer, t.until, t.objections, t.is_named FROM (
         SELECT CASE WHEN c.closed_at IS NULL THEN 'asked' ELSE 'came' END AS what, c.id, c.title, i.short_name AS issuer,
                c.shown_until AS until, CAST(0 AS BIGINT) AS objections, (a.facts <> '') AS is_named, c.year
         FROM study_circular_unit a JOIN study_circular c ON c.id = a.circular JOIN unit_now i ON i.id = c.unit
         WHERE a.unit = {} AND {} AND a.known_at IS NULL
           AND (c.closed_at IS NOT NULL AND (c.record IS NULL OR EXISTS (SELECT 1 FROM record_now r WHERE r.id = c.record))
                OR c.closed_at IS NULL AND c.shown_at IS NOT NULL AND a.said_at IS NULL)
         UNION ALL
         SELECT 'ready', c.id, c.title, i.short_name, c.shown_until,
                (SELECT count(*) FROM study_circular_unit a WHERE a.circular = c.id AND a.opinion <> ''), (1 = 1), c.year
         FROM study_circular c JOIN unit_now i ON i.id = c.unit
         WHERE c.unit = {} AND {} AND c.closed_at IS NULL AND c.shown_at IS NOT NULL
           AND (c.shown_until < {} OR NOT EXISTS
                (SELECT 1 FROM study_circular_unit a WHERE a.circular = c.id AND a.said_at IS NULL)
                OR EXISTS (SELECT 1 FROM study_circular_unit a WHERE a.circular = c.id AND a.opinion <> ''))",
        bind![unit, answers, unit, writes, ctx.today],
    );
    query.add(") t ORDER BY t.year DESC, t.id DESC LIMIT 10", &[]);
    Some(query)
}
