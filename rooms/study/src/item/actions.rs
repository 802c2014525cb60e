//! Adding, changing, taking out; drafting the session, tying one that was held.

use act::{Acting, Ctx, Error, Result, Theirs};
use calendar::Day;
use record::{AskedDraft, DRAFT};

use super::{Entry, Item, Standing, store};
use crate::{
    PLAN,
    group::Group,
    plan::{Seen, seen, store::note_change},
};

pub(super) fn add(ctx: &Ctx, plan: i64, entry: &Entry) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, plan))?.plan.unit;
    ctx.act(&PLAN, unit, |w| {
        let seen = seen::find(ctx, w, plan)?;
        store::insert(w, (plan, None), entry)?;
        note_change(w, plan)?;
        w.about("study_plan", plan).changed(&["item"]).reply(seen.plan.url());
        Ok(())
    })
}

/// An item with its plan, as its viewer comes to it.
pub(super) fn found(ctx: &Ctx, read: &db::Read, id: i64) -> Result<(Item, Seen)> {
    let item = store::find(read, id)?.ok_or(Error::NotFound)?;
    let seen = seen::find(ctx, read, item.plan)?;
    Ok((item, seen))
}

pub(super) fn change(ctx: &Ctx, id: i64, version: i64, entry: &Entry) -> Result<()> {
    let unit = ctx.read(|read| found(ctx, read, id))?.1.plan.unit;
    ctx.act(&PLAN, unit, |w| {
        let (now, seen) = found(ctx, w, id)?;
        if !store::update(w, (id, version), entry)? {
            return Err(Error::Stale(changed_meanwhile(&now.entry, entry)));
        }
        note_change(w, seen.plan.id)?;
        w.about("study_item", id).changed(&["item"]).reply(seen.plan.url());
        Ok(())
    })
}

fn changed_meanwhile(now: &Entry, typed: &Entry) -> Vec<Theirs> {
    let pairs = [
        ("topic", now.topic.clone(), typed.topic.clone()),
        ("reading", now.reading.clone(), typed.reading.clone()),
        ("month", now.month.to_string(), typed.month.to_string()),
    ];
    let differs = pairs.into_iter().filter(|(_, theirs, mine)| theirs != mine);
    differs.map(|(field, value, _)| Theirs { field, value }).collect()
}

/// Out of the plan, unless its session was held.
pub(super) fn remove(ctx: &Ctx, id: i64, version: i64) -> Result<()> {
    let unit = ctx.read(|read| found(ctx, read, id))?.1.plan.unit;
    ctx.act(&PLAN, unit, |w| {
        let (now, seen) = found(ctx, w, id)?;
        if now.held_on.is_some() {
            return Err(Error::Conflict("这一项已经学过，留在计划里".into()));
        }
        if !store::remove(w, id, version)? {
            return Err(Error::Conflict("这一项刚刚有人改过，请刷新页面再看一遍".into()));
        }
        note_change(w, seen.plan.id)?;
        w.about("study_plan", seen.plan.id).changed(&["item"]).reply(seen.plan.url());
        Ok(())
    })
}

/// The day that a draft proposes: today in its month, else the first day of its month.
fn day_of(seen: &Seen, item: &Item, today: Day) -> Day {
    let month = i8::try_from(item.entry.month).unwrap_or(1);
    let first = Day::new(seen.plan.year, month, 1).unwrap_or(today);
    first.max(today)
}

/// Drafts the session and ties it: the record's page.
pub(super) fn draft(ctx: &Ctx, id: i64) -> Result<String> {
    let (item, seen) = ctx.read(|read| found(ctx, read, id))?;
    ctx.act(&DRAFT, seen.plan.unit, |w| {
        let (now, _) = found(ctx, w, id)?;
        if now.session().is_some() {
            return Err(Error::Conflict("这一项已经起草过了，请刷新页面".into()));
        }
        let day = day_of(&seen, &item, ctx.today);
        let asked = AskedDraft {
            unit: seen.plan.unit,
            kind: &seen.group.session,
            topic: now.entry.topic.clone(),
            lecturer: now.entry.speaker,
            ..AskedDraft::default()
        };
        let record = record::draft_asked(w, ctx, &asked, (day, day))?;
        store::tie(w, id, record.0)?;
        let url = format!("/records/{record}/plan");
        w.reply(url.clone());
        Ok(url)
    })
}

/// Says in which session that was held it was studied.
pub(super) fn tie(ctx: &Ctx, id: i64, record: i64) -> Result<()> {
    let seen = ctx.read(|read| found(ctx, read, id))?.1;
    ctx.act(&PLAN, seen.plan.unit, |w| {
        let held = store::sessions(w, seen.plan.unit, &seen.group.session, seen.plan.year)?;
        if !held.iter().any(|it| it.id == record) {
            return Err(Error::invalid("record", "请从列出的学习里选"));
        }
        let (now, _) = found(ctx, w, id)?;
        if matches!(now.standing(seen.plan.year, ctx.today), Standing::Studied(_)) {
            return Err(Error::Conflict("这一项已经连着一次学习了".into()));
        }
        store::tie(w, id, record)?;
        w.about("study_item", id).changed(&["record"]).reply(seen.plan.url());
        Ok(())
    })
}

/// Ties each item of a plan to the session that the group held in its month, within an act of the caller (the demo).
pub fn tie_held_in(w: &Acting, plan: i64) -> Result<()> {
    let plan = crate::plan::store::find(w, plan)?.ok_or(Error::NotFound)?;
    let group = Group::find(&plan.kind).ok_or(Error::NotFound)?;
    let mut held = store::sessions(w, plan.unit, &group.session, plan.year)?;
    for item in store::of_plan(w, plan.id)? {
        let is_its = |it: &store::Session| i64::from(it.held_on.month()) == item.entry.month;
        if let Some(place) = held.iter().position(is_its) {
            store::tie(w, item.id, held.remove(place).id)?;
        }
    }
    Ok(())
}
