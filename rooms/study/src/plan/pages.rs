//! The page 学习: one's own groups, the plans below. The page of a plan; starting, taking over, publishing.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use record::SEE_RECORD;
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, State},
};

use super::{
    Plan,
    actions::{self, Letter, is_year},
    seen::{self, Seen},
    store,
};
use crate::{
    PLAN, PUBLISH, SEE_GROUP,
    group::Group,
    item::{self, Item},
    year,
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/study", Door::SignedIn, index),
        Route::act("/study/plans", PLAN, start).again(index),
        Route::page("/study/plans/{id}", Door::SignedIn, show),
        Route::act("/study/plans/{id}/taking", PLAN, take).again(show),
        Route::page("/study/plans/{id}/publication", Door::Do(PUBLISH), publication),
        Route::act("/study/plans/{id}/publication", PUBLISH, publish).again(publication),
    ]
}

/// The year asked for; else this one, or in its last two months the next for who plans.
fn year_of(ctx: &Ctx, req: &Req) -> i16 {
    let asked = req.query("year").parse().ok().filter(|year| is_year(ctx, *year));
    asked.unwrap_or_else(|| ctx.today.year())
}

/// One group of one's own unit.
struct OwnGroup {
    unit: i64,
    unit_name: String,
    group: &'static Group,
    words: String,
    tag: Markup,
    url: Option<String>,
    may_start: bool,
    has_last: bool,
}

struct Line {
    unit: String,
    group: &'static str,
    url: String,
    items: i64,
    studied: i64,
    edition: String,
}

#[derive(Template)]
#[template(path = "plan/index.html")]
struct Index<'p> {
    req: &'p Req,
    problems: Markup,
    year: i16,
    before: i16,
    after: Option<i16>,
    own: Vec<OwnGroup>,
    lines: Vec<Line>,
    has_sight: bool,
    /// The groups below, for who may see them.
    groups: Option<String>,
    scope: Markup,
    pager: Markup,
}

/// The unit of the hat and the one that one belongs to.
fn own_places(ctx: &Ctx, read: &Read) -> Result<Vec<Place>> {
    let mut places: Vec<Place> = ctx.actor.hat().map(|hat| hat.unit.clone()).into_iter().collect();
    if let Some(person) = ctx.actor.person()
        && let Some(unit) = people::unit_of(read, person)?
        && places.iter().all(|it| it.id != unit)
    {
        places.extend(Place::find(read, unit)?);
    }
    Ok(places)
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let year = year_of(ctx, req);
    let places = own_places(ctx, read)?;
    let ids: Vec<i64> = places.iter().map(|it| it.id).collect();
    let (plans, last) = if ids.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        (store::of_units(read, &ids, year)?, store::of_units(read, &ids, year - 1)?)
    };
    let mut own = Vec::new();
    for place in &places {
        for group in Group::of_unit(&place.kind) {
            let is_it = |it: &&Plan| it.unit == place.id && it.kind == group.key;
            let plan = plans.iter().find(is_it);
            own.extend(own_group(ctx, (place, group), plan, last.iter().any(|it| is_it(&it))));
        }
    }
    let has_sight = !ctx.sight(&SEE_RECORD).is_empty();
    let total = if has_sight { store::count_in_sight(ctx, read, year)? } else { 0 };
    let pager = Pager::of(req, PER_PAGE, total);
    let lines =
        if has_sight { store::in_sight(ctx, read, year, pager.span())? } else { Vec::new() };
    let range = ctx.actor.hat().map_or("", |hat| hat.unit.short_name.as_str());
    let page = Index {
        req,
        problems: parts::problems(&req.form),
        year,
        before: year - 1,
        after: Some(year + 1).filter(|year| is_year(ctx, *year)),
        own,
        lines: lines.into_iter().filter_map(line).collect(),
        has_sight,
        groups: ctx
            .actor
            .hat()
            .filter(|hat| year::has_below(&hat.unit) && ctx.sight(&SEE_GROUP).holds(&hat.unit))
            .map(|hat| format!("/study/years/{}", hat.unit.id)),
        scope: parts::scope(
            &format!("范围：{range}及下级，{year}年，已发布的学习计划"),
            &pager.words("份"),
        ),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("学习", &page)?.section(Section::Learning))
}

fn line(it: store::Line) -> Option<Line> {
    let group = Group::find(&it.plan.kind)?;
    Some(Line {
        group: &group.short,
        url: it.plan.url(),
        items: it.items,
        studied: it.studied,
        edition: it.plan.edition_zh(),
        unit: it.unit_name,
    })
}

