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

/// Enters many, with few statements; their ids in the same order.
pub fn exempt_many(w: &Acting, exemptions: &[NewExemption]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = exemptions.iter().map(|_| w.id()).collect();
    let mut cells = Vec::with_capacity(exemptions.len() * super::store::EXEMPTION_WIDTH);
    for (id, it) in ids.iter().zip(exemptions) {
        cells.extend_from_slice(bind![
            id,
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
    super::store::exempt_many(w, &cells)?;
    Ok(ids)
}

/// Takes such exemptions back: what they freed from is owed again.
pub fn lift_many(w: &Acting, exemptions: &[i64]) -> Result<()> {
    exemptions.iter().try_for_each(|id| super::store::lift(w, *id, w.now))
}
