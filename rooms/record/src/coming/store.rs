//! Every SQL statement about meetings to come.

use act::Result;
use calendar::{Day, Instant};
use db::{Query, Read, bind};
use serde::Deserialize;

/// A meeting that people were called to, and that has not been held.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Called {
    pub(super) unit: i64,
    pub(super) unit_name: String,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) sessions: String,
    pub(super) partner: Option<i64>,
    pub(super) agenda: String,
    pub(super) withdrawn_at: Option<Instant>,
}

/// A unit that somebody belongs to or holds a post in today.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Own {
    pub(super) unit: i64,
    /// Kind of the post; "" of belonging, which only those have whom meetings are for.
    pub(super) post: String,
}

/// His branch and subgroup, unless his membership is suspended or he is no member, and his posts.
pub(super) fn own(read: &Read, person: i64, today: Day) -> Result<Vec<Own>> {
    let sql = "SELECT unit, '' AS post FROM person_now
               WHERE id = $1 AND member_status IN ('full', 'probationary')
               UNION ALL
               SELECT subgroup, '' FROM person_now
               WHERE id = $1 AND member_status IN ('full', 'probationary')
                 AND subgroup IS NOT NULL
               UNION ALL
               SELECT unit, kind FROM post_now WHERE person = $1 AND from_on <= $2";
    Ok(read.all(sql, bind![person, today])?)
}

/// Of these units, the earliest first. Withdrawn ones too: who was called must learn it.
pub(super) fn called(read: &Read, units: &[i64], from: Day) -> Result<Vec<Called>> {
    let mut query = Query::new(
        "SELECT r.unit, u.short_name AS unit_name, r.kind, r.title, r.sessions, r.partner, r.agenda,
                r.withdrawn_at
         FROM record r JOIN unit_now u ON u.id = r.unit
         WHERE r.notified_at IS NOT NULL AND r.held_at IS NULL AND r.closed_at IS NULL
           AND r.plan_on >= {}",
        bind![from],
    );
    query.in_list(" AND r.unit IN ", units);
    query.add(" ORDER BY r.plan_on, r.id", &[]);
    Ok(query.all(read)?)
}
