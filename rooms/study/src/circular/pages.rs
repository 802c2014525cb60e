//! One circular: for who writes it the draft; for a unit what is written of it, what shows it, and what it says to that.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{Markup, Page, Reply, Req, Section, parts};

use super::{Addressed, Circular, actions, store, words};
use crate::{ANSWER, CIRCULAR, SEE_GROUP, year};

/// A circular as its viewer comes to it.
pub(super) struct Seen {
    pub(super) circular: Circular,
    /// Whose it is.
    pub(super) place: Place,
    pub(super) may_write: bool,
    pub(super) to: Vec<Addressed>,
    /// The hat's unit, where it goes there.
    pub(super) own: Option<Place>,
}

/// A draft: for who writes it. Shown: those whom it names, and who stands above them. Closed: who stands above its unit, too.
pub(super) fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    let circular = store::find(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, circular.unit)?.ok_or(Error::NotFound)?;
    let to = store::addressed(read, id)?;
    let sight = ctx.sight(&SEE_GROUP);
    let may_write = ctx.allows(&CIRCULAR, &place);
    let is_out = circular.closed_at.is_some() || circular.shown_at.is_some();
    let ids: Vec<i64> = to.iter().map(|it| it.unit).collect();
    let hat = ctx.actor.hat().map(|hat| hat.unit.clone()).filter(|unit| ids.contains(&unit.id));
    let own = hat.filter(|unit| is_out && sight.holds(unit));
    let is_above = circular.closed_at.is_some() && sight.holds(&place);
    let in_sight = || -> Result<bool> {
        Ok(is_out && Place::find_all(read, &ids)?.iter().any(|unit| sight.holds(unit)))
    };
    if may_write || own.is_some() || is_above || in_sight()? {
        return Ok(Seen { circular, place, may_write, to, own });
    }
    Err(Error::NotFound)
}

/// One that may be written by the viewer: to everybody else it is not there.
fn mine(ctx: &Ctx, req: &Req) -> Result<Circular> {
    let id: i64 = req.id("circular")?;
    let seen = ctx.read(|read| find(ctx, read, id))?;
    if seen.may_write { Ok(seen.circular) } else { Err(Error::NotFound) }
}

struct FactLine {
    words: String,
    is_missing: bool,
    url: String,
    right: &'static str,
    right_url: String,
}

/// What the hat's unit finds in it.
struct Own {
    name: String,
    /// Paragraphs that name it.
    lines: Vec<String>,
    facts: Vec<FactLine>,
    opinion: Option<String>,
    said: Option<String>,
    known: Option<String>,
    may_answer: bool,
}

struct UnitLine {
    name: String,
    url: String,
    words: String,
    opinion: String,
    /// Its facts are no longer what the draft was written from.
    is_changed: bool,
}

