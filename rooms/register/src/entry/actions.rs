//! Entering, changing and ending an entry.

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::Day;
use record::Switched;

use super::{NewEntry, store};
use crate::sort::{self, Sort};

pub(crate) const ENTER: Act = Act::new("register.enter", "登记到名录");
pub(crate) const EDIT: Act = Act::new("register.edit", "修改名录");
pub(crate) const END: Act = Act::new("register.end", "结束名录里的一项");

/// [`enter_in`] as an act of a unit in which the sort's system runs; its id.
pub(super) fn enter(ctx: &Ctx, unit: i64, new: &NewEntry) -> Result<i64> {
    let sort = sort::find(&new.sort).ok_or(Error::NotFound)?;
    if !ctx.read(|read| Switched::in_unit(ctx, read, unit))?.runs(&sort.system) {
        let words = format!("“{}”在本单位还没有启用，由市以上机关决定启用", sort.title);
        return Err(Error::Conflict(words));
    }
    ctx.act(&ENTER, unit, |w| {
        let id = enter_in(w, ctx, unit, new)?;
        w.reply(format!("/registers/{id}"));
        Ok(id)
    })
}

/// Writes down a new entry, once it holds together.
pub fn enter_in(w: &Acting, ctx: &Ctx, unit: i64, new: &NewEntry) -> Result<i64> {
    let sort = sort::find(&new.sort).ok_or(Error::NotFound)?;
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    if !sort.is_kept_by(&place.kind) {
        let words = format!("{}不登记{}", place.short_name, sort.title);
        return Err(Error::invalid("sort", words));
    }
    check(w, ctx, sort, &place, (0, new))?;
    let id = store::insert(w, unit, new, (w.now, ctx.actor.person()))?;
    w.about("register", id).changed(&["register_entry"]);
    Ok(id)
}

fn check(
    w: &Acting,
    ctx: &Ctx,
    sort: &Sort,
    place: &Place,
    (id, new): (i64, &NewEntry),
) -> Result<()> {
    if sort.needs_end && new.to_on.is_none() {
        return Err(Error::invalid("until", "请写明到哪一天为止"));
    }
    if new.to_on.is_some_and(|to| to <= new.from_on) {
        return Err(Error::invalid("until", "最后一天不能在开始以前"));
    }
    if store::same_name(w, place.id, (&sort.key, &new.name), (id, ctx.today))? {
        let words = format!("名录里已经有“{}”，改那一项就行", new.name);
        return Err(Error::invalid("name", words));
    }
    match (&sort.studio, new.head) {
        (Some(studio), None) => Err(Error::invalid("head", format!("请选择{}", studio.head))),
        (Some(_), Some(head)) => {
            let path = place.lead_path.clone().unwrap_or_default();
            let offered = store::secretaries(w, &path, ctx.today)?;
            let is_same = store::find(w, id)?.is_some_and(|it| it.head == Some(head));
            if is_same || offered.iter().any(|it| it.person == head) {
                Ok(())
            } else {
                Err(Error::invalid("head", "请从列出的支部书记里选"))
            }
        }
        (None, _) => Ok(()),
    }
}

pub(super) fn edit(ctx: &Ctx, id: i64, version: i64, new: &NewEntry) -> Result<()> {
    let before = ctx.read(|read| store::find(read, id))?.ok_or(Error::NotFound)?;
    let sort = before.sort().ok_or(Error::NotFound)?;
    ctx.act(&EDIT, before.unit, |w| {
        let place = Place::find(w, before.unit)?.ok_or(Error::NotFound)?;
        check(w, ctx, sort, &place, (id, new))?;
        if !store::update(w, id, version, new)? {
            return Err(Error::Conflict("这一项刚被别人改过或者结束了，请重新打开再改".into()));
        }
        w.about("register", id).changed(&["register_entry"]).reply(format!("/registers/{id}"));
        Ok(())
    })
}

/// From the day after `last` nobody uses it any more; what was held stays with it.
pub(super) fn end(ctx: &Ctx, id: i64, version: i64, (last, why): (Day, &str)) -> Result<()> {
    let before = ctx.read(|read| store::find(read, id))?.ok_or(Error::NotFound)?;
    if last < before.from_on {
        return Err(Error::invalid("last", "最后一天不能在开始以前"));
    }
    ctx.act(&END, before.unit, |w| {
        if !store::end(w, (id, version), last.plus_days(1), why, w.now)? {
            return Err(Error::Conflict("这一项已经结束，或者刚被别人改过".into()));
        }
        w.because(why);
        w.about("register", id).changed(&["to_on"]).reply(format!("/registers/{id}"));
        Ok(())
    })
}
