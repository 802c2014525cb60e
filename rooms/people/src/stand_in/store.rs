//! Every SQL statement about standing in.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read, Write, bind};

use super::{StandIn, actions::Wish};

const SELECT: &str = "SELECT s.id, p.name, t.kind, COALESCE(u.kind, '') AS unit_kind,
        COALESCE(u.name, '') AS unit_name, s.acts, s.reason, s.from_on, s.to_on,
        CASE WHEN s.recalled_at IS NULL THEN FALSE ELSE TRUE END AS is_recalled
     FROM stand_in s JOIN post t ON t.id = s.post JOIN person p ON p.id = s.person
     LEFT JOIN unit_now u ON u.id = t.unit";

/// Who stood or stands in for somebody, and for whom he does; the latest first.
pub(super) fn of_person(
    read: &Read,
    person: i64,
    (offset, limit): (i64, i64),
) -> Result<Vec<StandIn>> {
    let mut query = Query::new(SELECT, &[]);
    query.add(
        " WHERE t.person = {} ORDER BY s.from_on DESC, s.id DESC LIMIT {} OFFSET {}",
        bind![person, limit, offset],
    );
    Ok(query.all(read)?)
}

pub(super) fn count_of_person(read: &Read, person: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM stand_in s JOIN post t ON t.id = s.post
               JOIN person p ON p.id = s.person WHERE t.person = $1";
    Ok(read.one(sql, bind![person])?)
}

/// People of a unit or its organ with this name or police number; at most three.
pub(super) fn of_house(read: &Read, unit: i64, organ: Option<i64>, who: &str) -> Result<Vec<i64>> {
    // Bounded: whoever names somebody wants to know whether he is one; several are told apart by number.
    let sql = "SELECT p.id FROM person_now p JOIN unit_now u ON u.id = p.unit
               WHERE (p.name = $1 OR p.police_number = $1) AND (u.id = $2 OR u.organ = $3)
                 AND p.member_status <> 'left'
               ORDER BY p.id LIMIT 3";
    Ok(read.all(sql, bind![who, unit, organ])?)
}

pub(super) fn overlaps(
    read: &Read,
    post: i64,
    person: i64,
    (from, to): (Day, Day),
) -> Result<bool> {
    let sql = "SELECT count(*) FROM stand_in WHERE post = $1 AND person = $2
                 AND recalled_at IS NULL AND from_on < $4 AND to_on > $3";
    Ok(read.one::<i64>(sql, bind![post, person, from, to])? > 0)
}

pub(super) fn insert(
    w: &Write,
    id: i64,
    (post, person): (i64, i64),
    acts: &str,
    wish: &Wish,
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO stand_in (id, post, person, acts, reason, from_on, to_on, given_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let to = wish.last.plus_days(1);
    w.run(sql, bind![id, post, person, acts, wish.reason, wish.from, to, now])?;
    Ok(())
}

/// False when it is not for a post of his, or over.
pub(super) fn recall(w: &Write, id: i64, holder: i64, now: Instant) -> Result<bool> {
    let sql = "UPDATE stand_in SET recalled_at = $3
               WHERE id = $1 AND recalled_at IS NULL AND to_on > $4
                 AND post IN (SELECT t.id FROM post t WHERE t.person = $2)";
    Ok(w.run(sql, bind![id, holder, now, now.day()])? == 1)
}
