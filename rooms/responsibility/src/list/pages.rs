//! The index, a list by class, issuing.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use record::SEE_RECORD;
use rules::Rules;
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, State},
};

use super::{
    List, actions,
    seen::{self, Seen},
    store, year_days,
};
use crate::{
    DRAFT, ISSUE, REVIEW,
    class::{Class, classes},
    item::{self, Item},
    proof::{Deed, Evidence},
    review,
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/responsibilities", Door::See(SEE_RECORD), index),
        Route::act("/responsibilities", DRAFT, start).again(index),
        Route::page("/responsibilities/mine", Door::SignedIn, super::mine),
        Route::page("/responsibilities/{id}", Door::See(SEE_RECORD), show),
        Route::page("/responsibilities/{id}/issue", Door::Do(ISSUE), issuing),
        Route::act("/responsibilities/{id}/issue", ISSUE, issue).again(issuing),
    ]
}

#[derive(Template)]
#[template(path = "list/index.html")]
struct Index<'p> {
    req: &'p Req,
    problems: Markup,
    unit: i64,
    /// (year, edition, url)
    own: Vec<(i16, String, String)>,
    own_scope: Markup,
    /// Years whose list may be begun.
    to_start: Vec<i16>,
    leads: bool,
    year: i16,
    below: Vec<store::Line>,
    scope: Markup,
    pager: Markup,
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    let may = ctx.allows(&DRAFT, &hat.unit) && review::is_for(&hat.unit.kind);
    let own: Vec<List> = store::of_unit(read, hat.unit.id)?
        .into_iter()
        .filter(|it| may || it.issued_at.is_some())
        .collect();
    let year = ctx.today.year();
    let next = (ctx.today.month() >= 11).then_some(year + 1);
    let is_new = |it: &i16| own.iter().all(|list| list.year != *it);
    let total = store::count_below(ctx, read, hat.unit.id, year)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let page = Index {
        req,
        problems: parts::problems(&req.form),
        unit: hat.unit.id,
        to_start: [Some(year), next].into_iter().flatten().filter(is_new).filter(|_| may).collect(),
        own_scope: parts::scope(
            &format!("范围：{}，各年", hat.unit.short_name),
            &format!("共{}份", own.len()),
        ),
        own: own.iter().map(|it| (it.year, it.edition_zh(), it.url())).collect(),
        leads: may || total > 0,
        year,
        below: store::below(ctx, read, (hat.unit.id, year), pager.span())?,
        scope: parts::scope(
            &format!("范围：{}的下级，{year}年，已印发的", hat.unit.short_name),
            &pager.words("份"),
        ),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("责任清单", &page)?.section(Section::Supervision))
}

fn start(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: i64 = reader.id("unit").unwrap_or_default();
    let year: i16 = reader.id("year").unwrap_or_default();
    reader.check()?;
    let id = actions::start(ctx, unit, year)?;
    Ok(Reply::to(format!("/responsibilities/{id}"))
        .saying("按规定起草好了，改一改、加上自己的，再印发"))
}

/// What proves an item, and the sentences of its holders.
pub(crate) struct Line {
    pub(crate) words: String,
    /// (words, whether it was compared with the text)
    pub(crate) source: Option<(String, bool)>,
    pub(crate) tag: Markup,
    /// (words, URL); talks have none.
    pub(crate) deeds: Vec<(String, String)>,
    pub(crate) said: Vec<String>,
    pub(crate) edit: Option<String>,
    /// Where the holder adds his sentence: URL, what stands there.
    pub(crate) say: Option<(String, String)>,
    pub(crate) id: i64,
}

struct Part {
    title: &'static str,
    holders: String,
    lines: Vec<Line>,
    /// Its records are each holder's own.
    is_personal: bool,
    key: &'static str,
}

#[derive(Template)]
#[template(path = "list/show.html")]
struct Show {
    title: String,
    say: String,
    url: String,
    parts: Vec<Part>,
    may_change: bool,
    may_issue: bool,
    may_review: bool,
    may_report: bool,
    filed: Option<i64>,
    /// (名称, record)
    reviews: Vec<(String, i64)>,
}

