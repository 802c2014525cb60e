//! Drafting a circular, showing it, closing it; what a unit says of it.

use act::{Acting, Ctx, Error, Place, Result};
use calendar::{Day, Instant};
use db::bind;
use record::{Closed, Kinds, Session};
use rules::Rules;

use super::{Addressed, Circular, store, words};
use crate::{
    ANSWER, CIRCULAR,
    year::{Year, below},
};

/// The kind of record that keeps it.
const KIND: &str = "study_circular";

pub(super) fn draft(ctx: &Ctx, unit: i64, year: i16) -> Result<i64> {
    ctx.act(&CIRCULAR, unit, |w| {
        let id = draft_in(w, ctx, (unit, year), ctx.today)?;
        w.about("study_circular", id).changed(&["body"]).reply(format!("/study/circulars/{id}"));
        Ok(id)
    })
}

/// Writes a draft out of the facts of a year, within an act of the caller.
pub fn draft_in(w: &Acting, ctx: &Ctx, (unit, year): (i64, i16), on: Day) -> Result<i64> {
    if store::of(w, unit, year)?.is_some() {
        return Err(Error::Conflict("这一年的通报已经起草，请返回打开".into()));
    }
    let years = facts(w, ctx, unit, year)?;
    let it = Circular {
        id: w.id(),
        unit,
        year,
        number: String::new(),
        title: words::title(year),
        body: words::body(&years, year, on),
        facts_on: on,
        shown_at: None,
        shown_until: None,
        closed_at: None,
        record: None,
        withdrawn: None,
        version: 1,
    };
    store::insert(w, &it)?;
    address(w, it.id, &years)?;
    Ok(it.id)
}

fn facts(w: &Acting, ctx: &Ctx, unit: i64, year: i16) -> Result<Vec<Year>> {
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    if !(2000..=ctx.today.year()).contains(&year) {
        return Err(Error::NotFound);
    }
    let (years, _) = below(ctx, w, &place, year)?;
    if years.is_empty() {
        return Err(Error::Conflict("直接下级没有要学习的中心组，不用通报".into()));
    }
    Ok(years)
}

/// Those whom it goes to, with what it was written from; what they have said so far stays.
fn address(w: &Acting, id: i64, years: &[Year]) -> Result<()> {
    let keep: Vec<i64> = years.iter().map(|it| it.unit.id).collect();
    store::remove_units(w, id, &keep)?;
    let mut cells = Vec::new();
    for (it, place) in years.iter().zip(1_i64..) {
        let facts = words::kept(&words::facts(it));
        if !store::say_facts(w, (id, it.unit.id), place, &facts)? {
            cells.extend_from_slice(bind![id, it.unit.id, place, facts]);
        }
    }
    if cells.is_empty() { Ok(()) } else { store::insert_units(w, &cells) }
}

fn open(w: &Acting, id: i64) -> Result<Circular> {
    let it = store::find(w, id)?.ok_or(Error::NotFound)?;
    if it.closed_at.is_some() {
        return Err(Error::Conflict("通报已经印发，要改请更正它的存档记录".into()));
    }
    Ok(it)
}

fn stale() -> Error {
    Error::Conflict("这份通报刚刚有人改过，请刷新页面再看一遍".into())
}

pub(super) fn edit(ctx: &Ctx, it: &Circular) -> Result<()> {
    ctx.act(&CIRCULAR, it.unit, |w| {
        open(w, it.id)?;
        if !store::edit(w, it)? {
            return Err(stale());
        }
        w.about("study_circular", it.id).changed(&["body"]).reply(it.url());
        Ok(())
    })
}

/// Writes the body anew out of the facts of today; what an officer had written himself is gone.
pub(super) fn rewrite(ctx: &Ctx, it: &Circular) -> Result<()> {
    ctx.act(&CIRCULAR, it.unit, |w| {
        let now = open(w, it.id)?;
        let years = facts(w, ctx, now.unit, now.year)?;
        let body = words::body(&years, now.year, ctx.today);
        let written = Circular { body, facts_on: ctx.today, version: it.version, ..now };
        if !store::edit(w, &written)? {
            return Err(stale());
        }
        address(w, it.id, &years)?;
        w.about("study_circular", it.id).changed(&["body"]).reply(it.url());
        Ok(())
    })
}

pub(super) fn show(ctx: &Ctx, it: &Circular, until: Day) -> Result<()> {
    ctx.act(&CIRCULAR, it.unit, |w| {
        open(w, it.id)?;
        show_in(w, it.id, w.now, until)?;
        for to in store::addressed(w, it.id)? {
            let text = format!("{}，请看写到本单位的对不对", it.title);
            tell(w, ctx, to.unit, &text, it)?;
        }
        w.about("study_circular", it.id).changed(&["shown_until"]).reply(it.url());
        Ok(())
    })
}

/// Shows it to those whom it names, within an act of the caller.
pub fn show_in(w: &Acting, id: i64, at: Instant, until: Day) -> Result<()> {
    if store::show(w, id, at, until)? { Ok(()) } else { Err(stale()) }
}

