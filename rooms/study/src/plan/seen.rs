//! A plan as its viewer comes to it: who sees it, who may change it.

use act::{Ctx, Error, Place, Result};
use db::{Asker, Column, Read};
use record::SEE_RECORD;

use super::{Plan, store};
use crate::{PLAN, PUBLISH, group::Group, item::Item};

pub(crate) struct Seen {
    pub(crate) plan: Plan,
    pub(crate) place: Place,
    pub(crate) group: &'static Group,
    /// In the order of the year.
    pub(crate) items: Vec<Item>,
    pub(crate) may_plan: bool,
    pub(crate) may_publish: bool,
}

impl Seen {
    pub(crate) fn title(&self) -> String {
        self.plan.title(&self.place.short_name, self.group)
    }

    pub(crate) fn edition_zh(&self) -> String {
        self.plan.edition_zh()
    }
}

/// In sight, or published and of one's own unit; *NotFound* for everybody else.
pub(crate) fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    let plan = store::find(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, plan.unit)?.ok_or(Error::NotFound)?;
    let group = Group::find(&plan.kind).ok_or(Error::NotFound)?;
    let may_plan = ctx.allows(&PLAN, &place);
    let is_in_sight = ctx.sight(&SEE_RECORD).holds(&place);
    let may_see = match plan.published_at {
        None => may_plan,
        Some(_) => is_in_sight || is_own(ctx, read, &place)?,
    };
    if !may_see {
        return Err(Error::NotFound);
    }
    let items = crate::item::store::of_plan(read, id)?;
    let may_publish = ctx.allows(&PUBLISH, &place);
    Ok(Seen { plan, place, group, items, may_plan, may_publish })
}

/// The published plans of a unit and a year, as who may only read them.
pub(crate) fn published(read: &Read, place: &Place, year: i16) -> Result<Vec<Seen>> {
    let mut plans = store::of_units(read, &[place.id], year)?;
    plans.retain(|plan| plan.published_at.is_some());
    let ids: Vec<i64> = plans.iter().map(|plan| plan.id).collect();
    let all = crate::item::store::of_plans(read, &ids)?;
    let seen = |plan: Plan| {
        let group = Group::find(&plan.kind)?;
        let items = all.iter().filter(|it| it.plan == plan.id).cloned().collect();
        let place = place.clone();
        Some(Seen { plan, place, group, items, may_plan: false, may_publish: false })
    };
    Ok(plans.into_iter().filter_map(seen).collect())
}

/// Title and items of each of them that has any, without reading them.
pub(crate) fn parts(
    ask: &Asker,
    unit: i64,
    year: i16,
) -> impl Future<Output = Result<Vec<(String, i64)>>> + use<> {
    let columns = &[Column::Text("kind"), Column::Int("items")];
    let counted = ask.all::<(String, i64)>(columns, store::counted(unit, year));
    async move {
        let title = |kind: &str| Some(Group::find(kind)?.plan_zh());
        let counted = counted.await?.into_iter();
        Ok(counted.filter_map(|(kind, items)| Some((title(&kind)?, items))).collect())
    }
}

/// Whether the viewer belongs to the unit.
pub(crate) fn is_own(ctx: &Ctx, read: &Read, place: &Place) -> Result<bool> {
    match ctx.actor.person() {
        Some(person) => Ok(people::unit_of(read, person)? == Some(place.id)),
        None => Ok(false),
    }
}
