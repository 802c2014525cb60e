//! Joining, leaving, pairing, parting, looking.

use std::collections::BTreeMap;

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::Day;

use super::{Look, NewPair, Pair, store};
use crate::entry::{self, Entry, store::secretaries};

pub(crate) const JOIN: Act = Act::new("register.join", "加工作室成员");
pub(crate) const LEAVE: Act = Act::new("register.leave", "工作室成员退出");
pub(crate) const PAIR: Act = Act::new("register.pair", "师徒结对");
pub(crate) const PART: Act = Act::new("register.part", "结束师徒结对");
pub(crate) const LOOK: Act = Act::new("register.look", "对照标准看工作室");

/// A studio that is not over.
fn open(ctx: &Ctx, id: i64) -> Result<Entry> {
    let found = ctx.read(|read| entry::store::find(read, id))?.ok_or(Error::NotFound)?;
    if found.sort().is_none_or(|it| it.studio.is_none()) {
        return Err(Error::NotFound);
    }
    if found.is_over(ctx.today) {
        return Err(Error::Conflict("这个工作室已经结束".into()));
    }
    Ok(found)
}

pub(super) fn join(ctx: &Ctx, id: i64, person: i64) -> Result<()> {
    let studio = open(ctx, id)?;
    ctx.act(&JOIN, studio.unit, |w| {
        join_in(w, id, person, ctx.today)?;
        w.reply(studio.url());
        Ok(())
    })
}

/// A secretary below the keeper becomes a member, from a day on.
pub fn join_in(w: &Acting, id: i64, person: i64, from_on: Day) -> Result<()> {
    let studio = entry::store::find(w, id)?.ok_or(Error::NotFound)?;
    let offered = below(w, studio.unit)?;
    if !offered.contains(&person) {
        return Err(Error::invalid("person", "请从列出的支部书记里选"));
    }
    if store::belong(w, id, from_on)?.iter().any(|it| it.person == person) {
        return Err(Error::invalid("person", "已经在这个工作室里"));
    }
    store::insert_member(w, id, person, from_on)?;
    w.about("register", id).changed(&["register_member"]);
    Ok(())
}

/// Secretaries of the branches below a unit.
fn below(w: &Acting, unit: i64) -> Result<Vec<i64>> {
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    let path = place.lead_path.unwrap_or_default();
    Ok(secretaries(w, &path, w.now.day())?.into_iter().map(|it| it.person).collect())
}

pub(super) fn leave(ctx: &Ctx, id: i64, member: i64) -> Result<()> {
    let studio = open(ctx, id)?;
    ctx.act(&LEAVE, studio.unit, |w| {
        if !store::leave(w, id, member, ctx.today)? {
            return Err(Error::Conflict("已经不在这个工作室里".into()));
        }
        w.about("register", id).changed(&["register_member"]).reply(studio.url());
        Ok(())
    })
}

pub(super) fn pair(ctx: &Ctx, id: i64, new: &NewPair) -> Result<()> {
    let studio = open(ctx, id)?;
    ctx.act(&PAIR, studio.unit, |w| {
        pair_in(w, id, new)?;
        w.reply(studio.url());
        Ok(())
    })
}

/// Somebody of the studio takes on a secretary below its keeper.
pub fn pair_in(w: &Acting, id: i64, new: &NewPair) -> Result<i64> {
    let studio = entry::store::find(w, id)?.ok_or(Error::NotFound)?;
    if !store::belong(w, id, new.from_on)?.iter().any(|it| it.person == new.mentor) {
        return Err(Error::invalid("mentor", "师傅要是工作室的负责人或者成员"));
    }
    if new.mentor == new.learner {
        return Err(Error::invalid("learner", "师徒是同一个人，请改一个"));
    }
    if !below(w, studio.unit)?.contains(&new.learner) {
        return Err(Error::invalid("learner", "请从列出的支部书记里选"));
    }
    if store::is_taken_on(w, new.learner)? {
        return Err(Error::invalid("learner", "已经有人带，先结束那一对"));
    }
    if new.to_on < new.from_on {
        return Err(Error::invalid("until", "最后一天不能在开始以前"));
    }
    let pair = store::insert_pair(w, id, new)?;
    w.about("register", id).changed(&["register_pair"]);
    Ok(pair)
}

/// Ended by the two themselves, or by the keeper of the studio.
pub(super) fn part(ctx: &Ctx, pair: &Pair, version: i64, account: &str) -> Result<()> {
    let url = format!("/registers/{}", pair.entry);
    let work = |w: &Acting| {
        part_in(w, (pair.id, version), ctx.today, account)?;
        w.about("register", pair.entry).reply(url.clone());
        Ok(())
    };
    if pair.is_of(ctx.actor.person()) {
        ctx.act_own(&PART, |w, _| work(w))
    } else {
        ctx.act(&PART, pair.unit, work)
    }
}

pub fn part_in(w: &Acting, pair: (i64, i64), on: Day, account: &str) -> Result<()> {
    if !store::end_pair(w, pair, on, account)? {
        return Err(Error::Conflict("这一对已经结束，或者刚被别人改过".into()));
    }
    w.changed(&["register_pair"]);
    Ok(())
}

pub(super) fn look(
    ctx: &Ctx,
    id: i64,
    missing: &BTreeMap<String, String>,
    words: &str,
) -> Result<()> {
    let studio = open(ctx, id)?;
    ctx.act(&LOOK, studio.unit, |w| {
        look_in(w, (id, ctx.today), ctx.actor.person(), (missing, words))?;
        w.reply(studio.url());
        Ok(())
    })
}

/// What is not so yet, with its reason; the last look holds, the ones before it stay to be read.
pub fn look_in(
    w: &Acting,
    (id, on): (i64, Day),
    by: Option<i64>,
    (missing, words): (&BTreeMap<String, String>, &str),
) -> Result<()> {
    let look = Look {
        year: i64::from(on.year()),
        looked_on: on,
        missing: serde_json::to_string(missing).unwrap_or_default(),
        words: words.to_owned(),
    };
    store::insert_look(w, id, &look, by)?;
    w.about("register", id).changed(&["register_look"]);
    Ok(())
}