/// A draft is shown to who plans alone; an optional group that nobody has begun only to him as well.
fn own_group(
    ctx: &Ctx,
    (place, group): (&Place, &'static Group),
    plan: Option<&Plan>,
    has_last: bool,
) -> Option<OwnGroup> {
    let may_plan = ctx.allows(&PLAN, place);
    let plan = plan.filter(|it| it.edition > 0 || may_plan);
    if plan.is_none() && !may_plan && group.is_optional {
        return None;
    }
    let (words, tag) = match plan {
        Some(plan) if plan.edition > 0 => (plan.edition_zh(), parts::tag(State::Done, "已发布")),
        Some(plan) => (plan.edition_zh(), parts::tag(State::Due, "草稿")),
        None if group.is_optional => {
            ("有青年理论学习小组的，在这里编一份；没有的不用编".to_owned(), Markup::default())
        }
        None if group.filing_in(&place.kind).is_some() => {
            ("这一年的计划还没有编".to_owned(), parts::tag(State::Due, "还没编"))
        }
        None => ("这一年的计划还没有编".to_owned(), Markup::default()),
    };
    Some(OwnGroup {
        unit: place.id,
        unit_name: place.short_name.clone(),
        group,
        words,
        tag,
        url: plan.map(Plan::url),
        may_start: plan.is_none() && may_plan,
        has_last,
    })
}

fn start(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: i64 = reader.id("unit").unwrap_or_default();
    let kind = reader.text("kind", "哪一类小组", 20);
    let year: i16 = reader.id("year").unwrap_or_default();
    reader.check()?;
    let id = actions::start(ctx, unit, &kind, year)?;
    Ok(Reply::to(format!("/study/plans/{id}")).saying("学习计划开始编了，别人在发布以前看不到"))
}

struct Row {
    month: i64,
    topic: String,
    reading: Vec<String>,
    speaker: String,
    tag: Markup,
    session: Option<String>,
    edit: Option<String>,
    id: i64,
}

/// A plan above with what of it is not here yet.
struct Above {
    name: String,
    items: Vec<Offer>,
}

/// Something that may be taken over.
struct Offer {
    id: i64,
    month: i64,
    topic: String,
    reading: String,
    /// Its month is not over.
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "plan/show.html")]
struct Show<'p> {
    req: &'p Req,
    problems: Markup,
    title: String,
    conclusion: String,
    edition: String,
    url: String,
    rows: Vec<Row>,
    scope: Markup,
    above: Vec<Above>,
    may_plan: bool,
    may_publish: bool,
    filed: Option<i64>,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    let above = if seen.may_plan { above(ctx, read, &seen)? } else { Vec::new() };
    let count = seen.items.len();
    let page = Show {
        req,
        problems: parts::problems(&req.form),
        title: seen.title(),
        conclusion: conclusion(ctx, &seen),
        edition: seen.edition_zh(),
        url: seen.plan.url(),
        rows: rows(ctx, read, &seen)?,
        scope: parts::scope(
            &format!("范围：{}，{}，{}年", seen.place.short_name, seen.group.short, seen.plan.year),
            &format!("共{count}项"),
        ),
        above,
        may_publish: seen.may_publish
            && count > 0
            && (seen.plan.edition == 0 || seen.plan.changes > 0),
        may_plan: seen.may_plan,
        filed: seen.plan.filed,
    };
    Ok(Page::of(page.title.clone(), &page)?.under([("学习", "/study")]).section(Section::Learning))
}

fn conclusion(ctx: &Ctx, seen: &Seen) -> String {
    use item::Standing::{Behind, Studied};
    let standing = |it: &Item| it.standing(seen.plan.year, ctx.today);
    let all = seen.items.len();
    let studied = seen.items.iter().filter(|it| matches!(standing(it), Studied(_))).count();
    let behind = seen.items.iter().filter(|it| standing(it) == Behind).count();
    match (all, studied, behind) {
        (0, ..) => "计划里还没有一项。".to_owned(),
        (all, studied, _) if studied == all => format!("{all}项都学过了。"),
        (_, studied, 0) => format!("学过{studied}项，还有{}项在后面。", all - studied),
        (_, studied, behind) => format!(
            "学过{studied}项，{behind}项过了月份还没学，还有{}项在后面。",
            all - studied - behind
        ),
    }
}

