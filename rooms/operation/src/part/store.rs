//! Every SQL statement about who of a branch is or was away.

use act::Result;
use db::{Read, bind};

use super::OfHome;

/// The latest first.
pub(crate) fn of_home(read: &Read, unit: i64, (skip, most): (i64, i64)) -> Result<Vec<OfHome>> {
    let sql =
        "SELECT m.operation, m.person, COALESCE(p.name, '（已转出）') AS name, m.from_on, m.to_on,
                      (SELECT count(*) FROM operation_word w WHERE w.operation = m.operation
                       AND w.person = m.person AND w.sort = 'appraisal') AS appraisals,
                      (SELECT count(*) FROM operation_word w WHERE w.operation = m.operation
                       AND (w.person = m.person OR w.team IN (m.branch, m.vanguard))
                       AND w.sort = 'commendation') AS commendations
               FROM operation_member m JOIN operation o ON o.id = m.operation
               LEFT JOIN person_now p ON p.id = m.person
               WHERE m.home = $1 AND o.declared_at IS NOT NULL
               ORDER BY m.from_on DESC, p.official_order, m.person LIMIT $2 OFFSET $3";
    Ok(read.all(sql, bind![unit, most, skip])?)
}

pub(crate) fn count_of_home(read: &Read, unit: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM operation_member m JOIN operation o ON o.id = m.operation
               WHERE m.home = $1 AND o.declared_at IS NOT NULL";
    Ok(read.one(sql, bind![unit])?)
}
