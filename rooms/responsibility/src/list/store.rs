//! Every SQL statement about responsibility lists.

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use record::SEE_RECORD;
use serde::Deserialize;

use super::List;

const LIST: &str =
    "SELECT l.id, l.unit, l.year, l.issued_at, l.filed, l.version FROM responsibility l";

pub(crate) fn find(read: &Read, id: i64) -> Result<Option<List>> {
    let mut query = Query::new(LIST, &[]);
    query.add(" WHERE l.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(super) fn of(read: &Read, unit: i64, year: i16) -> Result<Option<List>> {
    let mut query = Query::new(LIST, &[]);
    query.add(" WHERE l.unit = {} AND l.year = {}", bind![unit, i64::from(year)]);
    Ok(query.maybe(read)?)
}

/// Of one committee, the latest first.
pub(super) fn of_unit(read: &Read, unit: i64) -> Result<Vec<List>> {
    let mut query = Query::new(LIST, &[]);
    query.add(" WHERE l.unit = {} ORDER BY l.year DESC", bind![unit]);
    Ok(query.all(read)?)
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    pub(super) list: List,
    pub(super) unit_name: String,
}

/// Issued lists of the committees in sight besides one's own, in the order of the tree.
pub(super) fn below(
    ctx: &Ctx,
    read: &Read,
    (own, year): (i64, i16),
    (offset, most): (i64, i64),
) -> Result<Vec<Line>> {
    let mut query = Query::new(
        "SELECT l.id, l.unit, l.year, l.issued_at, l.filed, l.version, u.short_name AS unit_name",
        &[],
    );
    add_below(&mut query, ctx, own, year);
    query.add(" ORDER BY u.lead_path, l.id LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count_below(ctx: &Ctx, read: &Read, own: i64, year: i16) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    add_below(&mut query, ctx, own, year);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn add_below(query: &mut Query, ctx: &Ctx, own: i64, year: i16) {
    query.add(
        " FROM responsibility l JOIN unit_now u ON u.id = l.unit
         WHERE l.year = {} AND l.issued_at IS NOT NULL AND l.unit <> {}",
        bind![i64::from(year), own],
    );
    ctx.sight(&SEE_RECORD).limit(query);
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    #[serde(flatten)]
    pub(super) list: List,
    pub(super) unit_name: String,
    pub(super) post: String,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

pub(super) fn of_person(read: &Read, person: i64) -> Result<Vec<Row>> {
    let sql = "SELECT l.id, l.unit, l.year, l.issued_at, l.filed, l.version,
                      COALESCE(u.short_name, '已撤销的组织') AS unit_name, t.kind AS post, t.from_on, t.to_on
               FROM post_span t JOIN responsibility l ON l.unit = t.unit LEFT JOIN unit_now u ON u.id = l.unit
               WHERE t.person = $1 AND l.issued_at IS NOT NULL
               ORDER BY l.year DESC, t.from_on DESC, l.id, t.id";
    Ok(read.all(sql, bind![person])?)
}

pub(super) fn insert(w: &Write, it: &List, (at, by): (Instant, Option<i64>)) -> Result<()> {
    let sql = "INSERT INTO responsibility (id, unit, year, drafted_at, drafted_by, version)
               VALUES ($1, $2, $3, $4, $5, 1)";
    w.run(sql, bind![it.id, it.unit, i64::from(it.year), at, by])?;
    Ok(())
}

/// False where it was issued already.
pub(super) fn issue(w: &Write, id: i64, at: Instant, filed: Option<i64>) -> Result<bool> {
    let sql = "UPDATE responsibility SET issued_at = $2, filed = $3, version = version + 1
               WHERE id = $1 AND issued_at IS NULL";
    Ok(w.run(sql, bind![id, at, filed])? == 1)
}