fn rows(ctx: &Ctx, read: &Read, seen: &Seen) -> Result<Vec<Row>> {
    let names = item::names(read, &seen.items)?;
    let row = |it: &Item| Row {
        month: it.entry.month,
        topic: it.entry.topic.clone(),
        reading: it.entry.reading.lines().map(str::to_owned).collect(),
        speaker: item::name_of(&names, it.entry.speaker),
        tag: it.standing(seen.plan.year, ctx.today).tag(),
        session: it
            .session()
            .filter(|_| it.held_on.is_some() || seen.may_plan)
            .map(|id| format!("/records/{id}")),
        edit: seen.may_plan.then(|| it.url()),
        id: it.id,
    };
    Ok(seen.items.iter().map(row).collect())
}

fn above(ctx: &Ctx, read: &Read, seen: &Seen) -> Result<Vec<Above>> {
    let mut topics: Vec<String> = seen.items.iter().map(|it| it.entry.topic.clone()).collect();
    let mut found = Vec::new();
    let plans = store::above(read, &seen.place, seen.plan.year)?;
    let ids: Vec<i64> = plans.iter().map(|it| it.id).collect();
    let all = item::store::of_plans(read, &ids)?;
    for plan in plans {
        let Some(group) = Group::find(&plan.kind) else { continue };
        let items = all.iter().filter(|it| it.plan == plan.id).cloned();
        let items = items.filter(|it| seen.items.iter().all(|own| own.source != Some(it.id)));
        // What is planned here, or offered by a nearer level, is not offered again.
        let items: Vec<Item> = items.filter(|it| !topics.contains(&it.entry.topic)).collect();
        topics.extend(items.iter().map(|it| it.entry.topic.clone()));
        let offer = |it: Item| Offer {
            id: it.id,
            month: it.entry.month,
            is_chosen: it.is_ahead(seen.plan.year, ctx.today),
            topic: it.entry.topic,
            reading: it.entry.reading.replace('\n', "、"),
        };
        let items: Vec<Offer> = items.into_iter().map(offer).collect();
        if !items.is_empty() {
            found.push(Above { name: format!("{}，{}", plan.unit_name, group.short), items });
        }
    }
    Ok(found)
}

fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let wanted: Vec<i64> = reader.many("item").iter().filter_map(|it| it.parse().ok()).collect();
    reader.check()?;
    let taken = actions::take_over(ctx, id, &wanted)?;
    Ok(Reply::to(format!("/study/plans/{id}")).saying(format!("采用了上级计划里的{taken}项")))
}

#[derive(Template)]
#[template(path = "plan/publication.html")]
struct Publication {
    title: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    url: String,
    fields: Vec<Markup>,
    edition: i64,
}

/// The plan of the request, for who may publish it.
fn publishable(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    if seen.may_publish { Ok(seen) } else { Err(Error::NotFound) }
}

fn publication(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = publishable(ctx, read, req)?;
    let is_filed = is_to_file(&seen);
    let mut fields = Vec::new();
    if is_filed {
        fields.push(parts::field_text(&req.form, "number", "文号", "没有的可以不填", ""));
        fields.push(parts::field_text(&req.form, "to", "报送给", "上级宣传部门、组织部门", ""));
    }
    let what = if is_filed {
        "发布以后登记为“中心组年度学习计划”，应办事项里就算办了，不用再登记一次。"
    } else {
        "发布以后，本组织的人和上级都看得到，可以打印、下载。"
    };
    let page = Publication {
        title: seen.title(),
        say: format!("共{}项。{what}", seen.items.len()),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(seen.plan.version),
        url: seen.plan.url(),
        fields,
        edition: seen.plan.edition + 1,
    };
    let crumbs = [("学习".to_owned(), "/study".to_owned()), (seen.title(), seen.plan.url())];
    Ok(Page::of("发布学习计划", &page)?.under(crumbs).section(Section::Learning).task())
}

fn is_to_file(seen: &Seen) -> bool {
    seen.plan.filed.is_none() && seen.group.filing_in(&seen.place.kind).is_some()
}

fn publish(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| publishable(ctx, read, req))?;
    let reader = req.form.reader();
    let letter = if is_to_file(&seen) {
        Letter {
            number: reader.optional_text("number", "文号", 40),
            to: reader.optional_text("to", "报送给", 120),
        }
    } else {
        Letter::default()
    };
    let version = reader.version();
    reader.check()?;
    actions::publish(ctx, seen.plan.id, version, &letter)?;
    Ok(Reply::to(seen.plan.url()).saying(format!("第{}版已发布", seen.plan.edition + 1)))
}
