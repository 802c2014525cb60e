//! Starting a plan, taking over from above, publishing.

use act::{Acting, Ctx, Error, Place, Result};
use calendar::{Day, Instant};
use record::{Closed, Session};
use rules::Rules;

use super::{Plan, seen, store};
use crate::{
    PLAN, PUBLISH,
    group::Group,
    item::{self, Entry},
};

/// Years for which a plan is made: no further ahead than the next.
pub(super) fn is_year(ctx: &Ctx, year: i16) -> bool {
    (2000..=ctx.today.year() + 1).contains(&year)
}

/// Begins the plan of a group: with what stood in last year's, or empty.
pub(super) fn start(ctx: &Ctx, unit: i64, kind: &str, year: i16) -> Result<i64> {
    let group = Group::find(kind).ok_or(Error::NotFound)?;
    ctx.act(&PLAN, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        if !group.is_for(&place.kind) || !is_year(ctx, year) {
            return Err(Error::NotFound);
        }
        if store::of(w, unit, kind, year)?.is_some() {
            return Err(Error::Conflict("这一年的学习计划已经有了，请返回学习页打开".into()));
        }
        let before = match store::of(w, unit, kind, year - 1)? {
            Some(plan) => item::store::of_plan(w, plan.id)?,
            None => Vec::new(),
        };
        let speakers = item::speakers(w, group, &place, ctx.today)?;
        let entries: Vec<Entry> = before
            .into_iter()
            .map(|it| {
                let stays = it.entry.speaker.filter(|id| speakers.iter().any(|(of, _)| of == id));
                Entry { speaker: stays, ..it.entry }
            })
            .collect();
        let drafted = Drafted { unit, kind: kind.to_owned(), year, entries };
        let id = draft_in(w, &drafted, ctx.actor.person())?;
        w.about("study_plan", id).changed(&["item"]).reply(format!("/study/plans/{id}"));
        Ok(id)
    })
}

/// A plan as it begins.
#[derive(Debug, Clone)]
pub struct Drafted {
    pub unit: i64,
    /// Key in `systems/R19/groups.toml`.
    pub kind: String,
    pub year: i16,
    pub entries: Vec<Entry>,
}

/// Writes a plan that is not published, within an act of the caller.
pub fn draft_in(w: &Acting, it: &Drafted, by: Option<i64>) -> Result<i64> {
    let Drafted { unit, kind, year, .. } = it.clone();
    let (edition, version) = (0, 1);
    let plan = Plan {
        id: w.id(),
        unit,
        kind,
        year,
        edition,
        published_at: None,
        changes: 0,
        filed: None,
        version,
    };
    store::insert(w, &plan, (w.now, by))?;
    for entry in &it.entries {
        item::store::insert(w, (plan.id, None), entry)?;
    }
    Ok(plan.id)
}

/// Takes items of plans above, each once: how many.
pub(super) fn take_over(ctx: &Ctx, id: i64, wanted: &[i64]) -> Result<usize> {
    let seen = ctx.read(|read| seen::find(ctx, read, id))?;
    ctx.act(&PLAN, seen.plan.unit, |w| {
        let above = store::above(w, &seen.place, seen.plan.year)?;
        let own = item::store::of_plan(w, id)?;
        let mut taken = 0;
        for plan in above {
            for it in item::store::of_plan(w, plan.id)? {
                let has = own.iter().any(|own| own.source == Some(it.id));
                if wanted.contains(&it.id) && !has {
                    let entry = Entry { speaker: None, ..it.entry };
                    item::store::insert(w, (id, Some(it.id)), &entry)?;
                    store::note_change(w, id)?;
                    taken += 1;
                }
            }
        }
        if taken == 0 {
            return Err(Error::Conflict("没有选上级的哪一项，或者已经采用过了".into()));
        }
        w.about("study_plan", id).changed(&["item"]).rows(taken).reply(seen.plan.url());
        Ok(taken)
    })
}

/// What a plan that is filed says besides: number, and to whom it goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Letter {
    pub(super) number: String,
    pub(super) to: String,
}

pub(super) fn publish(ctx: &Ctx, id: i64, version: i64, letter: &Letter) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.plan.unit;
    ctx.act(&PUBLISH, unit, |w| {
        let seen = seen::find(ctx, w, id)?;
        if seen.plan.version != version {
            return Err(Error::Conflict("这份计划刚刚有人发布过，请刷新页面再看一遍".into()));
        }
        if seen.items.is_empty() {
            return Err(Error::Conflict("计划里还没有一项，先加上再发布".into()));
        }
        if seen.plan.edition > 0 && seen.plan.changes == 0 {
            return Err(Error::Conflict("上一版以后没有改过，不用再发布".into()));
        }
        publish_in(w, ctx, id, w.now, &letter.number, &letter.to)?;
        w.about("study_plan", id).changed(&["edition"]).reply(seen.plan.url());
        Ok(())
    })
}

/// Publishes it within an act of the caller; the first edition of a group whose plan is a duty is filed as a record.
pub fn publish_in(
    w: &Acting,
    ctx: &Ctx,
    id: i64,
    at: Instant,
    number: &str,
    to: &str,
) -> Result<()> {
    let plan = store::find(w, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(w, plan.unit)?.ok_or(Error::NotFound)?;
    let group = Group::find(&plan.kind).ok_or(Error::NotFound)?;
    let filing = group.filing_in(&place.kind).filter(|_| plan.filed.is_none());
    let filed = match filing {
        Some(kind) => {
            let items = item::store::of_plan(w, id)?;
            let session = Session {
                on: at.day(),
                from: String::new(),
                to: String::new(),
                place: String::new(),
            };
            let lines: Vec<String> = items
                .iter()
                .map(|it| format!("{}月：{}", it.entry.month, it.entry.topic))
                .collect();
            let first = Day::new(plan.year, 1, 1).ok_or(Error::NotFound)?;
            let closed = Closed {
                title: kind.title_on("", first),
                topic: number.to_owned(),
                guests: to.to_owned(),
                recorder: ctx.actor.person(),
                minutes: lines.join("\n"),
                makes_up: (plan.year != at.day().year()).then(|| plan.year.to_string()),
                ..Closed::new(plan.unit, &kind.key, session, at)
            };
            let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
            ids.first().map(|it| it.0)
        }
        None => None,
    };
    if store::publish(w, &plan, at, filed)? {
        Ok(())
    } else {
        Err(Error::Conflict("这份计划刚刚有人发布过，请刷新页面再看一遍".into()))
    }
}
