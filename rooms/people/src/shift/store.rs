//! Every SQL statement about who has time on which day.

use act::{Place, Result, Sight};
use calendar::Day;
use db::{Query, Read, Write, bind};
use retention::{Past, unheld};
use serde::Deserialize;

/// A member whom a name may mean.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Candidate {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) police_number: Option<String>,
    pub(super) unit_name: String,
}

/// Members of the unit and of those below it, in sight: by lead under a Party unit, by line under an organ.
pub(super) fn candidates(read: &Read, sight: &Sight, place: &Place) -> Result<Vec<Candidate>> {
    let mut query = Query::new(
        "SELECT p.id, p.name, p.police_number, u.short_name AS unit_name
         FROM unit_now u CROSS JOIN person_now p
         WHERE p.unit = u.id AND p.member_status IN ('full', 'probationary', 'suspended')
           AND p.is_covert = {}",
        bind![false],
    );
    place.limit_below(&mut query);
    sight.limit(&mut query);
    query.add(" ORDER BY p.official_order, p.name_key, p.id", &[]);
    Ok(query.all(read)?)
}

/// A new roster takes the place of an older one for these days.
pub(super) fn forget(w: &Write, person: i64, (from, to): (Day, Day)) -> Result<()> {
    let sql = "DELETE FROM shift_day WHERE person = $1 AND on_day >= $2 AND on_day <= $3";
    w.run(sql, bind![person, from, to])?;
    Ok(())
}

/// (person, day, has time)
pub(super) fn insert(w: &Write, batch: i64, days: &[(i64, Day, bool)]) -> Result<()> {
    let mut cells = Vec::with_capacity(days.len() * 4);
    for (person, on, is_free) in days {
        cells.extend_from_slice(bind![person, on, is_free, batch]);
    }
    w.insert_rows("INSERT INTO shift_day (person, on_day, is_free, batch) VALUES ", 4, &cells)?;
    Ok(())
}

/// A row of a batch as its page lists it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Line {
    pub(super) person: i64,
    pub(super) name: String,
    pub(super) on_day: Day,
    pub(super) is_free: bool,
}

pub(super) fn lines(read: &Read, batch: i64, (offset, most): (i64, i64)) -> Result<Vec<Line>> {
    let sql = "SELECT s.person, p.name, s.on_day, s.is_free FROM shift_day s
               JOIN person_now p ON p.id = s.person WHERE s.batch = $1
               ORDER BY s.on_day, p.official_order, p.name_key, p.id LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![batch, most, offset])?)
}

pub(super) fn count(read: &Read, batch: i64) -> Result<i64> {
    Ok(read.one("SELECT count(*) FROM shift_day WHERE batch = $1", bind![batch])?)
}

pub(super) fn remove(w: &Write, batch: i64) -> Result<u64> {
    Ok(w.run("DELETE FROM shift_day WHERE batch = $1", bind![batch])?)
}

/// (day, how many are on duty, members): days on which a roster says something of members of the unit.
pub(super) fn on_duty(
    read: &Read,
    unit: i64,
    (from, to): (Day, Day),
) -> Result<Vec<(Day, i64, i64)>> {
    let sql = "SELECT s.on_day, count(CASE WHEN s.is_free THEN NULL ELSE 1 END),
                      (SELECT count(*) FROM person_now m WHERE m.unit = $1
                       AND m.member_status IN ('full', 'probationary'))
               FROM person_now p CROSS JOIN shift_day s
               WHERE p.unit = $1 AND p.member_status IN ('full', 'probationary')
                 AND s.person = p.id AND s.on_day >= $2 AND s.on_day <= $3
               GROUP BY s.on_day ORDER BY s.on_day";
    Ok(read.all(sql, bind![unit, from, to])?)
}

pub(super) fn without_time(
    read: &Read,
    unit: i64,
    (from, to): (Day, Day),
) -> Result<Vec<(i64, Day)>> {
    let sql = "SELECT s.person, s.on_day FROM person_now p CROSS JOIN shift_day s
               WHERE p.unit = $1 AND s.person = p.id AND s.is_free = FALSE
                 AND s.on_day >= $2 AND s.on_day <= $3
               ORDER BY s.on_day, s.person";
    Ok(read.all(sql, bind![unit, from, to])?)
}

/// All of one person: (day, has time), in the order of days.
pub(crate) fn days_of(read: &Read, person: i64) -> Result<Vec<(Day, bool)>> {
    let sql = "SELECT on_day, is_free FROM shift_day WHERE person = $1 ORDER BY on_day";
    Ok(read.all(sql, bind![person])?)
}

fn past(start: &'static str, past: Past) -> Query {
    let mut query = Query::new(start, &[]);
    query.add(" FROM shift_day WHERE on_day <= {}", bind![past.until]);
    unheld!(query, past, "shift_day.person");
    query
}

/// Of nobody who is held.
pub(super) fn count_past(read: &Read, over: Past) -> db::Result<i64> {
    Ok(past("SELECT count(*)", over).maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_past(w: &Write, over: Past) -> db::Result<u64> {
    w.run_query(&past("DELETE", over))
}
