//! 审计记录: the search, its page of rows, and what stands on the audit administrator's home page.

use std::collections::BTreeMap;

use act::{Act, Ctx, Result};
use askama::Template;
use calendar::{Day, Instant};
use db::Read;
use systems::Systems;
use web::{Door, Markup, Page, Req, Route, Section, Todo, parts};

use super::{
    ActTitles, SEE, Trail, heads,
    search::{Asked, Found, find},
    store::{self, Meant, Row},
    words,
};

/// People or units of one name that are offered.
const MEANT_AT_MOST: i64 = 20;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/audit", Door::See(SEE), list),
        Route::page("/admin/audit/heads", Door::See(SEE), heads::list),
    ]
}

#[derive(Template)]
#[template(path = "trail/list.html")]
struct List<'p> {
    nav: crate::Nav,
    req: &'p Req,
    is_looks: bool,
    who: String,
    whom: String,
    place: String,
    acts: Vec<(&'static str, &'static str, bool)>,
    /// Several are called so: (words, URL of the search for this one).
    choices: Vec<(String, String)>,
    scope: Markup,
    rows: Vec<Line>,
    looked_back_to: Option<String>,
    next: Option<String>,
    first: Option<String>,
    /// Nobody or nothing is called so.
    unknown: Option<&'static str>,
}

struct Line {
    at: String,
    who: String,
    hat: Option<String>,
    act: String,
    unit: Option<String>,
    about: Option<String>,
    changed: String,
    has_reason: bool,
    rows: i64,
    measure: &'static str,
    /// Address and device.
    origin: Option<(String, String)>,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let acts = titles(ctx);
    let mut asked = asked(req);
    let (mut choices, mut unknown, mut named) = (Vec::new(), None, (None, None));
    let who = req.query("who").trim().to_owned();
    if asked.person.is_none() && !who.is_empty() {
        let meant = store::people(read, &who, MEANT_AT_MOST)?;
        (asked.person, named.0) = only(&meant);
        unknown = meant.is_empty().then_some("没有叫这个名字、警号或账号的人。要写全，不能只写姓");
        choices.extend(offered(req, "person", meant));
    }
    let whom = req.query("whom").trim().to_owned();
    if asked.subject.is_none() && !whom.is_empty() {
        let meant = store::people(read, &whom, MEANT_AT_MOST)?;
        asked.subject = only(&meant).0;
        unknown = unknown
            .or(meant.is_empty().then_some("没有叫这个名字、警号或账号的人。要写全，不能只写姓"));
        choices.extend(offered(req, "subject", meant));
    }
    let place = req.query("place").trim().to_owned();
    if asked.unit.is_none() && !place.is_empty() {
        let meant = store::units(read, &place, MEANT_AT_MOST)?;
        (asked.unit, named.1) = only(&meant);
        unknown = unknown
            .or(meant.is_empty().then_some("没有这个名称或代码的组织。要写全称、简称或代码"));
        choices.extend(offered(req, "unit", meant));
    }
    let found = if unknown.is_some() || !choices.is_empty() {
        Found { rows: Vec::new(), next: None, looked_back_to: None }
    } else {
        find(ctx, read, &asked)?
    };
    ctx.viewed(&SEE, "audit", found.rows.len());
    let scope = scope(read, &asked, named, &acts)?;
    let counted = counted(&found, asked.before.is_some());
    let page = List {
        nav: crate::Nav::on(ctx, "/admin/audit"),
        req,
        is_looks: asked.trail == Trail::Looks,
        acts: offered_acts(&acts, asked.act.as_deref()),
        who,
        whom,
        place,
        choices,
        scope: parts::scope(&scope, &counted),
        next: found.next.map(|(at, id)| req.with_query("before", &format!("{at}.{id}"))),
        first: asked.before.map(|_| req.with_query("before", "")),
        looked_back_to: found.looked_back_to.map(Instant::zh),
        rows: lines(ctx, read, &acts, found.rows)?,
        unknown,
    };
    Ok(Page::of("审计记录", &page)?.section(Section::Admin))
}

fn asked(req: &Req) -> Asked {
    let before = req.query("before").rsplit_once('.');
    let before = before.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let day = |name: &str| req.query(name).parse::<Day>().ok();
    Asked {
        trail: if req.query("trail") == "looks" { Trail::Looks } else { Trail::Acts },
        person: req.query_as("person"),
        subject: req.query_as("subject"),
        act: Some(req.query("act").to_owned()).filter(|act| !act.is_empty()),
        unit: req.query_as("unit"),
        since: day("since"),
        until: day("until"),
        before,
    }
}

fn only(meant: &[Meant]) -> (Option<i64>, Option<String>) {
    if let [one] = meant { (Some(one.id), Some(one.name.clone())) } else { (None, None) }
}

/// Nothing where there is one only.
fn offered(req: &Req, field: &'static str, meant: Vec<Meant>) -> Vec<(String, String)> {
    if meant.len() < 2 {
        return Vec::new();
    }
    let words = |it: &Meant| match &it.beside {
        Some(beside) => format!("{}（{beside}）", it.name),
        None => it.name.clone(),
    };
    meant.iter().map(|it| (words(it), req.with_query(field, &it.id.to_string()))).collect()
}

