//! Adopting, changing, taking out, publishing.

use act::{Act, Acting, Ctx, Error, Faults, Place, Result, Theirs};
use calendar::Day;

use super::{Entry, Item, ItemId, Plan, PlanId, Standing, is_plannable, store, url, year::Year};
use crate::{
    kind::{Kinds, Switched},
    meeting::minute,
};

pub(crate) const PLAN: Act = Act::new("record.plan", "编排年度计划");
pub(crate) const PUBLISH: Act = Act::new("record.publish_plan", "发布年度计划");

/// Years for which a plan is made: no further ahead than the next.
pub(super) fn is_year(ctx: &Ctx, year: i16) -> bool {
    (2000..=ctx.today.year() + 1).contains(&year)
}

/// Puts things into the plan of the year in which they are.
pub(super) fn add(ctx: &Ctx, unit: i64, entry: &Entry) -> Result<()> {
    ctx.act(&PLAN, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let year = entry.on.year();
        faults(&place, entry, year).check()?;
        let kind = Kinds::built_in().find(&entry.kind);
        let switched = Switched::in_unit(ctx, w, unit)?;
        if kind.is_some_and(|kind| !switched.holds(kind)) {
            return Err(Error::invalid("kind", "这里没有启用这一项"));
        }
        if !is_year(ctx, year) {
            return Err(Error::invalid("on", "计划只编到明年"));
        }
        let plan = plan_of(w, unit, year)?;
        store::insert_items(w, &plan, std::slice::from_ref(entry))?;
        w.about("record_plan", plan.id).changed(&["item"]).reply(url(unit, entry.on));
        Ok(())
    })
}

/// Takes every day that is proposed; how many.
pub(super) fn adopt(ctx: &Ctx, unit: i64, year: i16) -> Result<usize> {
    if !is_year(ctx, year) {
        return Err(Error::NotFound);
    }
    ctx.act(&PLAN, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        // Proposals are made again here: somebody may have adopted some meanwhile.
        let found = Year::load(ctx, w, &place, year)?;
        let switched = Switched::in_unit(ctx, w, unit)?;
        let runs = |entry: &&Entry| {
            Kinds::built_in().find(&entry.kind).is_some_and(|kind| switched.holds(kind))
        };
        let proposed: Vec<Entry> = found.proposed.iter().filter(runs).cloned().collect();
        if proposed.is_empty() {
            return Err(Error::Conflict("没有还要采用的日期，可能别人刚刚采用过".into()));
        }
        let plan = plan_of(w, unit, year)?;
        store::insert_items(w, &plan, &proposed)?;
        let back = format!("/records/plan?unit={unit}&year={year}");
        w.about("record_plan", plan.id).changed(&["item"]).reply(back);
        w.rows(proposed.len());
        Ok(proposed.len())
    })
}

/// Says anew what is planned; what was taken out and not yet published so is in again.
pub(super) fn change(ctx: &Ctx, id: ItemId, version: i64, entry: &Entry) -> Result<()> {
    let before = ctx.read(|read| found(read, id))?;
    ctx.act(&PLAN, before.unit, |w| {
        let now = found(w, id)?;
        let place = Place::find(w, now.unit)?.ok_or(Error::NotFound)?;
        faults(&place, entry, now.entry.on.year()).check()?;
        if !store::update(w, id, version, entry)? {
            return Err(Error::Stale(changed_meanwhile(&now, entry)));
        }
        w.about("record_plan_item", id).changed(&["item"]).reply(url(now.unit, entry.on));
        Ok(())
    })
}

/// Another day, nothing else but what its title says of the month; the item as it stands then.
pub(super) fn move_to(ctx: &Ctx, id: ItemId, version: i64, on: Day) -> Result<Entry> {
    let before = ctx.read(|read| found(read, id))?;
    let entry = moved(&before.entry, on);
    change(ctx, id, version, &entry)?;
    Ok(entry)
}

/// The usual title goes with its period; one that somebody wrote stays.
fn moved(entry: &Entry, on: Day) -> Entry {
    let kind = Kinds::built_in().find(&entry.kind);
    let title = match kind {
        Some(kind) if kind.title_on("", entry.on) == entry.title => kind.title_on("", on),
        _ => entry.title.clone(),
    };
    Entry { title, on, ..entry.clone() }
}

