//! 整改清单: what life meetings want put right, of every unit in sight.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{
    Markup, Page, Pager, Req, Section,
    parts::{self, State},
};

use super::store::{self, Item, Wanted};
use crate::{SEE_RECORD, meeting};

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "life/list.html")]
struct List {
    /// Each with its tag.
    items: Vec<(Item, Markup)>,
    scope: Markup,
    pager: Markup,
    done: i64,
    total: i64,
    year: i16,
    years: Vec<i16>,
    is_open: bool,
    unit: String,
}

impl Item {
    fn tag(&self, today: calendar::Day) -> Markup {
        match (self.done_at, self.due_on) {
            (Some(_), _) => parts::tag_bare(State::Done, "办结"),
            (None, Some(due)) if due < today => parts::tag_bare(State::Late, "逾期"),
            (None, _) => parts::tag_bare(State::Due, "在办"),
        }
    }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = match req.query_as::<i64>("unit") {
        Some(id) => Some(Place::find(read, id)?.ok_or(Error::NotFound)?),
        None => None,
    };
    let sight = ctx.sight(&SEE_RECORD);
    let own_units = match sight.own.filter(|_| sight.is_empty()) {
        Some(person) => meeting::own_units(read, person)?,
        None => Vec::new(),
    };
    let in_sight = |unit: &Place| sight.holds(unit) || own_units.contains(&unit.id);
    if unit.as_ref().is_some_and(|unit| !in_sight(unit)) {
        return Err(Error::NotFound);
    }
    let year = req.query_as("year").unwrap_or(ctx.today.year());
    let wanted = Wanted {
        unit: unit.as_ref().map(|unit| unit.id),
        own_units,
        year,
        is_open: req.query("open") == "1",
    };
    let (total, done) = store::count(ctx, read, &wanted)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let scope = match (&unit, ctx.actor.hat()) {
        (Some(unit), _) => unit.short_name.clone(),
        (None, Some(hat)) => format!("{}及下级", hat.unit.short_name),
        (None, None) => "本人所在支部".to_owned(),
    };
    let items = store::list(ctx, read, &wanted, pager)?;
    let page = List {
        items: items
            .into_iter()
            .map(|it| {
                let tag = it.tag(ctx.today);
                (it, tag)
            })
            .collect(),
        scope: parts::scope(&format!("范围：{scope}，{year}年的生活会"), &pager.words("项")),
        pager: parts::pager(req, pager),
        done,
        total,
        year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        is_open: wanted.is_open,
        unit: unit.map_or_else(String::new, |unit| unit.id.to_string()),
    };
    Ok(Page::of("整改清单", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}
