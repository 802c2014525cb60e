//! Duty rosters (排班), as far as meetings need them: who has time on which day, for thirty days after it.

mod ask;
mod judge;
mod mark;
mod sheet;
mod store;
mod wizard;

use std::collections::BTreeMap;

use act::{Acting, Result};
use calendar::Day;
use db::Read;
use retention::{Eraser, erase};
use serde::{Deserialize, Serialize};

pub use self::wizard::IMPORT;
pub(crate) use self::{
    store::days_of,
    wizard::{Shifts, UNDO},
};

const KEY: &str = "shift";

/// For `retention::Erasers`.
pub(crate) fn eraser() -> Eraser {
    Eraser {
        key: KEY,
        due: store::count_past,
        erase: |ctx, past| erase(ctx, KEY, |w| Ok(store::remove_past(w, past)?)),
    }
}

/// Of a hundred members of a unit so many are on duty; days without a roster are left out.
pub fn on_duty(read: &Read, unit: i64, (from, to): (Day, Day)) -> Result<BTreeMap<Day, i64>> {
    let share = |(on, busy, members): (Day, i64, i64)| (on, busy * 100 / members.max(1));
    Ok(store::on_duty(read, unit, (from, to))?.into_iter().map(share).collect())
}

/// Who of a unit has no time on which day, by the duty roster.
pub fn without_time(read: &Read, unit: i64, (from, to): (Day, Day)) -> Result<Vec<(i64, Day)>> {
    store::without_time(read, unit, (from, to))
}

/// Many at once: (person, day, has time). The caller is the act.
pub fn note_shifts(w: &Acting, days: &[(i64, Day, bool)]) -> Result<()> {
    store::insert(w, w.id(), days)
}

/// What the importer decided; whatever is left open is not written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choices {
    /// `2026-12`, where the file names days only.
    #[serde(default)]
    month: Option<String>,
    /// By the name in the file: who is meant.
    #[serde(default)]
    who: BTreeMap<String, i64>,
    /// Whether somebody with such a mark has time.
    #[serde(default)]
    marks: BTreeMap<String, bool>,
}
