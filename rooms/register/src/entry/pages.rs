//! The list, and the forms of an entry.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use record::Switched;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    Entry, Seen, actions,
    actions::{EDIT, END, ENTER},
    form, seen, sheet, show,
    store::{self, Filter},
};
use crate::{
    SEE,
    sort::{self, Sort},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/registers", Door::SignedIn, list),
        Route::page("/registers/new", Door::Do(ENTER), new),
        Route::act("/registers", ENTER, enter).again(new),
        Route::own_act("/registers/lists", sheet::take),
        Route::page("/registers/{id}", Door::SignedIn, show::show),
        Route::page("/registers/{id}/editing", Door::Do(EDIT), editing),
        Route::act("/registers/{id}/editing", EDIT, edit).again(editing),
        Route::page("/registers/{id}/ending", Door::Do(END), ending),
        Route::act("/registers/{id}/ending", END, end).again(ending),
    ]
}

const PER_PAGE: i64 = 50;

/// A sort above the list: title, URL, whether it is the one shown.
struct Tab {
    title: &'static str,
    url: String,
    is_open: bool,
}

struct Line {
    entry: Entry,
    /// The first of its facts.
    first: String,
    days: String,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "entry/list.html")]
struct List {
    tabs: Vec<Tab>,
    sort: &'static Sort,
    first: &'static str,
    lines: Vec<Line>,
    words: String,
    state: String,
    is_filtered: bool,
    may_enter: bool,
    is_off: bool,
    covers: bool,
    may_take: bool,
    lists: String,
    scope: Markup,
    pager: Markup,
}

/// Sort, words and state as the page asks for them.
pub(super) fn asked(ctx: &Ctx, read: &Read, req: &Req) -> Result<(&'static Sort, Filter)> {
    let sort = match req.query("sort") {
        "" => sort::all().first().ok_or(Error::NotFound)?,
        key => sort::find(key).ok_or(Error::NotFound)?,
    };
    let state = match req.query("state") {
        "" => "open",
        "all" => "",
        state => state,
    };
    let filter = Filter {
        sort: sort.key.clone(),
        words: req.query("q").trim().to_owned(),
        state: state.to_owned(),
        above: super::above(ctx, read)?,
    };
    Ok((sort, filter))
}

/// 范围：临江县公安局机关党委及下级登记的，和上级登记的；教育基地
pub(super) fn scope_words(ctx: &Ctx, sort: &Sort) -> String {
    match ctx.actor.hat() {
        Some(hat) => {
            format!("{}：{}及下级登记的，上级登记的也能用", sort.title, hat.unit.short_name)
        }
        None => format!("{}：本人所在支部和上级登记的", sort.title),
    }
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (sort, filter) = asked(ctx, read, req)?;
    let pager = Pager::of(req, PER_PAGE, store::count(ctx, read, &filter)?);
    let lines = store::list(ctx, read, &filter, pager.span())?;
    let key = sort.fields.first().map_or("", |it| it.key.as_str());
    let line = |entry: Entry| Line {
        first: entry.facts().remove(key).unwrap_or_default(),
        days: entry.days_zh(),
        tag: entry.tag(ctx.today),
        entry,
    };
    let keeper = ctx.actor.hat().filter(|hat| sort.is_kept_by(&hat.unit.kind));
    let keeper = keeper.filter(|hat| ctx.allows(&ENTER, &hat.unit));
    let runs = match keeper {
        Some(hat) => Switched::in_unit(ctx, read, hat.unit.id)?.runs(&sort.system),
        None => true,
    };
    let page = List {
        tabs: tabs(sort),
        first: sort.fields.first().map_or("", |it| it.title.as_str()),
        lines: lines.into_iter().map(line).collect(),
        is_filtered: !filter.words.is_empty() || filter.state != "open",
        words: filter.words,
        state: req.query("state").to_owned(),
        may_enter: keeper.is_some() && runs,
        is_off: !runs,
        covers: sort.studio.is_some() && !ctx.sight(&SEE).is_empty(),
        may_take: ctx.carries(&SEE),
        lists: req.with_query("page", "").replacen("/registers", "/registers/lists", 1),
        scope: parts::scope(&scope_words(ctx, sort), &pager.words(&sort.measure)),
        pager: parts::pager(req, pager),
        sort,
    };
    Ok(Page::of("名录", &page)?.under([("组织生活", "/records")]).section(Section::Life))
}

fn tabs(open: &Sort) -> Vec<Tab> {
    let tab = |it: &'static Sort| Tab {
        title: &it.title,
        url: format!("/registers?sort={}", it.key),
        is_open: it.key == open.key,
    };
    sort::all().iter().map(tab).collect()
}

