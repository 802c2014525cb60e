//! Every statement of the figures: what has changed since, and where units stand.

use act::{Relation, Result};
use calendar::Day;
use db::{Query, Read, ToValue, Value, bind};
use serde::Deserialize;

use super::forest::{RELATIONS, Stay};
use crate::view::Stood;

/// How far the data are: the last seal, and how many events still wait for theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) struct Stamp {
    pub(super) seal: i64,
    pub(super) unsealed: i64,
}

pub(super) fn stamp(read: &Read) -> Result<Stamp> {
    let sql = "SELECT (SELECT coalesce(max(no), 0) FROM seal) AS seal,
                      (SELECT count(*) FROM unsealed) AS unsealed";
    Ok(read.one(sql, &[])?)
}

/// Events under the seals after this one, as far as the stamp says that there are any.
pub(super) fn sealed_after(read: &Read, seal: i64, stamp: Stamp) -> Result<Vec<i64>> {
    if stamp.seal <= seal {
        return Ok(Vec::new());
    }
    let sql = "SELECT events FROM seal WHERE no > $1 ORDER BY no";
    let blocks: Vec<String> = read.all(sql, bind![seal])?;
    let sealed = blocks.iter().flat_map(|block| block.split(' '));
    Ok(sealed.filter_map(|id| id.parse().ok()).collect())
}

/// Events that wait for a seal.
pub(super) fn unsealed(read: &Read, stamp: Stamp) -> Result<Vec<i64>> {
    if stamp.unsealed == 0 {
        return Ok(Vec::new());
    }
    Ok(read.all("SELECT event FROM unsealed ORDER BY event", &[])?)
}

/// Which units these events touched, and how in words. A unit may come more than once.
///
/// `CROSS JOIN`: statistics that hold one act upon thousands of units would make SQLite read the whole
/// table for a few events.
pub(super) fn touched(read: &Read, events: &[i64]) -> Result<Vec<(i64, String)>> {
    let mut found = Vec::new();
    for part in events.chunks(500) {
        let mut query = Query::new("WITH wanted(event) AS (VALUES (CAST(0 AS BIGINT)), ", &[]);
        let wanted: Vec<Value> = part.iter().map(ToValue::to_value).collect();
        query.padded_rows(&wanted, bind![0]);
        query.add(
            ") SELECT t.unit, t.what FROM wanted w CROSS JOIN touched t WHERE t.event = w.event",
            &[],
        );
        found.extend(query.all::<(i64, String)>(read)?);
    }
    Ok(found)
}

/// Where a unit stood in one span of days.
pub(super) fn stay(stood: &Stood) -> Stay {
    let above = stood.path.trim_end_matches('/').rsplit('/').nth(1);
    Stay { from: stood.from_on, to: stood.to_on, parent: above.and_then(|id| id.parse().ok()) }
}

const SPANS: &str = "
    SELECT s.unit, s.path, s.from_on, s.to_on, s.kind, s.family, coalesce(n.code, '') AS code,
           s.name, s.short_name, s.official_order, s.dissolved_on, '' AS root,
           s.from_on AS root_from, CAST(NULL AS TEXT) AS root_to, o.id AS organ,
           o.kind AS organ_kind
    FROM unit_span s
    LEFT JOIN unit_now n ON n.id = s.unit
    LEFT JOIN unit_now o ON o.id = n.organ
    WHERE s.kind NOT IN ('subgroup', 'temporary_branch') AND s.relation = {} AND (s.to_on IS NULL OR s.to_on > {})";

/// Units whose rows are in memory at once while all are read.
const WINDOW: i64 = 4_000;

/// Every unit that stood somewhere since that day, some thousands at a time.
pub(super) fn all_spans(
    read: &Read,
    since: Day,
    mut with: impl FnMut(Vec<(Relation, Stood)>),
) -> Result<()> {
    let mut after = 0;
    loop {
        // Bounded: a batch of units, which goes on behind its last.
        let sql = "SELECT max(unit) FROM
                     (SELECT unit FROM unit_span WHERE unit > $1 ORDER BY unit LIMIT $2) few";
        let Some(last) = read.one::<Option<i64>>(sql, bind![after, WINDOW])? else { return Ok(()) };
        let mut rows = Vec::new();
        for relation in RELATIONS {
            let mut query = Query::new(SPANS, bind![relation.key(), since]);
            query.add(" AND s.unit > {} AND s.unit <= {}", bind![after, last]);
            rows.extend(query.all::<Stood>(read)?.into_iter().map(|stood| (relation, stood)));
        }
        with(rows);
        after = last;
    }
}

pub(super) fn spans(
    read: &Read,
    relation: Relation,
    units: &[i64],
    since: Day,
) -> Result<Vec<Stood>> {
    let mut found = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(SPANS, bind![relation.key(), since]);
        query.padded_list(" AND s.unit IN ", part);
        found.extend(query.all::<Stood>(read)?);
    }
    Ok(found)
}
