//! Every SQL statement about last year's meetings.

use act::{Place, Result, Sight};
use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

/// A unit that a row may mean.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Holder {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) kind: String,
    pub(super) use_from: Option<Day>,
}

/// Party units at or below a unit, in sight: by lead under a Party unit, by line under an organ.
pub(super) fn holders(read: &Read, sight: &Sight, place: &Place) -> Result<Vec<Holder>> {
    let mut query = Query::new(
        "SELECT u.id, u.name, u.short_name, u.kind, u.use_from FROM unit_now u
         WHERE u.family = 'party'",
        &[],
    );
    place.limit_below(&mut query);
    sight.limit(&mut query);
    query.add(" ORDER BY u.lead_path, u.id", &[]);
    Ok(query.all(read)?)
}

/// (unit, kind, day) of the records between two days that these units have already.
pub(super) fn held(
    read: &Read,
    units: &[i64],
    (first, last): (Day, Day),
) -> Result<Vec<(i64, String, Day)>> {
    let mut all = Vec::new();
    for units in units.chunks(500) {
        let mut query = Query::new(
            "SELECT r.unit, r.kind, r.held_on FROM record r
             WHERE r.withdrawn_at IS NULL AND r.held_on >= {} AND r.held_on <= {}",
            bind![first, last],
        );
        query.in_list(" AND r.unit IN ", units);
        all.extend(query.all::<(i64, String, Day)>(read)?);
    }
    Ok(all)
}

/// A record that came with a batch.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) held_on: Day,
    pub(super) unit_name: String,
    pub(super) present: i64,
}

/// The records of a batch, oldest first.
pub(super) fn records(read: &Read, batch: i64, (offset, most): (i64, i64)) -> Result<Vec<Line>> {
    let sql = "SELECT r.id, r.title, r.held_on, u.name AS unit_name, r.present FROM record r
               JOIN unit_now u ON u.id = r.unit
               WHERE r.batch = $1 AND r.withdrawn_at IS NULL
               ORDER BY r.held_on, r.id LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![batch, most, offset])?)
}

/// (records of a batch that nobody has touched, those that were changed or withdrawn since).
pub(super) fn fate(read: &Read, batch: i64) -> Result<(i64, Vec<(i64, String)>)> {
    let sql = "SELECT count(*) FROM record WHERE batch = $1 AND version = 0";
    let untouched = read.one(sql, bind![batch])?;
    let sql = "SELECT id, title FROM record WHERE batch = $1 AND version <> 0 ORDER BY held_on, id";
    Ok((untouched, read.all(sql, bind![batch])?))
}
