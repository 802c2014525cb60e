//! Tasks of all entries in sight: what a figure is made of.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::{Query, Read, bind};
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{Stand, Task, store};
use crate::{SEE_INSTRUCTION, instruction};

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "task/list.html")]
struct List {
    scope: Markup,
    lines: Vec<(Task, String, Markup)>,
    pager: Markup,
    stands: Vec<(&'static str, &'static str, bool)>,
    years: Vec<(i16, bool)>,
    under: String,
    is_alone: bool,
}

/// A unit in sight that a page is narrowed to, with what stands below it or alone.
#[derive(Debug, Clone)]
pub(crate) struct Under {
    pub(crate) place: Place,
    pub(crate) is_alone: bool,
}

impl Under {
    pub(crate) fn limit(&self, query: &mut Query) {
        if self.is_alone {
            query.add(" AND u.id = {}", bind![self.place.id]);
        } else {
            self.place.limit_below(query);
        }
    }
}

/// `?under=UNIT`, with `&alone=1` without what stands below it.
pub(crate) fn under(ctx: &Ctx, read: &Read, req: &Req) -> Result<Option<Under>> {
    let Some(unit) = req.query_as::<i64>("under") else { return Ok(None) };
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if !ctx.sight(&SEE_INSTRUCTION).holds(&place) {
        return Err(Error::NotFound);
    }
    Ok(Some(Under { place, is_alone: req.query("alone") == "1" }))
}

pub(super) fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&SEE_INSTRUCTION);
    let (year, stand) = (instruction::filter_year(req), Stand::find(req.query("stand")));
    let under = under(ctx, read, req)?;
    let narrow = |query: &mut Query| {
        sight.limit(query);
        query.add(" AND i.cancelled_at IS NULL", &[]);
        if let Some(under) = &under {
            under.limit(query);
        }
        if let Some(year) = year {
            query.add(" AND i.year = {}", bind![i64::from(year)]);
        }
    };
    let total = store::count(read, stand, ctx.today, &narrow)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let found = store::list(read, (stand, pager.span()), ctx.today, &narrow)?;
    let scope = instruction::scope_of(ctx, under.as_ref(), year);
    let of_stand = stand.map_or_else(String::new, |it| format!("，{}", it.zh()));
    let page = List {
        scope: parts::scope(&format!("{scope}{of_stand}"), &pager.words("项")),
        lines: found
            .into_iter()
            .map(|it| {
                let (who, tag) = (it.who(ctx), it.tag());
                (it, who, tag)
            })
            .collect(),
        pager: parts::pager(req, pager),
        stands: Stand::ALL.map(|it| (it.key(), it.zh(), stand == Some(it))).into(),
        years: (ctx.today.year() - 4..=ctx.today.year())
            .rev()
            .map(|it| (it, year == Some(it)))
            .collect(),
        is_alone: under.as_ref().is_some_and(|it| it.is_alone),
        under: under.map_or_else(String::new, |it| it.place.id.to_string()),
    };
    let crumbs = [("批示台账", "/instructions")];
    Ok(Page::of("任务", &page)?.under(crumbs).section(Section::Life))
}
