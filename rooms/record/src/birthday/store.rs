//! Every SQL statement about political birthdays.

use calendar::{Day, Instant, PartDay};
use db::{Column, Query, Read, Result, Write, bind};
use retention::{Past, unheld};
use serde::Deserialize;

/// Somebody of a unit with the month of his admission.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Admitted {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) joined_on: PartDay,
    pub(super) sent_at: Option<Instant>,
}

pub(crate) const ADMITTED: &[Column] =
    &[Column::Int("id"), Column::Text("name"), Column::Text("joined_on"), Column::Text("sent_at")];

/// Members of a unit who were admitted in the month of `first` or the next of any year, by their days;
/// nobody who is only counted.
pub(crate) fn admitted(unit: i64, first: Day) -> Query {
    let next = first.first_of_month().plus_months(1);
    let number = |month: Day| format!("{:02}", month.month());
    let (this_year, next_year) = (i64::from(first.year()), i64::from(next.year()));
    Query::new(
        "SELECT p.id, p.name, p.joined_on, b.sent_at
         FROM person_now p LEFT JOIN record_birthday b ON b.person = p.id
           AND b.year = CASE WHEN substr(p.joined_on, 6, 2) = {}
               THEN CAST({} AS BIGINT) ELSE CAST({} AS BIGINT) END
         WHERE p.unit = {} AND p.member_status IN ('full', 'probationary') AND NOT p.is_covert
           AND substr(p.joined_on, 6, 2) IN ({}, {})
         ORDER BY substr(p.joined_on, 9, 2), p.official_order, p.id",
        bind![number(first), this_year, next_year, unit, number(first), number(next)],
    )
}

/// Everybody whose birthday falls into a year, month by month; nobody who is only counted.
pub(super) fn admitted_in(unit: i64, year: i16) -> Query {
    Query::new(
        "SELECT p.id, p.name, p.joined_on, b.sent_at
         FROM person_now p LEFT JOIN record_birthday b ON b.person = p.id AND b.year = {}
         WHERE p.unit = {} AND p.member_status IN ('full', 'probationary') AND NOT p.is_covert
           AND p.joined_on IS NOT NULL
         ORDER BY substr(p.joined_on, 6), p.official_order, p.id",
        bind![i64::from(year), unit],
    )
}

/// A member, where he belongs, and when he was admitted.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Whose {
    pub(super) name: String,
    pub(super) unit: i64,
    pub(super) unit_name: String,
    pub(super) joined_on: PartDay,
}

pub(super) fn whose(read: &Read, person: i64) -> Result<Option<Whose>> {
    let sql = "SELECT p.name, p.unit, u.name AS unit_name, p.joined_on
               FROM person_now p JOIN unit_now u ON u.id = p.unit
               WHERE p.id = $1 AND p.member_status IN ('full', 'probationary')
                 AND p.joined_on IS NOT NULL AND NOT p.is_covert";
    read.maybe(sql, bind![person])
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Card {
    pub(super) own_words: String,
    pub(super) words: String,
    pub(super) sent_at: Option<Instant>,
}

pub(super) fn card(read: &Read, person: i64, year: i16) -> Result<Card> {
    let sql =
        "SELECT own_words, words, sent_at FROM record_birthday WHERE person = $1 AND year = $2";
    Ok(read.maybe(sql, bind![person, i64::from(year)])?.unwrap_or_default())
}

/// The branch's sentence; sent again, the latest stands.
pub(super) fn send(
    write: &Write,
    (person, year): (i64, i16),
    words: &str,
    (now, by): (Instant, Option<i64>),
) -> Result<u64> {
    let sql =
        "INSERT INTO record_birthday (person, year, own_words, words, touched_at, sent_at, sent_by)
               VALUES ($1, $2, '', $3, $4, $4, $5)
               ON CONFLICT (person, year)
               DO UPDATE SET words = $3, touched_at = $4, sent_at = $4, sent_by = $5";
    write.run(sql, bind![person, i64::from(year), words, now, by])
}

/// His own sentence; "" takes it off.
pub(super) fn quote(
    write: &Write,
    (person, year): (i64, i16),
    words: &str,
    now: Instant,
) -> Result<u64> {
    let sql = "INSERT INTO record_birthday (person, year, own_words, words, touched_at)
               VALUES ($1, $2, $3, '', $4)
               ON CONFLICT (person, year) DO UPDATE SET own_words = $3, touched_at = $4";
    write.run(sql, bind![person, i64::from(year), words, now])
}

fn past(query: &mut Query, past: Past) {
    query.add("FROM record_birthday WHERE touched_at < {}", bind![past.before()]);
    unheld!(query, past, "record_birthday.person");
}

pub(super) fn count_past(read: &Read, over: Past) -> Result<i64> {
    let mut query = Query::new("SELECT count(*) ", &[]);
    past(&mut query, over);
    Ok(query.maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_past(write: &Write, over: Past) -> Result<u64> {
    let mut query = Query::new("DELETE ", &[]);
    past(&mut query, over);
    write.run_query(&query)
}
