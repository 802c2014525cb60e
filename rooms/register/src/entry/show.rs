//! The page of one entry: what it is, and what was held with it, by whom may see that.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use record::Naming;
use web::{Markup, Page, Pager, Req, Section, parts};

use super::{EDIT, END, Entry, Seen, seen};
use crate::{SEE, sort::Sort, studio};

const PER_PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "entry/show.html")]
struct Show {
    entry: Entry,
    sort: &'static Sort,
    days: String,
    tag: Markup,
    /// The end is near, for the keeper.
    warning: String,
    /// Title and lines, in the order of the sort.
    facts: Vec<(String, Vec<String>)>,
    may_edit: bool,
    may_end: bool,
    /// What the viewer may draft that names it.
    drafts: Vec<(&'static str, String)>,
    lines: Vec<Naming>,
    scope: Markup,
    pager: Markup,
    studio: Markup,
}

/// Title and lines of what is filled in.
pub(crate) fn facts(entry: &Entry, sort: &Sort) -> Vec<(String, Vec<String>)> {
    let mut kept = entry.facts();
    let filled =
        sort.fields.iter().filter_map(|it| Some((it.title.clone(), kept.remove(&it.key)?)));
    filled.map(|(title, words)| (title, words.lines().map(str::to_owned).collect())).collect()
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen(ctx, read, req.id("id")?)?;
    let Seen { entry, sort, place, .. } = &seen;
    let list = |total| Pager::of_list(req, "held", PER_PAGE, total);
    let (pager, lines) = record::naming(ctx, read, entry.id, list)?;
    ctx.viewed(&SEE, format!("register:{}", entry.id), lines.len());
    let is_open = entry.ended_at.is_none();
    let may_edit = is_open && ctx.allows(&EDIT, place);
    let is_over = entry.is_over(ctx.today);
    let page = Show {
        days: entry.days_zh(),
        tag: entry.tag(ctx.today),
        warning: if may_edit { warning(ctx, entry, sort) } else { String::new() },
        facts: facts(entry, sort),
        may_edit,
        may_end: is_open && ctx.allows(&END, place),
        drafts: if is_over {
            Vec::new()
        } else {
            record::drafts_naming(ctx, &entry.sort, entry.id)
        },
        lines,
        scope: parts::scope("您看得到的", &pager.words("次")),
        pager: parts::pager_of_list(req, "held", pager),
        studio: studio::part(ctx, read, req, &seen)?,
        sort,
        entry: entry.clone(),
    };
    let crumbs = [
        ("名录".to_owned(), "/registers".to_owned()),
        (sort.title.clone(), format!("/registers?sort={}", sort.key)),
    ];
    Ok(Page::of(page.entry.name.clone(), &page)?.under(crumbs).section(Section::Life))
}

fn warning(ctx: &Ctx, entry: &Entry, sort: &Sort) -> String {
    let Some(to) = entry.to_on else { return String::new() };
    match ctx.today.days_until(to) - 1 {
        left if left < 0 => "已经到期，不能再选它。续签了，把最后一天改到新的日期。".to_owned(),
        left if left <= sort.warns_days => format!(
            "{}到期。续签的，把最后一天改到新的日期；不再续的，到期自己结束。",
            to.plus_days(-1).zh()
        ),
        _ => String::new(),
    }
}
