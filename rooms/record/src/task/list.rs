//! What meetings agreed: of every unit in sight, and what is the viewer's own.

use act::{Ctx, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Markup, Page, Pager, Req, Section,
    parts::{self, State},
};

use super::{
    actions::FINISH,
    store::{self, Item, Wanted},
};
use crate::{SEE_RECORD, kind::Kinds};

const PER_PAGE: i64 = 50;
pub(crate) const LIST: &str = "/records/tasks";

/// One line, with its tag and what may be done.
struct Line {
    item: Item,
    tag: Markup,
    /// "" where its record does not open for the viewer.
    url: String,
    may_finish: bool,
}

#[derive(Template)]
#[template(path = "task/list.html")]
struct List {
    lines: Vec<Line>,
    scope: Markup,
    pager: Markup,
    is_mine: bool,
    is_all: bool,
    /// Somebody who sees nothing but his own is asked nothing.
    offers_units: bool,
    back: String,
    req_once: Vec<Markup>,
}

impl Item {
    /// Open ones by their last day.
    fn tag(&self, today: Day) -> Markup {
        match (self.done_at, self.due_on) {
            (Some(done), _) => {
                parts::tag_bare(State::Done, &format!("{}办结", done.day().zh_short()))
            }
            (None, Some(due)) if due < today => parts::tag_bare(State::Late, "过期"),
            (None, Some(due)) if due <= today.plus_days(7) => {
                parts::tag_bare(State::Soon, "快到期")
            }
            (None, _) => parts::tag_bare(State::Due, "在办"),
        }
    }
}

fn wanted(ctx: &Ctx, req: &Req) -> Wanted {
    let person = ctx.actor.person();
    let sees_units = !ctx.sight(&SEE_RECORD).is_empty();
    let is_mine = !sees_units || req.query("whose") == "mine";
    Wanted {
        owner: person.filter(|_| is_mine),
        me: person.unwrap_or_default(),
        is_open: req.query("all") != "1",
    }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let wanted = wanted(ctx, req);
    let is_mine = wanted.owner.is_some();
    let pager = Pager::of(req, PER_PAGE, store::count(ctx, read, &wanted)?);
    let items = store::list(ctx, read, &wanted, pager)?;
    let scope = match ctx.actor.hat() {
        Some(hat) if !is_mine => format!("{}及下级", hat.unit.short_name),
        _ => "由我负责的".to_owned(),
    };
    let sight = ctx.sight(&SEE_RECORD);
    let own = ctx.actor.hat().map(|hat| hat.unit.id).filter(|_| ctx.carries(&FINISH));
    let line = |item: Item| {
        let opens = Kinds::built_in().find(&item.kind).is_some_and(|it| it.open_to_members);
        let url = if opens || !sight.is_empty() { item.record.url() } else { String::new() };
        let may_finish = item.done_at.is_none() && (item.is_mine || own == Some(item.unit));
        Line { tag: item.tag(ctx.today), url, may_finish, item }
    };
    let lines: Vec<Line> = items.into_iter().map(line).collect();
    let page = List {
        req_once: lines.iter().map(|_| req.once()).collect(),
        lines,
        scope: parts::scope(&format!("范围：{scope}"), &pager.words("项")),
        pager: parts::pager(req, pager),
        is_mine,
        is_all: !wanted.is_open,
        offers_units: !sight.is_empty(),
        back: req.with_query("page", ""),
    };
    Ok(Page::of("议定事项", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}