/// Chinese names of every act; of this room's own where nobody brought the others.
fn titles(ctx: &Ctx) -> BTreeMap<&'static str, &'static str> {
    let all = ctx.core.maybe_part::<ActTitles>();
    let acts: Vec<Act> = all.map_or_else(crate::acts, |all| all.0.clone());
    acts.into_iter().map(|act| (act.key, act.title)).collect()
}

fn offered_acts(
    acts: &BTreeMap<&'static str, &'static str>,
    chosen: Option<&str>,
) -> Vec<(&'static str, &'static str, bool)> {
    acts.iter().map(|(key, title)| (*key, *title, chosen == Some(*key))).collect()
}

/// `named`: person and unit, where they are known already.
fn scope(
    read: &Read,
    asked: &Asked,
    named: (Option<String>, Option<String>),
    acts: &BTreeMap<&str, &str>,
) -> Result<String> {
    let kind = match asked.trail {
        Trail::Acts => "办过的事",
        Trail::Looks => "看过人员信息的",
    };
    let mut parts = vec![kind.to_owned()];
    if let Some(person) = asked.person {
        let name = named.0.map_or_else(|| store::name_of_person(read, person), |it| Ok(Some(it)));
        parts.push(name?.unwrap_or_else(|| "已不在册的人".into()));
    }
    if let Some(subject) = asked.subject {
        let name = store::name_of_person(read, subject)?;
        parts.push(format!("对{}的", name.unwrap_or_else(|| "已不在册的人".into())));
    }
    if let Some(unit) = asked.unit {
        let name = named.1.map_or_else(|| store::name_of_unit(read, unit), |it| Ok(Some(it)));
        parts.push(name?.unwrap_or_else(|| "已撤销的组织".into()));
    }
    parts.extend(asked.act.as_deref().map(|act| acts.get(act).copied().unwrap_or(act).to_owned()));
    parts.push(match (asked.since, asked.until) {
        (None, None) => "不限时间".into(),
        (Some(since), None) => format!("{}以来", since.zh()),
        (None, Some(until)) => format!("到{}为止", until.zh()),
        (Some(since), Some(until)) => format!("{}至{}", since.zh(), until.zh()),
    });
    Ok(parts.join("，"))
}

fn counted(found: &Found, is_later_page: bool) -> String {
    let many = found.rows.len();
    match (&found.next, is_later_page) {
        (Some(_), _) => format!("这一页{many}条，更早的在下一页"),
        (None, true) => format!("这一页{many}条，到头了"),
        (None, false) => format!("共{many}条，全部列出"),
    }
}

fn lines(
    ctx: &Ctx,
    read: &Read,
    acts: &BTreeMap<&'static str, &'static str>,
    rows: Vec<Row>,
) -> Result<Vec<Line>> {
    let about = |row: &Row| row.about.as_deref()?.strip_prefix("person:")?.parse().ok();
    let mut people: Vec<i64> = rows.iter().filter_map(about).collect();
    people.sort_unstable();
    people.dedup();
    let names: BTreeMap<i64, String> = store::names(read, &people)?.into_iter().collect();
    let systems = ctx.part::<Systems>();
    Ok(rows.into_iter().map(|row| line(systems, acts, &names, row)).collect())
}

fn line(
    systems: &Systems,
    acts: &BTreeMap<&'static str, &'static str>,
    names: &BTreeMap<i64, String>,
    row: Row,
) -> Line {
    let hat = match (&row.post_kind, &row.post_unit_kind, row.post_unit) {
        (Some(post), Some(kind), Some(unit)) => {
            Some(format!("{unit}，{}", systems.post_title(post, kind)))
        }
        _ => None,
    };
    let who = row.name.or(row.login).unwrap_or_else(|| words::actor(&row.actor));
    let unit = row.unit.map(|_| row.unit_name.unwrap_or_else(|| "已撤销的组织".into()));
    Line {
        at: row.at.zh(),
        who,
        hat,
        act: acts.get(row.act.as_str()).map_or(row.act.clone(), |title| (*title).to_owned()),
        unit,
        measure: words::measure(row.about.as_deref().unwrap_or_default()),
        about: row.about.map(|about| words::about(&about, names)),
        changed: words::changed(&row.changed),
        has_reason: row.has_reason,
        rows: row.rows_count,
        origin: row.origin.map(|origin| {
            let (address, device) = origin.split_once(' ').unwrap_or((&origin, ""));
            (address.to_owned(), web::device_words(device))
        }),
    }
}

#[derive(Template)]
#[template(path = "trail/home.html")]
struct AtHome {
    last: Option<heads::Signed>,
}

/// The day's code for the one who keeps the paper; what is wrong with signing waits for him.
pub(crate) fn at_home(ctx: &Ctx, read: &Read) -> Result<(Vec<Todo>, Vec<Markup>)> {
    if !ctx.carries(&SEE) {
        return Ok((Vec::new(), Vec::new()));
    }
    let last = heads::last(read)?;
    let todo = heads::overdue(ctx.today, last.as_ref());
    let card = AtHome { last }.render().map_err(anyhow::Error::from)?;
    Ok((todo.into_iter().collect(), vec![Markup(card)]))
}
