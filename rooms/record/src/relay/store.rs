//! Every SQL statement about telling the absent.

use act::{Ctx, Result};
use calendar::Instant;
use db::{Query, Read, Write, bind};

use super::Waiting;
use crate::meeting::RecordId;

/// Somebody `a` was away from a closed record `r` and has not been told.
pub(crate) const STILL_TO_TELL: &str = "
    a.relayed_at IS NULL AND a.state IN ('leave', 'absent')
    AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL";

/// How many meetings somebody has still to be told of, and how many that are in all.
pub(crate) fn count(ctx: &Ctx, read: &Read, kinds: &[&str]) -> Result<(i64, i64)> {
    let mut query = Query::new("SELECT count(DISTINCT r.id), count(*)", &[]);
    if !add_waiting(&mut query, ctx, kinds) {
        return Ok((0, 0));
    }
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// Who has not been told of so many meetings, the oldest first.
pub(crate) fn waiting(
    ctx: &Ctx,
    read: &Read,
    kinds: &[&str],
    (offset, most): (i64, i64),
) -> Result<Vec<Waiting>> {
    let mut query = Query::new(
        "SELECT r.id AS record, r.title, r.kind, r.plan_on AS held_on, p.name, a.word",
        &[],
    );
    if !add_waiting(&mut query, ctx, kinds) {
        return Ok(Vec::new());
    }
    query.add(" AND r.id IN (SELECT few.id FROM (SELECT r.id AS id", &[]);
    add_waiting(&mut query, ctx, kinds);
    query.add(
        " GROUP BY r.id, r.plan_on ORDER BY r.plan_on, r.id LIMIT {} OFFSET {}) few)
          ORDER BY r.plan_on, r.id, p.name_key, a.person",
        bind![most, offset],
    );
    Ok(query.all(read)?)
}

pub(super) fn kind_of(read: &Read, id: RecordId) -> Result<Option<String>> {
    Ok(read.maybe("SELECT kind FROM record WHERE id = $1", bind![id])?)
}

/// Of the hat's own branch or subgroup; *false* without a hat.
fn add_waiting(query: &mut Query, ctx: &Ctx, kinds: &[&str]) -> bool {
    let Some(hat) = ctx.actor.hat() else { return false };
    query.add(
        " FROM record_attendance a
          JOIN record r ON r.id = a.record
          JOIN person_now p ON p.id = a.person WHERE ",
        &[],
    );
    query.add(STILL_TO_TELL, &[]);
    query.add(" AND (r.unit = {} OR a.subgroup = {})", bind![hat.unit.id, hat.unit.id]);
    query.in_list(" AND r.kind IN ", kinds);
    true
}

/// Marks the absent of a record as told; only those of a subgroup where one is given. How many.
pub(super) fn tell(
    w: &Write,
    record: RecordId,
    subgroup: Option<i64>,
    persons: &[i64],
    now: Instant,
    by: Option<i64>,
) -> Result<u64> {
    let mut query = Query::new(
        "UPDATE record_attendance SET relayed_at = {}, relayed_by = {}
         WHERE record = {} AND relayed_at IS NULL AND state IN ('leave', 'absent')",
        bind![now, by, record],
    );
    query.add_if(subgroup.is_some(), " AND subgroup = {}", bind![subgroup]);
    if !persons.is_empty() {
        query.in_list(" AND person IN ", persons);
    }
    Ok(w.run_query(&query)?)
}
