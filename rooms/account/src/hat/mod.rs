//! Hats: which of his posts somebody acts under.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use act::Result;
use calendar::Day;
use db::Read;
use systems::Systems;

use self::store::Row;

/// A post to choose.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) post: i64,
    /// 党支部书记
    pub(crate) title: String,
    pub(crate) unit: String,
}

/// In official order of the posts.
pub(crate) fn choices(
    read: &Read,
    systems: &Systems,
    person: i64,
    today: Day,
) -> Result<Vec<Choice>> {
    let mut rows = store::list(read, person, today)?;
    rows.sort_by_key(|row| systems.post(&row.kind).map_or(i64::MAX, |post| post.order));
    let choice = |row: Row| Choice {
        post: row.post,
        title: systems.post_title(&row.kind, &row.unit_kind),
        unit: row.unit_name,
    };
    Ok(rows.into_iter().map(choice).collect())
}

/// The hat to begin with: the one worn last, or the only one; `None` when he has to choose.
pub(crate) fn first(read: &Read, person: i64, today: Day) -> Result<Option<i64>> {
    let held: Vec<i64> =
        store::list(read, person, today)?.into_iter().map(|row| row.post).collect();
    if let [only] = held.as_slice() {
        return Ok(Some(*only));
    }
    Ok(store::last_worn(read, person)?.filter(|post| held.contains(post)))
}

/// Kinds of the posts held, each with the kind of its unit.
pub(crate) fn kinds(read: &Read, person: i64, today: Day) -> Result<Vec<(String, String)>> {
    let rows = store::list(read, person, today)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.unit_kind)).collect())
}

/// Whether there is any hat to wear.
pub(crate) fn has_any(read: &Read, person: i64, today: Day) -> Result<bool> {
    Ok(!store::list(read, person, today)?.is_empty())
}
