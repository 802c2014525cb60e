//! Every SQL statement about study plans.

use act::{Ctx, Place, Result};
use calendar::Instant;
use db::{Query, Read, Write, bind};
use record::SEE_RECORD;
use serde::Deserialize;

use super::Plan;
use crate::item;

const PLAN: &str = "SELECT p.id, p.unit, p.kind, p.year, p.edition, p.published_at, p.changes, p.filed, p.version FROM study_plan p";

pub(crate) fn find(read: &Read, id: i64) -> Result<Option<Plan>> {
    let mut query = Query::new(PLAN, &[]);
    query.add(" WHERE p.id = {}", bind![id]);
    Ok(query.maybe(read)?)
}

pub(crate) fn of(read: &Read, unit: i64, kind: &str, year: i16) -> Result<Option<Plan>> {
    let mut query = Query::new(PLAN, &[]);
    query.add(
        " WHERE p.unit = {} AND p.kind = {} AND p.year = {}",
        bind![unit, kind, i64::from(year)],
    );
    Ok(query.maybe(read)?)
}

/// Every plan of some units for a year.
pub(super) fn of_units(read: &Read, units: &[i64], year: i16) -> Result<Vec<Plan>> {
    let mut query = Query::new(PLAN, &[]);
    query.add(" WHERE p.year = {}", bind![i64::from(year)]);
    query.in_list(" AND p.unit IN ", units);
    Ok(query.all(read)?)
}

/// Kind and number of items of each published plan of a unit and a year.
pub(super) fn counted(unit: i64, year: i16) -> Query {
    Query::new(
        "SELECT p.kind, count(*) AS items FROM study_plan p JOIN study_item i ON i.plan = p.id
         WHERE p.unit = {} AND p.year = {} AND p.published_at IS NOT NULL
         GROUP BY p.id, p.kind ORDER BY p.id",
        bind![unit, i64::from(year)],
    )
}

/// A published plan below, with how much of it was studied.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    pub(super) plan: Plan,
    pub(super) unit_name: String,
    pub(super) items: i64,
    pub(super) studied: i64,
}

/// How many items of a plan `p` were studied.
pub(crate) fn add_count_studied(query: &mut Query) {
    query.add("(SELECT count(*) FROM study_item i JOIN record_now r ON r.id = ", &[]);
    item::store::add_studied(query);
    query.add(" WHERE i.plan = p.id)", &[]);
}

/// Published plans in sight, in the order of the tree.
pub(super) fn in_sight(
    ctx: &Ctx,
    read: &Read,
    year: i16,
    (offset, most): (i64, i64),
) -> Result<Vec<Line>> {
    let mut query = Query::new(
        "SELECT p.id, p.unit, p.kind, p.year, p.edition, p.published_at, p.changes, p.filed, p.version, u.short_name AS unit_name,
                (SELECT count(*) FROM study_item i WHERE i.plan = p.id) AS items,
                ",
        &[],
    );
    add_count_studied(&mut query);
    query.add(
        " AS studied FROM study_plan p JOIN unit_now u ON u.id = p.unit
         WHERE p.year = {} AND p.published_at IS NOT NULL",
        bind![i64::from(year)],
    );
    ctx.sight(&SEE_RECORD).limit(&mut query);
    query.add(" ORDER BY u.lead_path, p.kind, p.id LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count_in_sight(ctx: &Ctx, read: &Read, year: i16) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM study_plan p JOIN unit_now u ON u.id = p.unit
         WHERE p.year = {} AND p.published_at IS NOT NULL",
        bind![i64::from(year)],
    );
    ctx.sight(&SEE_RECORD).limit(&mut query);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// A published plan above, the nearest first.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Above {
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) unit_name: String,
}

/// Of the units above by lead, and of the leading committees of the organs above by line.
pub(super) fn above(read: &Read, place: &Place, year: i16) -> Result<Vec<Above>> {
    let ids = |path: &Option<String>| -> Vec<i64> {
        let path = path.as_deref().unwrap_or_default();
        path.split('/').filter_map(|id| id.parse().ok()).filter(|id| *id != place.id).collect()
    };
    let (led, organs) = (ids(&place.lead_path), ids(&place.line_path));
    let mut query = Query::new(
        "SELECT p.id, p.kind, u.name AS unit_name FROM study_plan p JOIN unit_now u ON u.id = p.unit
         WHERE p.year = {} AND p.published_at IS NOT NULL AND u.id <> {} AND (1 = 0",
        bind![i64::from(year), place.id],
    );
    if !led.is_empty() {
        query.in_list(" OR u.id IN ", &led);
    }
    if !organs.is_empty() {
        query.in_list(" OR u.kind = 'leading_committee' AND u.host IN ", &organs);
    }
    query.add(") ORDER BY length(u.line_path) DESC, length(u.lead_path) DESC, p.kind, p.id", &[]);
    Ok(query.all(read)?)
}

pub(super) fn insert(w: &Write, it: &Plan, (at, by): (Instant, Option<i64>)) -> Result<()> {
    let sql = "INSERT INTO study_plan (id, unit, kind, year, edition, changes, drafted_at, drafted_by, version)
               VALUES ($1, $2, $3, $4, 0, 0, $5, $6, 1)";
    w.run(sql, bind![it.id, it.unit, it.kind, i64::from(it.year), at, by])?;
    Ok(())
}

/// False where somebody has changed it meanwhile.
pub(super) fn publish(w: &Write, it: &Plan, at: Instant, filed: Option<i64>) -> Result<bool> {
    let sql = "UPDATE study_plan SET edition = edition + 1, published_at = $3, changes = 0, filed = COALESCE($4, filed),
                      version = version + 1
               WHERE id = $1 AND version = $2";
    Ok(w.run(sql, bind![it.id, it.version, at, filed])? == 1)
}

/// Something in it was added, said anew or taken out.
pub(crate) fn note_change(w: &Write, id: i64) -> Result<()> {
    w.run("UPDATE study_plan SET changes = changes + 1 WHERE id = $1", bind![id])?;
    Ok(())
}