#[derive(Template)]
#[template(path = "circular/show.html")]
struct Show {
    it: Circular,
    issuer: String,
    tag: Markup,
    problems: Markup,
    key: Markup,
    once: Markup,
    is_draft: bool,
    may_write: bool,
    fields: Vec<Markup>,
    until: Markup,
    number: Markup,
    /// Names of persons that stand in the draft.
    names: Vec<String>,
    is_recalled: bool,
    waiting: usize,
    units: Vec<UnitLine>,
    own: Option<Own>,
    field: Markup,
    /// Each with whether it is a head.
    lines: Vec<(bool, String)>,
    year_url: String,
    record_url: Option<String>,
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = find(ctx, read, req.id("circular")?)?;
    let Seen { circular: it, place, may_write, to, own } = seen;
    let is_draft = it.closed_at.is_none();
    let years =
        if is_draft && may_write { year::below(ctx, read, &place, it.year)?.0 } else { Vec::new() };
    let own = own.map(|unit| of_own(ctx, read, &it, &to, &unit)).transpose()?;
    let names = if is_draft && may_write { persons_in(ctx, read, &it, &to)? } else { Vec::new() };
    let form = &req.form;
    let last = it.shown_until.unwrap_or_else(|| ctx.today.plus_days(5));
    let page = Show {
        issuer: place.name.clone(),
        tag: it.tag(),
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        fields: vec![
            parts::field_text(form, "title", "标题", "", &it.title),
            parts::field_area(form, "body", "正文", "一行一段；写单位，不写人", &it.body),
        ],
        until: parts::field_day(form, "until", "请他们哪天以前回话", "", &last.to_string()),
        number: parts::field_text(form, "number", "文号", "如：政治部〔2026〕12号", &it.number),
        names,
        is_recalled: years.iter().flat_map(|it| &it.duties).any(|it| it.is_recalled),
        waiting: actions::waited_for(&it, &to, ctx.today),
        units: to.iter().filter(|_| may_write).map(|unit| unit_line(&it, unit, &years)).collect(),
        field: parts::field_area(form, "words", "哪里不对", "写清哪一句、应当是怎样", ""),
        lines: it.body.lines().map(|line| (words::head(line).is_some(), line.to_owned())).collect(),
        year_url: format!("/study/years/{}?year={}", place.id, it.year),
        record_url: it
            .record
            .filter(|_| may_write && ctx.carries(&record::SEE_RECORD))
            .map(|id| format!("/records/{id}")),
        own,
        is_draft,
        may_write,
        it,
    };
    let crumbs = [("学习", "/study"), ("通报", "/study/circulars")];
    Ok(Page::of(page.it.title.clone(), &page)?.under(crumbs).section(Section::Learning))
}

/// What is written of the hat's unit, and its facts of today with what shows each.
fn of_own(ctx: &Ctx, read: &Read, it: &Circular, to: &[Addressed], unit: &Place) -> Result<Own> {
    let addressed = to.iter().find(|of| of.unit == unit.id).ok_or(Error::NotFound)?;
    let year = year::beside(ctx, read, unit, it.year)?;
    let facts = year.map(|it| words::facts(&it)).unwrap_or_default();
    let line = |it: words::Fact| FactLine {
        words: it.words,
        is_missing: it.is_missing,
        url: it.url,
        right: it.right.0,
        right_url: it.right.1,
    };
    let lines = words::naming(&it.body, &unit.name).into_iter().map(str::to_owned);
    Ok(Own {
        name: unit.name.clone(),
        lines: lines.collect(),
        facts: facts.into_iter().map(line).collect(),
        opinion: addressed.opinion.clone(),
        said: addressed.said_at.map(|at| at.day().zh()),
        known: addressed.known_at.map(|at| at.day().zh()),
        may_answer: ctx.allows(&ANSWER, unit),
    })
}

/// Names of whoever holds a post in one of the units and stands in the text: two characters alone are too often a word.
fn persons_in(ctx: &Ctx, read: &Read, it: &Circular, to: &[Addressed]) -> Result<Vec<String>> {
    let units: Vec<i64> = to.iter().map(|it| it.unit).take(500).collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut names = store::holders(read, &units, ctx.today)?;
    names.retain(|name| name.chars().count() > 2 && it.body.contains(name.as_str()));
    Ok(names)
}

fn unit_line(it: &Circular, unit: &Addressed, years: &[year::Year]) -> UnitLine {
    let now = years.iter().find(|year| year.unit.id == unit.unit);
    let is_changed = now.is_some_and(|now| words::kept(&words::facts(now)) != unit.facts);
    let words = match (it.closed_at, unit.known_at, unit.said_at, unit.opinion.as_deref()) {
        (Some(_), Some(at), ..) => format!("{}知道了", at.day().zh_short()),
        (Some(_), None, ..) => "还没有点知道了".to_owned(),
        (None, _, Some(at), Some("")) => format!("{}回话：没有意见", at.day().zh_short()),
        (None, _, Some(at), _) => format!("{}提了意见", at.day().zh_short()),
        (None, ..) if it.shown_at.is_some() => "还没有回话".to_owned(),
        (None, ..) => String::new(),
    };
    UnitLine {
        name: unit.name.clone(),
        url: format!("/study/groups/{}?year={}", unit.unit, it.year),
        words,
        opinion: unit.opinion.clone().unwrap_or_default(),
        is_changed,
    }
}

