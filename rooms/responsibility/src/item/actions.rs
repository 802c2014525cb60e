//! Adding, rewording, taking out while it is a draft; a holder's sentence.

use act::{Ctx, Error, Result};

use super::{ISSUED, Item, New, store};
use crate::{
    DRAFT, SAY,
    list::{self, Seen},
};

fn open(ctx: &Ctx, read: &db::Read, list: i64) -> Result<Seen> {
    let seen = list::find(ctx, read, list)?;
    match seen.list.issued_at {
        None => Ok(seen),
        Some(_) => Err(Error::Conflict(ISSUED.into())),
    }
}

pub(super) fn add(ctx: &Ctx, list: i64, new: &New) -> Result<()> {
    let unit = ctx.read(|read| open(ctx, read, list))?.place.id;
    ctx.act(&DRAFT, unit, |w| {
        let seen = open(ctx, w, list)?;
        store::insert(w, list, new)?;
        w.about("responsibility", list).changed(&["item"]).reply(seen.list.url());
        Ok(())
    })
}

/// An item with its list, as its viewer comes to it.
pub(super) fn found(ctx: &Ctx, read: &db::Read, id: i64) -> Result<(Item, Seen)> {
    let item = store::find(read, id)?.ok_or(Error::NotFound)?;
    let seen = list::find(ctx, read, item.list)?;
    Ok((item, seen))
}

/// Says it anew, or takes it out where nothing is said.
pub(super) fn change(ctx: &Ctx, id: i64, version: i64, words: Option<&str>) -> Result<()> {
    let (item, seen) = ctx.read(|read| found(ctx, read, id))?;
    ctx.act(&DRAFT, seen.place.id, |w| {
        let seen = open(ctx, w, item.list)?;
        let is_done = match words {
            Some(words) => store::reword(w, (id, version), words)?,
            None => store::remove(w, id, version)?,
        };
        if !is_done {
            return Err(Error::Conflict("这一项刚刚有人改过，请刷新页面再看一遍".into()));
        }
        w.about("responsibility", item.list).changed(&["item"]).reply(seen.list.url());
        Ok(())
    })
}

/// By who holds a post of its class.
pub(super) fn say(ctx: &Ctx, id: i64, words: &str) -> Result<()> {
    ctx.act_own(&SAY, |w, person| {
        let item = store::find(w, id)?.ok_or(Error::NotFound)?;
        let lists = list::of_person(w, person)?;
        let is_his = lists.iter().any(|it| {
            it.list.id == item.list && it.class.key == item.class && it.is_held_on(ctx.today)
        });
        if !is_his {
            return Err(Error::NotFound);
        }
        store::say(w, (id, person), words, w.now)?;
        w.about("responsibility_item", id).reply("/responsibilities/mine");
        Ok(())
    })
}
