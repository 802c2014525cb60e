//! Every SQL statement about members, pairs and looks.

use act::Result;
use calendar::Day;
use db::{Read, Write, bind};

use super::{Belongs, Look, NewPair, Pair};

/// The head first, then the members by official order.
pub(crate) fn belong(read: &Read, entry: i64, today: Day) -> Result<Vec<Belongs>> {
    let sql = "SELECT b.member, b.person, p.name, u.short_name AS unit_name,
                 (SELECT count(*) FROM register_pair r WHERE r.mentor = b.person AND r.ended_on IS NULL) AS learners
               FROM (SELECT CAST(0 AS BIGINT) AS member, e.head AS person FROM register_entry e WHERE e.id = $1
                     UNION ALL SELECT m.id, m.person FROM register_member m
                     WHERE m.entry = $1 AND (m.to_on IS NULL OR m.to_on > $2)) b
               JOIN person_now p ON p.id = b.person JOIN unit_now u ON u.id = p.unit
               WHERE p.is_covert = FALSE
               ORDER BY CASE WHEN b.member = 0 THEN 0 ELSE 1 END, p.official_order, p.name_key, p.id";
    Ok(read.all(sql, bind![entry, today])?)
}

macro_rules! columns {
    () => {
        "r.id, r.entry, e.name AS entry_name, e.unit, r.mentor, COALESCE(a.name, '（已转出）') AS mentor_name,
         r.learner, COALESCE(b.name, '（已转出）') AS learner_name, r.work_on, r.from_on, r.to_on, r.ended_on,
         r.account, r.version
         FROM register_pair r JOIN register_entry e ON e.id = r.entry
         LEFT JOIN person_now a ON a.id = r.mentor LEFT JOIN person_now b ON b.id = r.learner "
    };
}

/// Those that last first, then the latest.
pub(crate) fn pairs(
    read: &Read,
    entry: i64,
    of: Option<i64>,
    (skip, most): (i64, i64),
) -> Result<Vec<Pair>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        "WHERE r.entry = $1 AND (CAST($2 AS BIGINT) = 0 OR r.mentor = $2 OR r.learner = $2)
         ORDER BY CASE WHEN r.ended_on IS NULL THEN 0 ELSE 1 END, r.from_on DESC, r.id
         LIMIT $3 OFFSET $4"
    );
    Ok(read.all(sql, bind![entry, of.unwrap_or_default(), most, skip])?)
}

pub(crate) fn count_pairs(read: &Read, entry: i64, of: Option<i64>) -> Result<i64> {
    let sql = "SELECT count(*) FROM register_pair r
               WHERE r.entry = $1 AND (CAST($2 AS BIGINT) = 0 OR r.mentor = $2 OR r.learner = $2)";
    Ok(read.one(sql, bind![entry, of.unwrap_or_default()])?)
}

pub(crate) fn pair(read: &Read, id: i64) -> Result<Option<Pair>> {
    let sql = concat!("SELECT ", columns!(), "WHERE r.id = $1");
    Ok(read.maybe(sql, bind![id])?)
}

/// Whether somebody is taken on by anybody now.
pub(super) fn is_taken_on(read: &Read, learner: i64) -> Result<bool> {
    let sql = "SELECT count(*) FROM register_pair WHERE learner = $1 AND ended_on IS NULL";
    let count: i64 = read.one(sql, bind![learner])?;
    Ok(count > 0)
}

pub(super) fn insert_member(w: &Write, entry: i64, person: i64, from_on: Day) -> Result<i64> {
    let id = w.id();
    let sql = "INSERT INTO register_member (id, entry, person, from_on) VALUES ($1, $2, $3, $4)";
    w.run(sql, bind![id, entry, person, from_on])?;
    Ok(id)
}

/// *False* when he left meanwhile.
pub(super) fn leave(w: &Write, entry: i64, member: i64, to_on: Day) -> Result<bool> {
    let sql = "UPDATE register_member SET to_on = $3
               WHERE id = $1 AND entry = $2 AND (to_on IS NULL OR to_on > $3)";
    Ok(w.run(sql, bind![member, entry, to_on])? == 1)
}

pub(super) fn insert_pair(w: &Write, entry: i64, new: &NewPair) -> Result<i64> {
    let id = w.id();
    let sql = "INSERT INTO register_pair (id, entry, mentor, learner, work_on, from_on, to_on, account, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0)";
    let NewPair { mentor, learner, work_on, from_on, to_on } = new;
    w.run(sql, bind![id, entry, mentor, learner, work_on, from_on, to_on])?;
    Ok(id)
}

/// *False* when it has ended or changed meanwhile.
pub(super) fn end_pair(
    w: &Write,
    (id, version): (i64, i64),
    ended_on: Day,
    account: &str,
) -> Result<bool> {
    let sql = "UPDATE register_pair SET ended_on = $3, account = $4, version = version + 1
               WHERE id = $1 AND version = $2 AND ended_on IS NULL";
    Ok(w.run(sql, bind![id, version, ended_on, account])? == 1)
}

/// The latest first.
pub(crate) fn looks(read: &Read, entry: i64, (skip, most): (i64, i64)) -> Result<Vec<Look>> {
    let sql = "SELECT year, looked_on, missing, words FROM register_look
               WHERE entry = $1 ORDER BY looked_on DESC, id DESC LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![entry, most, skip])?)
}

pub(crate) fn last_look(read: &Read, entry: i64) -> Result<Option<Look>> {
    Ok(looks(read, entry, (0, 1))?.pop())
}

pub(crate) fn count_looks(read: &Read, entry: i64) -> Result<i64> {
    Ok(read.one("SELECT count(*) FROM register_look WHERE entry = $1", bind![entry])?)
}

pub(super) fn insert_look(w: &Write, entry: i64, look: &Look, by: Option<i64>) -> Result<()> {
    let sql = "INSERT INTO register_look (id, entry, year, looked_on, looked_by, missing, words)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Look { year, looked_on, missing, words } = look;
    w.run(sql, bind![w.id(), entry, year, looked_on, by, missing, words])?;
    Ok(())
}
