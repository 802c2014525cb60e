//! Every SQL statement about what should be looked at again.

use act::Result;
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) record: i64,
    pub(super) unit: i64,
    pub(super) title: String,
}

/// Lectures from whose floor nothing was asked, the start of their statement.
pub(super) const SILENT: &str =
    "SELECT r.id AS record, r.unit, r.title FROM record r LEFT JOIN record_lecture l ON l.record = r.id
     WHERE COALESCE(l.questions, 0) = 0";

/// Life meetings at which nobody was criticised.
pub(super) const WITHOUT_CRITICISM: &str =
    "SELECT r.id AS record, r.unit, r.title FROM record r LEFT JOIN record_life l ON l.record = r.id
     WHERE COALESCE(l.criticisms, 0) = 0";

/// Units, and kinds of their records.
pub(super) type Of<'o> = (&'o [i64], &'o [&'o str]);

/// Those of what `start` selects that are of such a kind or are it as well, are closed, were not imported, and were held within the days.
pub(super) fn closed(
    read: &Read,
    start: &'static str,
    of: Of<'_>,
    (from, to): (Day, Day),
) -> Result<Vec<Row>> {
    let mut query = Query::new(start, &[]);
    query.add(
        " AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL AND r.batch IS NULL
          AND r.held_on >= {} AND r.held_on <= {}",
        bind![from, to],
    );
    let (units, kinds) = of;
    query.add(" AND (1 = 0", &[]);
    for kind in kinds {
        let as_well = format!("% {kind} %");
        query.add(" OR r.kind = {} OR ' ' || r.also || ' ' LIKE {}", bind![*kind, as_well]);
    }
    query.add(")", &[]).padded_list(" AND r.unit IN ", units);
    Ok(query.all(read)?)
}

fn only(query: &mut Query, (units, kinds): Of<'_>) {
    query.in_list(" AND r.kind IN ", kinds);
    query.padded_list(" AND r.unit IN ", units);
}

/// A problem that a life meeting found.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Problem {
    pub(super) record: i64,
    pub(super) unit: i64,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) plan_on: Day,
    pub(super) words: String,
    /// Held within the days asked about, not before.
    pub(super) is_within: bool,
}

/// Problems within the days and of the two years before them.
pub(super) fn problems(read: &Read, of: Of<'_>, (from, to): (Day, Day)) -> Result<Vec<Problem>> {
    let mut query = Query::new(
        "SELECT r.id AS record, r.unit, r.kind, r.title, r.plan_on, t.problem AS words, (r.plan_on >= {}) AS is_within
         FROM record_task t JOIN record r ON r.id = t.record
         WHERE t.problem <> '' AND r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL
           AND r.plan_on >= {} AND r.plan_on <= {}",
        bind![from, from.plus_months(-24), to],
    );
    only(&mut query, of);
    query.add(" ORDER BY r.unit, r.plan_on, r.id, t.place", &[]);
    Ok(query.all(read)?)
}
