//! Where somebody belongs; answers have no statement here.

use db::{Column, Query, bind};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Branch {
    pub(super) id: i64,
    lead_path: Option<String>,
}

impl Branch {
    /// Itself and everything above it.
    pub(super) fn path(&self) -> Vec<i64> {
        let path = self.lead_path.as_deref().unwrap_or_default();
        let mut units: Vec<i64> = path.split('/').filter_map(|id| id.parse().ok()).collect();
        if units.is_empty() {
            units.push(self.id);
        }
        units
    }
}

pub(super) const BRANCH: &[Column] = &[Column::Int("id"), Column::Text("lead_path")];

/// The Party unit on whose roll somebody stands today.
pub(super) fn branch_of(person: i64) -> Query {
    Query::new(
        "SELECT u.id, u.lead_path FROM person_now p JOIN unit_now u ON u.id = p.unit
         WHERE p.id = {} AND u.family = 'party' AND p.member_status IN ('full', 'probationary')",
        bind![person],
    )
}
