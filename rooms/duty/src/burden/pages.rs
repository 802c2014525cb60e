//! The ledger for everybody, the form for a city and above.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use systems::{Level, Systems};
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    Burden, DIRECTIVE, NewDemand, SORTS, Source,
    actions::{self, END, ENTER},
    sort_zh, store,
};

const MINUTES_AT_MOST: i64 = 10_000;

/// A line of the ledger as the page shows it.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) quote: String,
    pub(super) what: &'static str,
    pub(super) setter: String,
    pub(super) document_no: String,
    pub(super) owner: String,
    pub(super) span: String,
    pub(super) minutes: String,
    end: Option<String>,
}

/// The sum of a level.
pub(super) struct Sum {
    pub(super) level: &'static str,
    pub(super) count: usize,
    pub(super) minutes: i64,
    pub(super) unmeasured: usize,
}

#[derive(Template)]
#[template(path = "burden/ledger.html")]
struct Ledger {
    unit: String,
    minutes: i64,
    sums: Vec<Sum>,
    here: Vec<Line>,
    below: Vec<Line>,
    may_take: bool,
    may_enter: bool,
    key: Markup,
}

/// The ledger as its page and its papers show it.
pub(super) struct Found {
    pub(super) unit: String,
    pub(super) place: Option<Place>,
    pub(super) minutes: i64,
    pub(super) sums: Vec<Sum>,
    pub(super) here: Vec<Line>,
    pub(super) below: Vec<Line>,
}

pub(super) fn found(ctx: &Ctx, read: &Read) -> Result<Found> {
    let place = whose(ctx, read)?;
    let (unit, all) = match &place {
        Some(place) => (place.name.clone(), store::ledger(read, place.id, ctx.today)?),
        None => ("您".to_owned(), Vec::new()),
    };
    let home = ctx.actor.hat().map(|hat| hat.unit.id);
    let line = |it: &Burden| line(ctx, it, home);
    let runs = |it: &&Burden| it.is_above && it.from_on <= ctx.today;
    let is_leading = place.as_ref().is_some_and(|it| !crate::kinds::is_branch(&it.kind));
    Ok(Found {
        minutes: all.iter().filter(runs).filter_map(|it| it.minutes).sum(),
        sums: sums(ctx.part::<Systems>(), all.iter().filter(runs)),
        here: all.iter().filter(|it| it.is_above).map(line).collect(),
        below: all.iter().filter(|it| !it.is_above && is_leading).map(line).collect(),
        unit,
        place,
    })
}

pub(crate) fn ledger(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Found { unit, minutes, sums, here, below, .. } = found(ctx, read)?;
    let page = Ledger {
        may_take: !here.is_empty() || !below.is_empty(),
        minutes,
        sums,
        here,
        below,
        unit,
        may_enter: ctx.carries(&ENTER),
        key: req.once(),
    };
    let crumbs = [("条例和规定", "/regulations")];
    Ok(Page::of("负担台账", &page)?.under(crumbs).section(Section::Life))
}

/// The hat's unit; a member without one asks for his own branch.
fn whose(ctx: &Ctx, read: &Read) -> Result<Option<Place>> {
    if let Some(hat) = ctx.actor.hat() {
        return Ok(Some(hat.unit.clone()));
    }
    let Some(person) = ctx.actor.person() else { return Ok(None) };
    match people::unit_of(read, person)? {
        Some(unit) => Place::find(read, unit),
        None => Ok(None),
    }
}

fn line(ctx: &Ctx, it: &Burden, home: Option<i64>) -> Line {
    let systems = ctx.part::<Systems>();
    let is_mine = home == Some(it.unit) && it.source == Source::Demand && ctx.carries(&END);
    Line {
        title: match it.source {
            Source::Switch => systems
                .system(&it.sort)
                .map_or_else(|| it.sort.clone(), |system| system.title.clone()),
            Source::Demand | Source::LocalRule => it.title.clone(),
        },
        quote: it.quote.clone(),
        what: match it.source {
            Source::Demand => sort_static(&it.sort),
            Source::LocalRule => "地方规定",
            Source::Switch => "另外启用的系统",
        },
        setter: it.unit_name.clone(),
        document_no: it.document_no.clone(),
        owner: it.owner_name.clone().unwrap_or_else(|| "已不在册".to_owned()),
        span: match it.to_on {
            Some(to) => format!("{}至{}", it.from_on, to),
            None => format!("{}起", it.from_on),
        },
        minutes: it.minutes.map_or_else(|| "没有量过".to_owned(), |it| format!("{it}分钟")),
        end: is_mine.then(|| format!("/regulations/burden/{}/end", it.id)),
    }
}