pub(super) fn draft(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    let year: Option<i16> = reader.id("year");
    reader.check()?;
    let (unit, year) = unit.zip(year).ok_or(Error::NotFound)?;
    let place = ctx.read(|read| Place::find(read, unit))?.ok_or(Error::NotFound)?;
    if !ctx.sight(&SEE_GROUP).holds(&place) {
        return Err(Error::NotFound);
    }
    let id = actions::draft(ctx, unit, year)?;
    Ok(Reply::to(format!("/study/circulars/{id}")).saying("按记录和判定写好了初稿，请核对"))
}

pub(super) fn edit(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let now = mine(ctx, req)?;
    let reader = req.form.reader();
    let title = reader.text("title", "标题", 80);
    reader.many("body");
    let body = text::intake_lines(req.form.value("body"), 20_000).unwrap_or_else(|fault| {
        reader.fault("body", format!("正文：{fault}"));
        String::new()
    });
    if body.is_empty() {
        reader.fault("body", "请写正文");
    }
    let version = reader.version();
    reader.check()?;
    let it = Circular { title, body, version, ..now };
    actions::edit(ctx, &it)?;
    Ok(Reply::to(it.url()).saying("已存"))
}

pub(super) fn rewrite(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let now = mine(ctx, req)?;
    let reader = req.form.reader();
    let version = reader.version();
    reader.check()?;
    actions::rewrite(ctx, &Circular { version, ..now.clone() })?;
    Ok(Reply::to(now.url()).saying("按今天的记录重写了"))
}

pub(super) fn show_to_units(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = mine(ctx, req)?;
    let reader = req.form.reader();
    let until: Day = reader.day("until", "回话的最后一天");
    if until < ctx.today && req.form.fault("until").is_none() {
        reader.fault("until", "最后一天已经过去");
    }
    reader.check()?;
    actions::show(ctx, &it, until)?;
    Ok(Reply::to(it.url()).saying("通报里写到的单位都看得到初稿了"))
}

pub(super) fn close(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let now = mine(ctx, req)?;
    let reader = req.form.reader();
    let number = reader.text("number", "文号", 60);
    let version = reader.version();
    reader.check()?;
    actions::close(ctx, &Circular { version, ..now.clone() }, &number)?;
    Ok(Reply::to(now.url()).saying("已印发存档，下级首页上看得到"))
}

pub(super) fn discard(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = mine(ctx, req)?;
    req.form.reader().check()?;
    actions::discard(ctx, &it)?;
    Ok(Reply::to("/study/circulars").saying("这份草稿已作废"))
}

/// The hat's unit, where the circular goes there.
fn own(ctx: &Ctx, req: &Req) -> Result<(Circular, i64)> {
    let id: i64 = req.id("circular")?;
    let seen = ctx.read(|read| find(ctx, read, id))?;
    let unit = seen.own.ok_or(Error::NotFound)?;
    Ok((seen.circular, unit.id))
}

pub(super) fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, unit) = own(ctx, req)?;
    let reader = req.form.reader();
    let says = reader.choice("says", "有没有意见", &["right", "wrong"]);
    reader.many("words");
    let words = match says.as_str() {
        "wrong" => text::intake_lines(req.form.value("words"), 1_000).unwrap_or_else(|fault| {
            reader.fault("words", format!("意见：{fault}"));
            String::new()
        }),
        _ => String::new(),
    };
    if says == "wrong" && words.is_empty() {
        reader.fault("words", "请写哪里不对");
    }
    reader.check()?;
    actions::answer(ctx, &it, unit, &words)?;
    let said = if words.is_empty() { "已回话：没有意见" } else { "意见已告诉上级" };
    Ok(Reply::to(it.url()).saying(said))
}

pub(super) fn know(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, unit) = own(ctx, req)?;
    req.form.reader().check()?;
    actions::know(ctx, &it, unit)?;
    Ok(Reply::to(it.url()).saying("知道了"))
}
