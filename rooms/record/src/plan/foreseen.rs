//! What the published plan says of a meeting that is being prepared.

use act::{Place, Result};
use calendar::Day;
use db::Read;

use super::{Entry, store};
use crate::{kind::RecordKind, roll};

/// A thing of the last edition.
#[derive(Debug, Clone)]
pub(crate) struct Foreseen {
    pub(crate) entry: Entry,
    pub(crate) unit: i64,
    pub(crate) edition: i64,
}

impl Foreseen {
    /// `2027年度计划第2版`
    pub(crate) fn zh(&self) -> String {
        format!("{}年度计划第{}版", self.entry.on.year(), self.edition)
    }

    pub(crate) fn url(&self) -> String {
        super::url(self.unit, self.entry.on)
    }
}

/// The one of the period in which `day` lies, the nearest where there are several; `None` where it has a record
/// already. A subgroup follows the plan of its branch where it has none of its own.
pub(crate) fn foreseen(
    read: &Read,
    kind: &RecordKind,
    place: &Place,
    day: Day,
) -> Result<Option<Foreseen>> {
    let units = [place.id, roll::branch_of(place)];
    let title = kind.title_on("", day);
    let (mut found, days) = store::published(read, units, &kind.key, day.year())?;
    if days.into_iter().any(|on| kind.title_on("", on) == title) {
        return Ok(None);
    }
    found.retain(|it| it.entry.is(&kind.key) && kind.title_on("", it.entry.on) == title);
    found.sort_by_key(|it| {
        let is_other = it.entry.kind != kind.key;
        (it.unit != place.id, is_other, it.entry.on.days_until(day).abs())
    });
    Ok(found.into_iter().next())
}