pub(crate) fn line(ctx: &Ctx, item: &Item, deeds: &[&Deed], said: Vec<String>) -> Line {
    let rules = ctx.part::<Rules>();
    let source =
        item.usual().map(|it| (rules.source(&it.text, &it.article), it.confidence == "found"));
    let tag = match (deeds.len(), said.is_empty()) {
        (0, true) => parts::tag(State::Due, "还没有证明"),
        (0, false) => parts::tag(State::Done, "有说明"),
        (n, _) => parts::tag(State::Done, &format!("有记录{n}条")),
    };
    let deeds = deeds.iter().rev().map(|it| (it.zh(), format!("/records/{}", it.id)));
    Line {
        words: item.words.clone(),
        source,
        tag,
        deeds: deeds.collect(),
        said,
        edit: None,
        say: None,
        id: item.id,
    }
}

/// Today, or the last day of the year of a list.
pub(crate) fn until(list: &List, today: Day) -> (Day, Day) {
    let (first, last) = year_days(list.year);
    (first, today.min(last).max(first))
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    let list = &seen.list;
    let may_change = seen.may_draft && list.issued_at.is_none();
    let evidence = Evidence::of_unit(read, list, until(list, ctx.today))?;
    let said = item::store::words_of(read, list.id)?;
    let posts = people::held_in(read, list.unit, ctx.today)?;
    let part = |class: &'static Class| {
        let of_class = seen.items.iter().filter(|it| it.class == class.key);
        let lines = of_class.map(|it| {
            let deeds: Vec<&Deed> = evidence.of(it).collect();
            let words = said.iter().filter(|(item, ..)| *item == it.id);
            let edit = may_change.then(|| format!("/responsibilities/items/{}", it.id));
            Line { edit, ..line(ctx, it, &deeds, words.map(|(.., words)| words.clone()).collect()) }
        });
        let mut names: Vec<&str> = posts
            .iter()
            .filter(|it| class.posts.contains(&it.kind))
            .map(|it| it.name.as_str())
            .collect();
        names.dedup();
        Part {
            title: &class.title,
            holders: names.join("、"),
            lines: lines.collect(),
            is_personal: !class.posts.is_empty(),
            key: &class.key,
        }
    };
    let page = Show {
        title: seen.title(),
        say: format!("{}。", list.edition_zh()),
        url: list.url(),
        parts: classes().iter().map(part).filter(|it| may_change || !it.lines.is_empty()).collect(),
        may_change,
        may_issue: may_change && ctx.allows(&ISSUE, &seen.place),
        may_review: list.issued_at.is_some() && ctx.allows(&REVIEW, &seen.place),
        may_report: review::reports(&seen.place.kind),
        filed: list.filed,
        reviews: review::store::of_list(read, list.id)?
            .into_iter()
            .map(|(half, record)| (review::half_zh(list.year, half), record))
            .collect(),
    };
    Ok(Page::of(page.title.clone(), &page)?
        .under([("责任清单", "/responsibilities")])
        .section(Section::Supervision))
}

#[derive(Template)]
#[template(path = "list/issue.html")]
struct Issue {
    title: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    url: String,
    fields: Vec<Markup>,
}

/// The draft of the request, for who may issue it.
fn to_issue(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    if !ctx.allows(&ISSUE, &seen.place) {
        return Err(Error::NotFound);
    }
    match seen.list.issued_at {
        None => Ok(seen),
        Some(_) => Err(Error::Conflict("这份清单已经印发了".into())),
    }
}

fn issuing(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = to_issue(ctx, read, req)?;
    let page = Issue {
        title: seen.title(),
        say: format!(
            "共{}项。印发以后不再改；任职的人在“我的责任清单”里各看各的。",
            seen.items.len()
        ),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(seen.list.version),
        url: seen.list.url(),
        fields: vec![
            parts::field_text(&req.form, "number", "文号", "没有的可以不填", ""),
            parts::field_text(&req.form, "to", "印发给", "", "班子成员，下级党组织"),
        ],
    };
    let crumbs =
        [("责任清单".to_owned(), "/responsibilities".to_owned()), (seen.title(), seen.list.url())];
    Ok(Page::of("印发责任清单", &page)?.under(crumbs).section(Section::Supervision).task())
}

fn issue(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| to_issue(ctx, read, req))?;
    let reader = req.form.reader();
    let number = reader.optional_text("number", "文号", 40);
    let to = reader.text("to", "印发给", 120);
    let version = reader.version();
    reader.check()?;
    actions::issue(ctx, seen.list.id, version, (&number, &to))?;
    Ok(Reply::to(seen.list.url()).saying("清单已印发"))
}