fn sort_static(key: &str) -> &'static str {
    let mut sorts = SORTS.iter().chain([&DIRECTIVE]);
    sorts.find(|(sort, _)| *sort == key).map_or("额外要求", |(_, words)| words)
}

/// By the level of whose it is, from the top. Sums only: nobody is compared with his neighbours.
fn sums<'b>(systems: &Systems, all: impl Iterator<Item = &'b Burden>) -> Vec<Sum> {
    let mut sums: Vec<Sum> = [Level::Ministry, Level::Province, Level::City]
        .map(|level| Sum { level: level_zh(level), count: 0, minutes: 0, unmeasured: 0 })
        .into();
    let mut directives = Sum { level: "各级部署", count: 0, minutes: 0, unmeasured: 0 };
    for it in all {
        let level = systems.unit_kind(&it.unit_kind).and_then(|kind| kind.level);
        let sum = match level {
            _ if it.sort == DIRECTIVE.0 => &mut directives,
            Some(Level::Ministry) => &mut sums[0],
            Some(Level::Province) => &mut sums[1],
            _ => &mut sums[2],
        };
        sum.count += 1;
        sum.minutes += it.minutes.unwrap_or_default();
        sum.unmeasured += usize::from(it.minutes.is_none());
    }
    if directives.count > 0 {
        sums.push(directives);
    }
    sums
}

fn level_zh(level: Level) -> &'static str {
    match level {
        Level::Ministry => "公安部",
        Level::Province => "省级",
        _ => "市级",
    }
}

#[derive(Template)]
#[template(path = "burden/new.html")]
struct New {
    unit: String,
    problems: Markup,
    key: Markup,
    fields: Vec<Markup>,
}

pub(crate) fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let home = home(ctx)?;
    crate::local::level_of(read, home.id)?;
    let form = &req.form;
    let systems = ctx.part::<Systems>();
    let mut owners = vec![Choice::new("", "请选择")];
    owners.extend(people::held_in(read, home.id, ctx.today)?.into_iter().map(|post| {
        let title = systems.post_title(&post.kind, &home.kind);
        Choice::new(post.person.to_string(), format!("{}（{title}）", post.name))
    }));
    let sorts = SORTS.map(|(key, words)| Choice::new(key, words));
    let minutes_hint = "每个支部每月要花的分钟数，实际量过再填";
    let page = New {
        unit: home.name.clone(),
        problems: parts::problems(form),
        key: req.key(),
        fields: vec![
            parts::field_choice(form, "sort", "要求什么", &sorts, "handwriting"),
            parts::field_text(form, "title", "名称", "例如：党员大会手写记录本", ""),
            parts::field_area(form, "quote", "文件的原话", "", ""),
            parts::field_text(form, "document_no", "文号", "", ""),
            parts::field_select(form, "owner", "负责人", &owners, ""),
            parts::field_number(form, "minutes", "负担（分钟）", minutes_hint, ""),
            parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()),
            parts::field_day(form, "to", "最后一天", "到期自动停止，要续就再下文", ""),
        ],
    };
    let crumbs = [("条例和规定", "/regulations"), ("负担台账", "/regulations/burden")];
    Ok(Page::of("登记额外要求", &page)?.under(crumbs).section(Section::Life).task())
}

pub(crate) fn enter(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let owner: Option<i64> = reader.id("owner");
    if owner.is_none() {
        reader.fault("owner", "请选择负责人");
    }
    let new = NewDemand {
        sort: reader.choice("sort", "要求什么", &SORTS.map(|(key, _)| key)),
        title: reader.text("title", "名称", 40),
        quote: reader.text("quote", "文件的原话", 300),
        document_no: reader.text("document_no", "文号", 60),
        owner: owner.unwrap_or_default(),
        minutes: reader.number("minutes", "负担（分钟）", 0..=MINUTES_AT_MOST),
        from: reader.day("from", "开始的日期"),
        to: reader.day("to", "最后一天"),
    };
    reader.check()?;
    actions::enter_demand(ctx, home(ctx)?.id, &new)?;
    let said = format!("{}已记进负担台账，下级都看得见", sort_zh(&new.sort));
    Ok(Reply::to("/regulations/burden").saying(said))
}

pub(crate) fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    actions::end_demand(ctx, home(ctx)?.id, req.id("demand")?)?;
    Ok(Reply::to("/regulations/burden").saying("从今天起不再要求"))
}

fn home(ctx: &Ctx) -> Result<&Place> {
    ctx.actor.hat().map(|hat| &hat.unit).ok_or(Error::NotFound)
}