#[derive(Template)]
#[template(path = "entry/form.html")]
struct Form {
    heading: String,
    say: String,
    note: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    /// The sort, of what is not there yet.
    sort: String,
    url: String,
    back: String,
    fields: Vec<Markup>,
    button: String,
}

fn page(form: &Form, crumb: (String, String)) -> Result<Page> {
    Ok(Page::of(form.heading.clone(), form)?
        .under([("名录".to_owned(), "/registers".to_owned()), crumb])
        .section(Section::Life)
        .task())
}

/// The unit of the hat worn, where it keeps this sort.
fn keeper(ctx: &Ctx, sort: &Sort) -> Result<Place> {
    let hat = ctx.actor.hat().filter(|hat| ctx.allows(&ENTER, &hat.unit));
    let hat = hat.filter(|hat| sort.is_kept_by(&hat.unit.kind));
    hat.map(|hat| hat.unit.clone()).ok_or(Error::NotFound)
}

fn sort_of(req: &Req) -> Result<&'static Sort> {
    let key = match req.form.value("sort") {
        "" => req.query("sort"),
        typed => typed,
    };
    sort::find(key).ok_or(Error::NotFound)
}

fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sort = sort_of(req)?;
    let place = keeper(ctx, sort)?;
    let back = format!("/registers?sort={}", sort.key);
    let form = Form {
        heading: format!("登记{}", sort.title),
        say: format!("由{}登记，下级组织都能用。", place.short_name),
        note: format!("{}，保管{}。", sort.label.zh(), sort.retention.zh()),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        sort: sort.key.clone(),
        url: "/registers".into(),
        fields: form::fields(read, &req.form, (sort, &place), None, ctx.today)?,
        button: format!("登记{}", sort.title),
        back: back.clone(),
    };
    page(&form, (sort.title.clone(), back))
}

fn enter(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let keys: Vec<&str> = sort::all().iter().map(|it| it.key.as_str()).collect();
    let key = reader.choice("sort", "种类", &keys);
    let sort = sort::find(&key).ok_or(Error::NotFound)?;
    let place = keeper(ctx, sort)?;
    let new = form::sent(&reader, sort);
    reader.check()?;
    let id = actions::enter(ctx, place.id, &new)?;
    Ok(Reply::to(format!("/registers/{id}")).saying(format!("已登记：{}", new.name)))
}

/// One that is not ended, for whoever may do `act` upon its keeper.
fn open(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Seen> {
    let seen = seen(ctx, read, req.id("id")?)?;
    let may = seen.entry.ended_at.is_none() && ctx.allows(act, &seen.place);
    if may { Ok(seen) } else { Err(Error::NotFound) }
}

fn editing(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Seen { entry, sort, place, .. } = open(ctx, read, req, &EDIT)?;
    let form = Form {
        heading: format!("修改：{}", entry.name),
        say: format!("由{}登记。", place.short_name),
        note: String::new(),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(entry.version),
        sort: String::new(),
        url: format!("{}/editing", entry.url()),
        fields: form::fields(read, &req.form, (sort, &place), Some(&entry), ctx.today)?,
        button: "存下修改".into(),
        back: entry.url(),
    };
    page(&form, (entry.name.clone(), entry.url()))
}

fn edit(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let entry = ctx.read(|read| store::find(read, id))?.ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let new = form::sent(&reader, entry.sort().ok_or(Error::NotFound)?);
    reader.check()?;
    actions::edit(ctx, id, reader.version(), &new)?;
    Ok(Reply::to(entry.url()).saying("已修改"))
}

fn ending(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Seen { entry, .. } = open(ctx, read, req, &END)?;
    let today = ctx.today.to_string();
    let fields = vec![
        parts::field_day(&req.form, "last", "最后一天", "过了这一天不能再选它", &today),
        parts::field_text(&req.form, "why", "为什么结束", "例如：协议到期，不再续签", ""),
    ];
    let form = Form {
        heading: format!("结束：{}", entry.name),
        say: "只是不再用，不删除：以前的活动和记录都留着。".into(),
        note: String::new(),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(entry.version),
        sort: String::new(),
        url: format!("{}/ending", entry.url()),
        fields,
        button: "结束".into(),
        back: entry.url(),
    };
    page(&form, (entry.name.clone(), entry.url()))
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let last = reader.day("last", "最后一天");
    let why = reader.text("why", "为什么结束", 100);
    reader.check()?;
    actions::end(ctx, id, reader.version(), (last, &why))?;
    Ok(Reply::to(format!("/registers/{id}")).saying("已结束，以前的记录都留着"))
}
