//! Every SQL statement about what is kept of one person.

use act::Result;
use calendar::Day;
use db::{Read, bind};
use serde::Deserialize;

use crate::word::WordSort;

/// A time for which somebody was taken.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Stay {
    pub(super) code: String,
    pub(super) team: Option<String>,
    pub(super) from_on: Day,
    /// The first day back.
    pub(super) to_on: Day,
}

pub(super) fn stays(read: &Read, person: i64) -> Result<Vec<Stay>> {
    let sql = "SELECT o.code, COALESCE(b.name, v.name) AS team, m.from_on, m.to_on
               FROM operation_member m JOIN operation o ON o.id = m.operation
               LEFT JOIN operation_team b ON b.id = m.branch
               LEFT JOIN operation_team v ON v.id = m.vanguard
               WHERE m.person = $1 AND o.declared_at IS NOT NULL ORDER BY m.from_on, o.id";
    Ok(read.all(sql, bind![person])?)
}

/// What was said of him, or of a team of his.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Said {
    pub(super) code: String,
    pub(super) sort: WordSort,
    pub(super) words: String,
    pub(super) body: String,
    pub(super) given_on: Day,
}

pub(super) fn words(read: &Read, person: i64) -> Result<Vec<Said>> {
    let sql = "SELECT o.code, w.sort, w.words, w.body, w.given_on
               FROM operation_member m JOIN operation o ON o.id = m.operation
               JOIN operation_word w ON w.operation = m.operation
                AND (w.person = m.person OR w.team = m.branch OR w.team = m.vanguard)
               WHERE m.person = $1 ORDER BY w.given_on, w.id";
    Ok(read.all(sql, bind![person])?)
}
