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

/// Who has not been told, of the hat's own branch or subgroup, oldest meeting first.
pub(crate) fn waiting(ctx: &Ctx, read: &Read, kinds: &[&str]) -> Result<Vec<Waiting>> {
    let Some(hat) = ctx.actor.hat() else { return Ok(Vec::new()) };
    let mut query = Query::new(
        "SELECT r.id AS record, r.title, r.plan_on AS held_on, p.name, a.word
         FROM record_attendance a
         JOIN record r ON r.id = a.record
         JOIN person_now p ON p.id = a.person WHERE ",
        &[],
    );
    query.add(STILL_TO_TELL, &[]);
    query.add(" AND (r.unit = {} OR a.subgroup = {})", bind![hat.unit.id, hat.unit.id]);
    query.in_list(" AND r.kind IN ", kinds);
    query.add(" ORDER BY r.plan_on, r.id, p.name_key, a.person LIMIT 500", &[]);
    Ok(query.all(read)?)
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
