//! A unit's name and its start-of-use day.

use act::{Acting, Error, Result};
use calendar::Day;

use super::{Unit, store};
use crate::change;

/// A new name from a day on.
#[derive(Debug, Clone)]
pub struct Rename {
    pub name: String,
    /// As its superior says it; `None`: like the name.
    pub short_name: Option<String>,
    pub on: Day,
    /// Document that says so.
    pub basis: String,
}

/// Gives the unit another name from `rename.on` on; earlier days keep the old one.
pub fn rename(w: &Acting, unit: &Unit, rename: &Rename) -> Result<()> {
    let name = text::half_width(rename.name.trim());
    if name.is_empty() {
        return Err(Error::invalid("name", "请写新的名称"));
    }
    let since = store::name_since(w, unit.id)?.ok_or(Error::NotFound)?;
    if rename.on < since {
        let words = format!("现在的名称从{}用起，改名不能早于这一天", since.zh());
        return Err(Error::invalid("on", words));
    }
    refuse_future(w, "on", rename.on)?;
    let short_name = rename.short_name.clone().unwrap_or_else(|| name.clone());
    let words = [name.clone(), short_name, text::name_key(&name), initials(&name)];
    if !store::rename(w, unit, &words)? {
        return Err(stale(w, unit)?);
    }
    if rename.on == since {
        store::correct_name(w, unit.id, &name, &rename.basis)?;
    } else {
        store::next_name(w, unit.id, &name, rename.on, &rename.basis)?;
    }
    change::note(w, change::ChangeKind::Rename, unit.id, None, rename.on, &rename.basis)?;
    w.about("unit", unit.id).changed(&["name", "short_name"]);
    Ok(())
}

/// Moves the start-of-use day: periods before it read *not kept here*.
pub fn set_use_from(w: &Acting, unit: &Unit, day: Day) -> Result<()> {
    if day < unit.founded_on {
        return Err(Error::invalid("use_from", "启用日不能早于成立日期"));
    }
    if !store::set_use_from(w, unit.id, unit.version, day)? {
        return Err(stale(w, unit)?);
    }
    w.about("unit", unit.id).changed(&["use_from"]);
    Ok(())
}

/// What stands there now, for whoever was slower.
fn stale(w: &Acting, seen: &Unit) -> Result<Error> {
    let Some(now) = store::get(w, seen.id)? else { return Ok(Error::NotFound) };
    Ok(Error::Stale(vec![
        act::Theirs { field: "name", value: now.name },
        act::Theirs { field: "use_from", value: now.use_from.zh() },
    ]))
}

/// The likeliest readings of the initials: a search finds each.
pub(crate) fn initials(name: &str) -> String {
    const MOST: usize = 4;
    let mut readings = text::initials(name);
    readings.truncate(MOST);
    readings.join(" ")
}

pub(crate) fn refuse_future(w: &Acting, field: &str, day: Day) -> Result<()> {
    if day > w.now.day() {
        return Err(Error::invalid(field, "日期还没有到，到那一天再登记"));
    }
    Ok(())
}
