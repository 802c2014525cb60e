//! Every SQL statement about year plans.

use act::{Error, Place, Result};
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use serde::Deserialize;

use super::{Entry, Foreseen, Item, ItemId, Plan, PlanId};

pub(super) fn find(read: &Read, unit: i64, year: i16) -> Result<Option<Plan>> {
    let sql = "SELECT id, unit, year, edition, published_at FROM record_plan
               WHERE unit = $1 AND year = $2";
    Ok(read.maybe(sql, bind![unit, i64::from(year)])?)
}

pub(super) fn insert_plan(w: &Write, plan: &Plan) -> Result<()> {
    let sql = "INSERT INTO record_plan (id, unit, year, edition, published_at, published_by)
               VALUES ($1, $2, $3, 0, NULL, NULL)";
    w.run(sql, bind![plan.id, plan.unit, i64::from(plan.year)])?;
    Ok(())
}

#[derive(Deserialize)]
struct Row {
    id: ItemId,
    unit: i64,
    kind: String,
    also: String,
    title: String,
    plan_on: Day,
    from_time: String,
    to_time: String,
    place: String,
    topic: String,
    removed_at: Option<Instant>,
    published: Option<String>,
    version: i64,
}

macro_rules! columns {
    () => {
        "i.id, i.unit, i.kind, i.also, i.title, i.plan_on, i.from_time, i.to_time, i.place, i.topic,
         i.removed_at, i.published, i.version"
    };
}

fn item(row: Row) -> Result<Item> {
    let Row { id, unit, kind, also, title, plan_on: on, from_time: from, to_time: to, .. } = row;
    let Row { place, topic, removed_at, published, version, .. } = row;
    Ok(Item {
        id,
        unit,
        entry: Entry { kind, also, title, on, from, to, place, topic },
        is_removed: removed_at.is_some(),
        published: published.as_deref().map(entry).transpose()?,
        version,
    })
}

fn entry(text: &str) -> Result<Entry> {
    serde_json::from_str(text).map_err(Error::broken)
}

/// Items of a plan in the order of days; those that an edition has taken out are gone.
pub(super) fn items(read: &Read, plan: PlanId) -> Result<Vec<Item>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM record_plan_item i WHERE i.plan = $1 AND i.cancelled_at IS NULL
          ORDER BY i.plan_on, i.from_time, i.id"
    );
    read.all::<Row>(sql, bind![plan])?.into_iter().map(item).collect()
}

/// The plan of a unit and a year with its items, in the order of days. A plan without any is as good as none.
pub(super) fn year(read: &Read, unit: i64, year: i16) -> Result<(Option<Plan>, Vec<Item>)> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        ", p.id AS plan_id, p.edition, p.published_at, i.cancelled_at
         FROM record_plan p JOIN record_plan_item i ON i.plan = p.id
         WHERE p.unit = $1 AND p.year = $2 ORDER BY i.plan_on, i.from_time, i.id"
    );
    let rows: Vec<InYear> = read.all(sql, bind![unit, i64::from(year)])?;
    let plan = rows.first().map(|it| Plan {
        id: it.plan_id,
        unit,
        year,
        edition: it.edition,
        published_at: it.published_at,
    });
    let stands = rows.into_iter().filter(|it| it.cancelled_at.is_none());
    Ok((plan, stands.map(|it| item(it.row)).collect::<Result<_>>()?))
}

/// How many meetings the last edition of a year names.
pub(crate) fn planned(unit: i64, year: i16) -> Query {
    Query::new(
        "SELECT count(*) AS planned FROM record_plan p JOIN record_plan_item i ON i.plan = p.id
         WHERE p.unit = {} AND p.year = {} AND p.edition > 0 AND i.published IS NOT NULL
           AND i.cancelled_at IS NULL",
        bind![unit, i64::from(year)],
    )
}

#[derive(Deserialize)]
struct InYear {
    plan_id: PlanId,
    edition: i64,
    published_at: Option<Instant>,
    cancelled_at: Option<Instant>,
    #[serde(flatten)]
    row: Row,
}

pub(super) fn find_item(read: &Read, id: ItemId) -> Result<Option<Item>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM record_plan_item i WHERE i.id = $1
                       AND i.cancelled_at IS NULL"
    );
    read.maybe::<Row>(sql, bind![id])?.map(item).transpose()
}

pub(super) fn insert_items(w: &Write, plan: &Plan, entries: &[Entry]) -> Result<()> {
    let mut cells = Vec::with_capacity(entries.len() * 12);
    for it in entries {
        cells.extend_from_slice(bind![w.id(), plan.id, plan.unit, it.kind, it.also, it.title]);
        cells.extend_from_slice(bind![it.on, it.from, it.to, it.place, it.topic, 0]);
        cells.extend_from_slice(bind![0]);
    }
    let head =
        "INSERT INTO record_plan_item (id, plan, unit, kind, also, title, plan_on, from_time,
                  to_time, place, topic, sequence, version) VALUES ";
    w.insert_rows(head, 13, &cells)?;
    Ok(())
}

