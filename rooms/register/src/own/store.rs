//! Every SQL statement about what is kept of one person.

use act::Result;
use calendar::Day;
use db::{Read, bind};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Stay {
    pub(super) name: String,
    pub(super) is_head: bool,
    pub(super) from_on: Day,
    pub(super) to_on: Option<Day>,
}

pub(super) fn stays(read: &Read, person: i64) -> Result<Vec<Stay>> {
    let sql =
        "SELECT e.name, TRUE AS is_head, e.from_on, e.to_on FROM register_entry e WHERE e.head = $1
               UNION ALL
               SELECT e.name, FALSE, m.from_on, m.to_on
               FROM register_member m JOIN register_entry e ON e.id = m.entry WHERE m.person = $1
               ORDER BY from_on";
    Ok(read.all(sql, bind![person])?)
}

/// A pair that he was one of.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Paired {
    pub(super) name: String,
    pub(super) mentor: String,
    pub(super) learner: String,
    pub(super) work_on: String,
    pub(super) account: String,
    pub(super) from_on: Day,
    pub(super) to_on: Day,
    pub(super) ended_on: Option<Day>,
}

pub(super) fn pairs(read: &Read, person: i64) -> Result<Vec<Paired>> {
    let sql = "SELECT e.name, COALESCE(a.name, '（已转出）') AS mentor, COALESCE(b.name, '（已转出）') AS learner,
                      r.work_on, r.account, r.from_on, r.to_on, r.ended_on
               FROM register_pair r JOIN register_entry e ON e.id = r.entry
               LEFT JOIN person_now a ON a.id = r.mentor LEFT JOIN person_now b ON b.id = r.learner
               WHERE r.mentor = $1 OR r.learner = $1 ORDER BY r.from_on, r.id";
    Ok(read.all(sql, bind![person])?)
}
