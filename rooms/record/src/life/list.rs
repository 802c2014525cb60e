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

pub(super) const LIST: &str = "/records/rectification";
pub(super) const SHEET: &str = "/records/rectification/sheet";

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
    /// Where the list goes out as a spreadsheet.
    sheet: String,
    may_take: bool,
}

impl Item {
    pub(super) fn state(&self, today: calendar::Day) -> (State, &'static str) {
        match (self.done_at, self.due_on) {
            (Some(_), _) => (State::Done, "办结"),
            (None, Some(due)) if due < today => (State::Late, "逾期"),
            (None, _) => (State::Due, "在办"),
        }
    }
}

/// What the page's address asks for, and how that is called.
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    /// Without 范围.
    pub(super) scope: String,
}

impl Asked {
    pub(super) fn of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Self> {
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
        let place = match (&unit, ctx.actor.hat()) {
            (Some(unit), _) => unit.short_name.clone(),
            (None, Some(hat)) => format!("{}及下级", hat.unit.short_name),
            (None, None) => "本人所在支部".to_owned(),
        };
        let year = req.query_as("year").unwrap_or(ctx.today.year());
        let unit = unit.map(|unit| unit.id);
        let wanted = Wanted { unit, own_units, year, is_open: req.query("open") == "1" };
        let open = if wanted.is_open { "，没办结的" } else { "" };
        Ok(Self { scope: format!("{place}，{year}年的生活会{open}"), wanted })
    }
}

/// A member without a post reads the list of his own branch on the page.
pub(super) fn may_take(ctx: &Ctx) -> bool {
    !ctx.sight(&SEE_RECORD).is_empty()
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Asked { wanted, scope } = Asked::of(ctx, read, req)?;
    let (total, done) = store::count(ctx, read, &wanted)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let items = store::list(ctx, read, &wanted, pager)?;
    let tagged = |it: Item| {
        let (state, words) = it.state(ctx.today);
        let tag = parts::tag_bare(state, words);
        (it, tag)
    };
    let page = List {
        items: items.into_iter().map(tagged).collect(),
        scope: parts::scope(&format!("范围：{scope}"), &pager.words("项")),
        pager: parts::pager(req, pager),
        done,
        total,
        year: wanted.year,
        years: (ctx.today.year() - 2..=ctx.today.year()).rev().collect(),
        is_open: wanted.is_open,
        unit: wanted.unit.map_or_else(String::new, |unit| unit.to_string()),
        sheet: req.with_query("page", "").replacen(LIST, SHEET, 1),
        may_take: may_take(ctx) && total > 0,
    };
    Ok(Page::of("整改清单", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}