/// *False* when somebody changed it meanwhile.
pub(super) fn update(w: &Write, id: ItemId, version: i64, entry: &Entry) -> Result<bool> {
    let Entry { also, title, on, from, to, place, topic, .. } = entry;
    let sql = "UPDATE record_plan_item SET also = $3, title = $4, plan_on = $5, from_time = $6,
                 to_time = $7, place = $8, topic = $9, removed_at = NULL, version = version + 1
               WHERE id = $1 AND version = $2 AND cancelled_at IS NULL";
    let count = w.run(sql, bind![id, version, also, title, on, from, to, place, topic])?;
    Ok(count == 1)
}

/// What no edition has had goes at once; *false* when somebody changed it meanwhile.
pub(super) fn remove(w: &Write, id: ItemId, version: i64, at: Instant) -> Result<bool> {
    let sql = "DELETE FROM record_plan_item WHERE id = $1 AND version = $2 AND published IS NULL";
    if w.run(sql, bind![id, version])? == 1 {
        return Ok(true);
    }
    let sql = "UPDATE record_plan_item SET removed_at = $3, version = version + 1
               WHERE id = $1 AND version = $2 AND removed_at IS NULL";
    Ok(w.run(sql, bind![id, version, at])? == 1)
}

/// The next edition of a plan.
pub(super) fn publish_plan(w: &Write, plan: PlanId, at: Instant, by: Option<i64>) -> Result<()> {
    let sql = "UPDATE record_plan SET edition = edition + 1, published_at = $2, published_by = $3
               WHERE id = $1";
    w.run(sql, bind![plan, at, by])?;
    Ok(())
}

pub(super) fn publish_item(w: &Write, id: ItemId, entry: &Entry) -> Result<()> {
    let text = serde_json::to_string(entry).map_err(Error::broken)?;
    let sql =
        "UPDATE record_plan_item SET published = $2, published_on = $3, sequence = sequence + 1
               WHERE id = $1";
    w.run(sql, bind![id, text, entry.on])?;
    Ok(())
}

pub(super) fn cancel_item(w: &Write, id: ItemId, at: Instant) -> Result<()> {
    let sql =
        "UPDATE record_plan_item SET cancelled_at = $2, sequence = sequence + 1 WHERE id = $1";
    w.run(sql, bind![id, at])?;
    Ok(())
}

/// A record of the unit or of a subgroup of it, to be laid beside the plan and to learn habits from.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Beside {
    pub(super) id: i64,
    pub(super) unit: i64,
    pub(super) kind: String,
    pub(super) also: String,
    pub(super) title: String,
    pub(super) plan_on: Day,
    pub(super) sessions: String,
    pub(super) held_at: Option<Instant>,
    pub(super) closed_at: Option<Instant>,
    pub(super) batch: Option<i64>,
}

/// The first day on which nobody is joined to a temporary branch any more; `None` of any other unit.
pub(super) fn end_of_joined(read: &Read, place: &Place) -> Result<Option<Day>> {
    if place.kind != "temporary_branch" {
        return Ok(None);
    }
    Ok(read.one("SELECT max(to_on) FROM joined_span WHERE unit = $1", bind![place.id])?)
}

/// Between two days, in their order.
pub(super) fn records(read: &Read, unit: i64, (from, to): (Day, Day)) -> Result<Vec<Beside>> {
    let sql = "SELECT r.id, r.unit, r.kind, r.also, r.title, r.plan_on, r.sessions, r.held_at,
                      r.closed_at, r.batch
               FROM unit_now u CROSS JOIN record r
               WHERE (u.id = $1 OR u.lead_parent = $1 AND u.kind = 'subgroup') AND r.unit = u.id
                 AND r.withdrawn_at IS NULL AND r.plan_on >= $2 AND r.plan_on <= $3
               ORDER BY r.plan_on, r.id";
    Ok(read.all(sql, bind![unit, from, to])?)
}

/// What the last editions of some units have in a year, and the days of records of a kind in the first of them.
pub(super) fn published(
    read: &Read,
    units: [i64; 2],
    kind: &str,
    year: i16,
) -> Result<(Vec<Foreseen>, Vec<Day>)> {
    let (first, last) = (format!("{year:04}-01-01"), format!("{year:04}-12-31"));
    let sql = "SELECT i.unit, p.edition, i.published, i.published_on AS on_day
               FROM record_plan_item i JOIN record_plan p ON p.id = i.plan
               WHERE i.unit IN ($1, $2) AND i.cancelled_at IS NULL
                 AND i.published_on >= $4 AND i.published_on <= $5
               UNION ALL
               SELECT r.unit, CAST(0 AS BIGINT), NULL, r.plan_on FROM record r
               WHERE r.unit = $1 AND r.kind = $3 AND r.withdrawn_at IS NULL
                 AND r.plan_on >= $4 AND r.plan_on <= $5
               ORDER BY on_day";
    let rows: Vec<(i64, i64, Option<String>, Day)> =
        read.all(sql, bind![units[0], units[1], kind, first, last])?;
    let (mut found, mut days) = (Vec::new(), Vec::new());
    for (unit, edition, text, on) in rows {
        match text {
            Some(text) => found.push(Foreseen { entry: entry(&text)?, unit, edition }),
            None => days.push(on),
        }
    }
    Ok((found, days))
}
