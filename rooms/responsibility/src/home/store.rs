//! What the home page asks.

use act::Ctx;
use db::{
    Column::{self, Int, Text},
    Query, bind,
};
use serde::Deserialize;

/// This year's list of a post that is held now.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) post: String,
    pub(super) unit_name: String,
    pub(super) class: String,
    pub(super) items: i64,
}

pub(super) const COLUMNS: &[Column] =
    &[Text("post"), Text("unit_name"), Text("class"), Int("items")];

pub(super) fn mine(ctx: &Ctx, person: i64) -> Query {
    Query::new(
        "SELECT t.kind AS post, u.short_name AS unit_name, i.class, count(*) AS items
         FROM post_span t JOIN responsibility l ON l.unit = t.unit JOIN unit_now u ON u.id = l.unit
         JOIN responsibility_item i ON i.list = l.id AND i.class <> 'committee'
         WHERE t.person = {} AND t.from_on <= {} AND (t.to_on IS NULL OR t.to_on > {})
           AND l.year = {} AND l.issued_at IS NOT NULL
         GROUP BY t.kind, u.short_name, i.class ORDER BY u.short_name, t.kind, i.class",
        bind![person, ctx.today, ctx.today, i64::from(ctx.today.year())],
    )
}
