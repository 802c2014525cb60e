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

/// Where somebody belongs.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Own {
    pub(super) unit: i64,
    pub(super) subgroup: Option<i64>,
    member_status: Option<String>,
}

impl Own {
    /// Whose membership is suspended is on the roll and is not called.
    pub(super) fn is_called(&self) -> bool {
        matches!(self.member_status.as_deref(), Some("full" | "probationary"))
    }
}

pub(super) fn own(read: &Read, person: i64) -> Result<Option<Own>> {
    let sql = "SELECT unit, subgroup, member_status FROM person_now WHERE id = $1";
    Ok(read.maybe(sql, bind![person])?)
}

/// (unit, kind) of posts held.
pub(super) fn posts(read: &Read, person: i64, today: Day) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT unit, kind FROM post_now WHERE person = $1 AND from_on <= $2";
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
