//! The statements about what units held.

use calendar::Day;
use db::{
    Column::{self, Int, Text},
    Query, Read, Result, bind,
};

use super::{Led, Row};

pub(super) fn closed(read: &Read, units: &[i64]) -> Result<Vec<Row>> {
    let mut query = Query::new(
        "SELECT r.id, r.unit, r.kind, r.title, r.held_on, r.roll FROM record r
         WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL AND r.held_on IS NOT NULL
           AND r.roll IS NOT NULL AND r.partner IS NULL",
        &[],
    );
    query.in_list(" AND r.unit IN ", units).add(" ORDER BY r.held_on, r.id", &[]);
    query.all(read)
}

pub(super) const CAUGHT: &[Column] = &[
    Int("id"),
    Int("unit"),
    Text("title"),
    Text("topic"),
    Text("held_on"),
    Int("expected"),
    Int("present"),
    Int("away"),
    Int("told"),
];

pub(super) fn caught_up(units: &[i64], kind: &str, (from, to): (Day, Day)) -> Query {
    let mut query = Query::new(
        "SELECT r.id, r.unit, r.title, r.topic, r.held_on, COALESCE(r.expected, 0) AS expected,
                COALESCE(r.present, 0) AS present,
                (SELECT count(*) FROM record_attendance a
                 WHERE a.record = r.id AND a.state IN ('leave', 'absent')) AS away,
                (SELECT count(*) FROM record_attendance a
                 WHERE a.record = r.id AND a.state IN ('leave', 'absent') AND a.relayed_at IS NOT NULL) AS told
         FROM record r
         WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL AND r.kind = {}
           AND r.held_on >= {} AND r.held_on <= {}",
        bind![kind, from, to],
    );
    query.in_list(" AND r.unit IN ", units).add(" ORDER BY r.unit, r.held_on, r.id", &[]);
    query
}

pub(super) fn led(
    read: &Read,
    units: &[i64],
    persons: &[i64],
    (from, to): (Day, Day),
) -> Result<Vec<Led>> {
    let mut query = Query::new(
        "SELECT r.id, r.unit, r.kind, r.title, r.held_on, r.chair, r.lecturer, r.partner FROM record r
         WHERE r.closed_at IS NOT NULL AND r.withdrawn_at IS NULL AND r.held_on >= {} AND r.held_on <= {}",
        bind![from, to],
    );
    query.in_list(" AND (r.chair IN ", persons).in_list(" OR r.lecturer IN ", persons);
    query.in_list(" OR r.partner IN ", persons).add(")", &[]);
    query.in_list(" AND r.unit IN ", units).add(" ORDER BY r.held_on, r.id", &[]);
    query.all(read)
}
