//! Exemptions in bulk. The caller is the act: permission and event are his.

use act::{Acting, Result};
use calendar::Day;
use db::bind;

/// A release of a unit from one duty in one period.
#[derive(Debug, Clone)]
pub struct NewExemption {
    pub unit: i64,
    /// `branch/theme-day`
    pub duty: String,
    /// `2026-03`
    pub period: String,
    /// Neutral for operations: 执行任务.
    pub reason: String,
    /// The body that may exempt.
    pub decided_by: String,
    pub decided_on: Day,
}

/// Enters many, with few statements.
pub fn exempt_many(w: &Acting, exemptions: &[NewExemption]) -> Result<()> {
    let mut cells = Vec::with_capacity(exemptions.len() * super::store::EXEMPTION_WIDTH);
    for it in exemptions {
        cells.extend_from_slice(bind![
            w.id(),
            "unit",
            it.unit,
            it.unit,
            it.duty,
            it.period,
            "",
            it.reason,
            it.decided_by,
            it.decided_on
        ]);
    }
    super::store::exempt_many(w, &cells)
}
