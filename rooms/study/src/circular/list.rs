//! 通报: those of one's own unit, those that came, those of the levels below.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::store;
use crate::SEE_GROUP;

const PER_PAGE: i64 = 50;

struct Line {
    title: String,
    url: String,
    words: String,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "circular/list.html")]
struct List {
    lines: Vec<Line>,
    scope: Markup,
    pager: Markup,
    /// The page of the groups below, out of which one is drafted.
    year: Option<String>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let pager = Pager::of(req, PER_PAGE, store::count(ctx, read)?);
    let line = |it: store::Listed| {
        let on =
            it.circular.closed_at.map_or_else(String::new, |at| format!("，{}", at.day().zh()));
        Line {
            url: it.circular.url(),
            words: format!("{}{on}", it.issuer),
            tag: it.circular.tag(),
            title: it.circular.title,
        }
    };
    let lines = store::list(ctx, read, pager.span())?.into_iter().map(line).collect();
    let hat = ctx.actor.hat().filter(|_| ctx.carries(&SEE_GROUP));
    let page = List {
        lines,
        scope: parts::scope(
            "中心组学习的通报：本单位印发的、收到的、下级印发的",
            &pager.words("份"),
        ),
        pager: parts::pager(req, pager),
        year: hat.map(|hat| format!("/study/years/{}", hat.unit.id)),
    };
    Ok(Page::of("通报", &page)?.under([("学习", "/study")]).section(Section::Learning))
}