/// Out of the plan: at once where no edition has had it, else with the next.
pub(super) fn remove(ctx: &Ctx, id: ItemId, version: i64) -> Result<Entry> {
    let before = ctx.read(|read| found(read, id))?;
    ctx.act(&PLAN, before.unit, |w| {
        let now = found(w, id)?;
        if !store::remove(w, id, version, w.now)? {
            return Err(Error::Stale(changed_meanwhile(&now, &before.entry)));
        }
        w.about("record_plan_item", id).changed(&["item"]).reply(url(now.unit, now.entry.on));
        Ok(())
    })?;
    Ok(before.entry)
}

/// The next edition: what stands in the plan now. Its number.
pub(super) fn publish(ctx: &Ctx, unit: i64, year: i16) -> Result<i64> {
    ctx.act(&PUBLISH, unit, |w| {
        let plan = store::find(w, unit, year)?.ok_or(Error::NotFound)?;
        let items = store::items(w, plan.id)?;
        let open = items.iter().filter(|item| item.standing() != Standing::Published);
        let open: Vec<&Item> = open.collect();
        if open.is_empty() {
            return Err(Error::Conflict("上一版以后没有改过，不用再发布".into()));
        }
        for item in open {
            match item.standing() {
                Standing::Removed => store::cancel_item(w, item.id, w.now)?,
                _ => store::publish_item(w, item.id, &item.entry)?,
            }
        }
        store::publish_plan(w, plan.id, w.now, ctx.actor.person())?;
        let back = format!("/records/plan?unit={unit}&year={year}");
        w.about("record_plan", plan.id).changed(&["edition"]).reply(back);
        Ok(plan.edition + 1)
    })
}

fn found(read: &db::Read, id: ItemId) -> Result<Item> {
    store::find_item(read, id)?.ok_or(Error::NotFound)
}

/// There from the first item on.
fn plan_of(w: &Acting, unit: i64, year: i16) -> Result<Plan> {
    if let Some(plan) = store::find(w, unit, year)? {
        return Ok(plan);
    }
    let plan = Plan { id: PlanId(w.id()), unit, year, edition: 0, published_at: None };
    store::insert_plan(w, &plan)?;
    Ok(plan)
}

fn faults(place: &Place, entry: &Entry, year: i16) -> Faults {
    let mut faults = Faults::default();
    if entry.title.is_empty() {
        faults.add("title", "请填写名称");
    }
    if entry.on.year() != year {
        faults.add("on", format!("这是{year}年的计划，日期要在{year}年里"));
    }
    let (from, to) = (minute(&entry.from), minute(&entry.to));
    if !entry.from.is_empty() && from.is_none() {
        faults.add("from", "开始时间要写成15:00这样，不定就空着");
    }
    if !entry.to.is_empty() && (to.is_none() || to <= from) {
        faults.add("to", "结束时间要写成16:30这样，并且晚于开始时间");
    }
    let kind = Kinds::built_in().find(&entry.kind);
    if !entry.kind.is_empty() && !kind.is_some_and(|kind| is_plannable(kind, &place.kind)) {
        faults.add("kind", format!("{}不开这种会", place.short_name));
    }
    if kind.is_some_and(|kind| entry.also().any(|also| !kind.also.iter().any(|it| it == also))) {
        faults.add("also", "请从列出的里面选");
    }
    faults
}

/// Both sides: what stands there now where it is not what was typed.
fn changed_meanwhile(now: &Item, typed: &Entry) -> Vec<Theirs> {
    let theirs = &now.entry;
    let pairs = [
        ("title", &theirs.title, &typed.title),
        ("from", &theirs.from, &typed.from),
        ("to", &theirs.to, &typed.to),
        ("place", &theirs.place, &typed.place),
        ("topic", &theirs.topic, &typed.topic),
    ];
    let differ = pairs.into_iter().filter(|(_, theirs, mine)| theirs != mine);
    let mut found: Vec<Theirs> =
        differ.map(|(field, value, _)| Theirs { field, value: value.clone() }).collect();
    if theirs.on != typed.on || found.is_empty() {
        let value = if now.is_removed { "已移出计划".to_owned() } else { theirs.on.zh() };
        found.push(Theirs { field: "on", value });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str) -> Entry {
        Entry {
            kind: "theme_day".into(),
            also: String::new(),
            title: title.into(),
            on: "2027-03-12".parse().unwrap(),
            from: "15:00".into(),
            to: String::new(),
            place: String::new(),
            topic: String::new(),
        }
    }

    #[test]
    fn the_usual_title_goes_with_its_month_and_a_written_one_stays() {
        let april = "2027-04-09".parse().unwrap();
        assert_eq!(moved(&entry("3月主题党日"), april).title, "4月主题党日");
        assert_eq!(moved(&entry("植树"), april).title, "植树");
    }
}
