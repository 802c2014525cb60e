//! What the home page asks.

use act::Ctx;
use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, bind,
};
use serde::Deserialize;

use crate::item;

/// An item of this month.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) plan: i64,
    pub(super) unit: i64,
    pub(super) kind: String,
    pub(super) topic: String,
    pub(super) reading: String,
    pub(super) held_on: Option<Day>,
    pub(super) drafted_on: Option<Day>,
}

pub(super) const COLUMNS: &[Column] = &[
    Int("id"),
    Int("plan"),
    Int("unit"),
    Text("kind"),
    Text("topic"),
    Text("reading"),
    Text("held_on"),
    Text("drafted_on"),
];

/// Of the published plans of the hat's unit and of the unit that somebody belongs to.
pub(super) fn month(ctx: &Ctx, person: i64) -> Query {
    let hat = ctx.actor.hat().map_or(0, |hat| hat.unit.id);
    let mut query = Query::new(
        "SELECT i.id, i.plan, p.unit, p.kind, i.topic, i.reading, r.held_on, o.plan_on AS drafted_on
         FROM study_plan p JOIN study_item i ON i.plan = p.id
         LEFT JOIN record_now r ON r.id = ",
        &[],
    );
    item::store::add_studied(&mut query);
    query.add(
        " LEFT JOIN record_ahead o ON o.id = i.record
         WHERE p.year = {} AND i.month = {} AND p.published_at IS NOT NULL
           AND (p.unit = {} OR p.unit = (SELECT unit FROM person_now WHERE id = {}))",
        bind![i64::from(ctx.today.year()), i64::from(ctx.today.month()), hat, person],
    );
    // Bounded: a month of at most two units and their groups; all of it stands in the plans.
    query.add(" ORDER BY p.kind, i.id LIMIT 12", &[]);
    query
}
