//! Every SQL statement about calendars to subscribe to.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};
use retention::{Past, unheld};
use serde::Deserialize;

/// Whose address it is; `None` for a secret that nobody has.
pub(super) fn owner(read: &Read, digest: &[u8]) -> Result<Option<i64>> {
    let sql = "SELECT person FROM record_feed WHERE digest = $1";
    Ok(read.maybe(sql, bind![digest.to_vec()])?)
}

/// Since when somebody has an address.
pub(super) fn made_at(read: &Read, person: i64) -> Result<Option<Instant>> {
    Ok(read.maybe("SELECT made_at FROM record_feed WHERE person = $1", bind![person])?)
}

/// A new address takes the place of the old one.
pub(super) fn make(w: &Write, person: i64, digest: &[u8], at: Instant) -> Result<()> {
    revoke(w, person)?;
    let sql = "INSERT INTO record_feed (person, digest, made_at) VALUES ($1, $2, $3)";
    w.run(sql, bind![person, digest.to_vec(), at])?;
    Ok(())
}

/// *False* where there was none.
pub(super) fn revoke(w: &Write, person: i64) -> Result<bool> {
    Ok(w.run("DELETE FROM record_feed WHERE person = $1", bind![person])? > 0)
}

/// A thing of a published plan.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) published: String,
    pub(super) sequence: i64,
    pub(super) published_at: Instant,
    pub(super) cancelled_at: Option<Instant>,
}

/// Of every unit to which somebody belongs, from a day on.
pub(super) fn events(read: &Read, person: i64, from: Day, today: Day) -> Result<Vec<Row>> {
    let mut query = Query::new("WITH his AS MATERIALIZED (", &[]);
    people::add_circle(&mut query, person, today);
    // Bounded: a calendar of the months ahead, for a program that takes no pages.
    query.add(
        ")
        SELECT i.id, i.published, i.sequence, p.published_at, i.cancelled_at
        FROM record_plan_item i JOIN record_plan p ON p.id = i.plan
        WHERE i.unit IN (SELECT unit FROM his) AND i.published_on >= {}
        ORDER BY i.published_on, i.id LIMIT 2000",
        bind![from],
    );
    Ok(query.all(read)?)
}

/// Of people who belong to no unit since so long; of nobody who is held.
fn left(start: &'static str, past: Past) -> Query {
    let mut query = Query::new(start, &[]);
    query.add(
        " FROM record_feed
          WHERE NOT EXISTS (SELECT 1 FROM membership_span m WHERE m.person = record_feed.person
                            AND (m.to_on IS NULL OR m.to_on > {}))",
        bind![past.until],
    );
    unheld!(query, past, "record_feed.person");
    query
}

pub(super) fn count_left(read: &Read, past: Past) -> db::Result<i64> {
    Ok(left("SELECT count(*)", past).maybe(read)?.unwrap_or_default())
}

pub(super) fn remove_left(w: &Write, past: Past) -> db::Result<u64> {
    w.run_query(&left("DELETE", past))
}