fn tell(w: &Acting, ctx: &Ctx, unit: i64, text: &str, it: &Circular) -> Result<()> {
    let Some(secretary) = people::holder(w, unit, "secretary", ctx.today)? else { return Ok(()) };
    let tell = notify::Tell {
        person: secretary.person,
        unit: Some(unit),
        kind: "study_circular",
        text,
        url: &it.url(),
        sender: None,
        dedup: None,
    };
    notify::tell(w, &tell)?;
    Ok(())
}

pub(super) fn discard(ctx: &Ctx, it: &Circular) -> Result<()> {
    ctx.act(&CIRCULAR, it.unit, |w| {
        open(w, it.id)?;
        store::discard(w, it.id)?;
        w.about("study_circular", it.id).reply("/study/circulars");
        Ok(())
    })
}

/// Whom a shown draft still waits for: those without an answer, until its last day is over.
pub(super) fn waited_for(it: &Circular, to: &[Addressed], today: Day) -> usize {
    match it.shown_until {
        Some(until) if today <= until => to.iter().filter(|it| it.said_at.is_none()).count(),
        _ => 0,
    }
}

pub(super) fn close(ctx: &Ctx, it: &Circular, number: &str) -> Result<()> {
    ctx.act(&CIRCULAR, it.unit, |w| {
        let now = open(w, it.id)?;
        if now.version != it.version {
            return Err(stale());
        }
        let to = store::addressed(w, it.id)?;
        let waiting = waited_for(&now, &to, ctx.today);
        if waiting > 0 {
            let until = now.shown_until.unwrap_or(ctx.today).zh_short();
            let words =
                format!("征求意见到{until}为止，还有{waiting}个单位没有回话，过了这天再印发");
            return Err(Error::Conflict(words));
        }
        close_in(w, ctx, it.id, w.now, number)?;
        for it in &to {
            tell(w, ctx, it.unit, &format!("有通报：{}", now.title), &now)?;
        }
        w.about("study_circular", it.id).changed(&["closed_at"]).reply(it.url());
        Ok(())
    })
}

/// Closes it as a record of the committee whose it is, within an act of the caller; an organ's stands with its leading committee.
pub fn close_in(w: &Acting, ctx: &Ctx, id: i64, at: Instant, number: &str) -> Result<()> {
    let now = store::find(w, id)?.ok_or(Error::NotFound)?;
    let it = Circular { number: number.to_owned(), ..now };
    let place = Place::find(w, it.unit)?.ok_or(Error::NotFound)?;
    let kind = Kinds::built_in().find(KIND).ok_or(Error::NotFound)?;
    let keeper =
        if kind.is_for(&place.kind) { Some(place.id) } else { store::committee_of(w, place.id)? };
    let keeper =
        keeper.ok_or_else(|| Error::Conflict("本机关没有设党委，通报没有地方存档".into()))?;
    let names: Vec<String> = store::addressed(w, id)?.into_iter().map(|it| it.name).collect();
    let (from, to, place) = (String::new(), String::new(), String::new());
    let closed = Closed {
        title: it.title.clone(),
        topic: number.to_owned(),
        guests: names.join("、"),
        recorder: ctx.actor.person(),
        minutes: it.body.clone(),
        ..Closed::new(keeper, KIND, Session { on: at.day(), from, to, place }, at)
    };
    let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    let record = ids.first().map_or(0, |it| it.0);
    if store::close(w, &it, at, record)? { Ok(()) } else { Err(stale()) }
}

/// A unit says that it finds the draft right (no words), or what is wrong.
pub(super) fn answer(ctx: &Ctx, it: &Circular, unit: i64, words: &str) -> Result<()> {
    ctx.act(&ANSWER, unit, |w| {
        open(w, it.id)?;
        answer_in(w, (it.id, unit), w.now, words)?;
        w.about("study_circular", it.id).changed(&["opinion"]).reply(it.url());
        Ok(())
    })
}

pub fn answer_in(w: &Acting, of: (i64, i64), at: Instant, words: &str) -> Result<()> {
    if store::answer(w, of, at, words)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Every unit that it went to knows of it, within an act of the caller.
pub fn known_in(w: &Acting, id: i64, at: Instant) -> Result<()> {
    for it in store::addressed(w, id)? {
        store::know(w, (id, it.unit), at)?;
    }
    Ok(())
}

/// 知道了: that it came, and was seen by the unit.
pub(super) fn know(ctx: &Ctx, it: &Circular, unit: i64) -> Result<()> {
    ctx.act(&ANSWER, unit, |w| {
        let now = store::find(w, it.id)?.ok_or(Error::NotFound)?;
        if now.closed_at.is_none() {
            return Err(Error::Conflict("通报还没有印发".into()));
        }
        if !store::know(w, (it.id, unit), w.now)? {
            return Err(Error::Conflict("已经点过知道了".into()));
        }
        w.about("study_circular", it.id).changed(&["known_at"]).reply(it.url());
        Ok(())
    })
}
