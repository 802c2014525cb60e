//! Hats: under which of his posts, or in whose stead, somebody acts.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use act::Result;
use calendar::Day;
use db::Read;
use systems::{PostKind, Systems};

use self::store::Row;

/// A hat to choose.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) id: i64,
    /// Of post.
    pub(crate) kind: String,
    /// 党支部书记, 代党支部书记
    pub(crate) title: String,
    pub(crate) unit: String,
    /// 代张伟华，12月1日止
    pub(crate) stands_in: String,
    /// Why it cannot be worn; "" where it can.
    pub(crate) why_not: &'static str,
}

/// In official order of the posts; where he stands in comes after his own.
pub(crate) fn choices(
    read: &Read,
    systems: &Systems,
    person: i64,
    today: Day,
) -> Result<Vec<Choice>> {
    let mut rows = store::list(read, person, today)?;
    let count = rows.len();
    let order = |kind: &str| systems.post(kind).map_or(i64::MAX, |post| post.order);
    rows.sort_by_key(|row| (row.holder.is_some(), order(&row.kind)));
    Ok(rows.into_iter().map(|row| choice(systems, row, count)).collect())
}

const ONE_HAND: &str =
    "给您这个身份的人也给您开通或重设了账号。请系统管理员当面重设一次口令，再用这个身份";
const NOT_ALONE: &str =
    "管理员只能担任这一个职务。请安全保密管理员或有任免权限的人免去另外的职务，再用这个身份";

fn choice(systems: &Systems, row: Row, count: usize) -> Choice {
    let is_administrator = systems.post(&row.kind).is_some_and(PostKind::is_administrator);
    let why_not = match (row.is_of_one_hand, is_administrator && count > 1) {
        (true, _) => ONE_HAND,
        (_, true) => NOT_ALONE,
        _ => "",
    };
    let role = if row.holder.is_some() { "代" } else { "" };
    let stands_in = row.holder.zip(row.until);
    Choice {
        id: row.id,
        title: format!("{role}{}", systems.post_title(&row.kind, &row.unit_kind)),
        unit: row.unit_name,
        stands_in: stands_in
            .map(|(holder, until)| format!("代{holder}，到{}止", until.plus_days(-1).zh()))
            .unwrap_or_default(),
        kind: row.kind,
        why_not,
    }
}

/// The hat to begin with: the one worn last, or the only one; `None` when he has to choose.
pub(crate) fn first(
    read: &Read,
    systems: &Systems,
    person: i64,
    today: Day,
) -> Result<Option<i64>> {
    let mut usable = choices(read, systems, person, today)?;
    usable.retain(|choice| choice.why_not.is_empty());
    if let [only] = usable.as_slice() {
        return Ok(Some(only.id));
    }
    let last = store::last_worn(read, person)?;
    Ok(last.filter(|last| usable.iter().any(|choice| choice.id == *last)))
}

/// Kinds of the posts held, each with the kind of its unit.
pub(crate) fn kinds(read: &Read, person: i64, today: Day) -> Result<Vec<(String, String)>> {
    let rows = store::list(read, person, today)?;
    Ok(rows.into_iter().map(|row| (row.kind, row.unit_kind)).collect())
}

/// Whether there is any hat to choose.
pub(crate) fn has_any(read: &Read, person: i64, today: Day) -> Result<bool> {
    Ok(!store::list(read, person, today)?.is_empty())
}
