//! Every SQL statement about drafts that may go to a phone.

use act::{Ctx, Result};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

use super::TAKE;
use crate::meeting::RecordId;

/// An open record of somebody who may take it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) id: RecordId,
    pub(super) unit: String,
    pub(super) title: String,
    pub(super) plan_on: Day,
}

/// Planned within two days and of these kinds, not closed and not withdrawn, the earliest first.
pub(super) fn open_between(
    ctx: &Ctx,
    read: &Read,
    of: (&[&str], Day, Day),
    (offset, most): (i64, i64),
) -> Result<Vec<Row>> {
    let mut query = Query::new("SELECT r.id, u.short_name AS unit, r.title, r.plan_on", &[]);
    add_open(&mut query, ctx, of);
    query.add(" ORDER BY r.plan_on, r.id LIMIT {} OFFSET {}", bind![most, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count_open(ctx: &Ctx, read: &Read, of: (&[&str], Day, Day)) -> Result<i64> {
    let mut query = Query::new("SELECT count(*)", &[]);
    add_open(&mut query, ctx, of);
    Ok(query.maybe(read)?.unwrap_or_default())
}

fn add_open(query: &mut Query, ctx: &Ctx, (kinds, from, to): (&[&str], Day, Day)) {
    query.add(
        " FROM record r JOIN unit_now u ON u.id = r.unit
          WHERE r.closed_at IS NULL AND r.withdrawn_at IS NULL AND r.plan_on >= {} AND r.plan_on <= {}",
        bind![from, to],
    );
    query.in_list(" AND r.kind IN ", kinds);
    ctx.sight(&TAKE).limit(query);
}
