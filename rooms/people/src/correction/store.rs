//! Every SQL statement about corrections.

use act::{Result, Sight};
use calendar::Instant;
use db::{Query, Read, Write, bind};

use super::Correction;

const SELECT: &str =
    "SELECT c.id, c.person, p.name, u.name AS unit_name, c.item, c.said, c.asked_at,
                             c.answered_at, c.outcome, c.answer,
                             (SELECT k.wrapped FROM own_key k WHERE k.person = c.person) AS own_key
                      FROM correction c JOIN person p ON p.id = c.person";

/// What somebody asked for, the latest first.
pub(super) fn of(read: &Read, person: i64, (offset, limit): (i64, i64)) -> Result<Vec<Correction>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(
        " LEFT JOIN unit_now u ON u.id = c.unit
          WHERE c.person = {} ORDER BY c.asked_at DESC, c.id DESC LIMIT {} OFFSET {}",
        bind![person, limit, offset],
    );
    Ok(query.all(read)?)
}

pub(super) fn count_of(read: &Read, person: i64) -> Result<i64> {
    Ok(read.one("SELECT count(*) FROM correction WHERE person = $1", bind![person])?)
}

/// What waits for an answer in sight, the oldest first.
pub(super) fn open(
    read: &Read,
    sight: &Sight,
    (offset, limit): (i64, i64),
) -> Result<Vec<Correction>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(" JOIN unit_now u ON u.id = c.unit WHERE c.answered_at IS NULL", &[]);
    sight.limit(&mut query);
    query.add(" ORDER BY c.asked_at, c.id LIMIT {} OFFSET {}", bind![limit, offset]);
    Ok(query.all(read)?)
}

pub(super) fn count_open(read: &Read, sight: &Sight) -> Result<i64> {
    let mut query = Query::new(
        "SELECT count(*) FROM correction c JOIN unit_now u ON u.id = c.unit
         WHERE c.answered_at IS NULL",
        &[],
    );
    sight.limit(&mut query);
    Ok(query.maybe(read)?.unwrap_or_default())
}

/// (unit, person) of one that is in sight and waits.
pub(super) fn find_open(read: &Read, sight: &Sight, id: i64) -> Result<Option<(i64, i64)>> {
    let mut query = Query::new(
        "SELECT c.unit, c.person FROM correction c JOIN unit_now u ON u.id = c.unit
         WHERE c.answered_at IS NULL AND c.id = {}",
        bind![id],
    );
    sight.limit(&mut query);
    Ok(query.maybe(read)?)
}

pub(super) fn insert(
    w: &Write,
    (id, person, unit): (i64, i64, i64),
    (item, said): (&str, Vec<u8>),
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO correction (id, person, unit, item, said, asked_at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    w.run(sql, bind![id, person, unit, item, said, now])?;
    Ok(())
}

/// False when somebody has answered before.
pub(super) fn answer(
    w: &Write,
    id: i64,
    by: Option<i64>,
    (outcome, answer): (&str, Vec<u8>),
    now: Instant,
) -> Result<bool> {
    let sql = "UPDATE correction SET answered_at = $2, answered_by = $3, outcome = $4, answer = $5
               WHERE id = $1 AND answered_at IS NULL";
    Ok(w.run(sql, bind![id, now, by, outcome, answer])? == 1)
}
