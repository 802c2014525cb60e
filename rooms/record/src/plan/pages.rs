//! The year on one screen, the form of one thing in it.

use std::collections::BTreeSet;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Workdays};
use db::Read;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    Entry, Item, ItemId, Standing,
    actions::{self, PLAN, PUBLISH, is_year},
    form::{self, Fields},
    month::{self, Quarter},
    plannable,
    propose::MANY_ON_DUTY,
    sheet, store, url,
    year::{self, Year},
};
use crate::{
    SEE_RECORD, feed, inspection,
    kind::{Kinds, RecordKind, Switched},
    meeting,
};

const PER_PAGE: i64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    let own = vec![
        Route::page("/records/plan", Door::See(SEE_RECORD), show),
        Route::page("/records/plan/units", Door::Do(PLAN), units),
        Route::page("/records/plan/new", Door::Do(PLAN), new),
        Route::act("/records/plan", PLAN, add).again(new),
        Route::act("/records/plan/adoption", PLAN, adopt).again(show),
        Route::act("/records/plan/publication", PUBLISH, publish).again(show),
        Route::page("/records/plan/items/{item}", Door::Do(PLAN), edit),
        Route::act("/records/plan/items/{item}", PLAN, change).again(edit),
        Route::act("/records/plan/items/{item}/day", PLAN, move_to).again(edit),
        Route::act("/records/plan/items/{item}/removal", PLAN, remove).again(edit),
    ];
    [own, sheet::routes()].concat()
}

/// The unit asked for, or the viewer's own, where its plan is in sight.
pub(super) fn place_of(ctx: &Ctx, read: &Read, asked: &str) -> Result<Place> {
    let asked: Option<i64> = match asked {
        "" => None,
        asked => Some(asked.parse().map_err(|_| Error::NotFound)?),
    };
    let sight = ctx.sight(&SEE_RECORD);
    let hat = ctx.actor.hat().map(|hat| &hat.unit).filter(|unit| sight.holds(unit));
    if let Some(unit) = hat.filter(|unit| asked.is_none_or(|id| id == unit.id)) {
        return Ok(unit.clone());
    }
    let seen = match asked {
        Some(id) => Place::find(read, id)?.filter(|place| sight.holds(place)),
        None => None,
    };
    if let Some(place) = seen {
        return Ok(place);
    }
    let own = match ctx.actor.person() {
        Some(person) => meeting::own_units(read, person)?,
        None => Vec::new(),
    };
    let unit = asked.or(own.first().copied()).ok_or(Error::NotFound)?;
    if !own.contains(&unit) && !inspection::is_granted(ctx, read, unit)? {
        return Err(Error::NotFound);
    }
    Place::find(read, unit)?.ok_or(Error::NotFound)
}

/// The year asked for; else this one, or in its last two months the next.
pub(super) fn year_of(ctx: &Ctx, req: &Req) -> i16 {
    let asked = meeting::asked(req, "year").parse().ok().filter(|year| is_year(ctx, *year));
    let is_late = ctx.today.month() >= 11 && ctx.carries(&PLAN);
    asked.unwrap_or_else(|| ctx.today.year() + i16::from(is_late))
}

fn problems(req: &Req) -> Markup {
    parts::problems(&req.form)
}

#[derive(Template)]
#[template(path = "plan/year.html")]
struct YearPage<'p> {
    req: &'p Req,
    unit: i64,
    name: String,
    year: i16,
    /// Years beside it: the one before, the one after.
    before: Option<i16>,
    after: Option<i16>,
    /// Further units may have plans that the viewer makes.
    has_others: bool,
    conclusion: String,
    edition: String,
    may_plan: bool,
    may_publish: bool,
    /// There is something to print.
    may_print: bool,
    /// Calendars may be subscribed to, and the viewer has one.
    may_subscribe: bool,
    may_import: bool,
    has_roster: bool,
    many: i64,
    is_empty: bool,
    proposals: usize,
    open: usize,
    next_edition: i64,
    owing: Markup,
    quarters: Vec<Quarter>,
    /// 放假安排还没有公布
    is_unannounced: bool,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = place_of(ctx, read, &meeting::asked(req, "unit"))?;
    let number = year_of(ctx, req);
    let may_plan = ctx.allows(&PLAN, &place);
    let found = if may_plan {
        Year::load(ctx, read, &place, number)?
    } else {
        Year::published(ctx, read, &place, number)?
    };
    let shows_owed = may_plan && ctx.sight(&duty::SEE).holds(&place);
    let open = found.items.iter().filter(|it| it.standing() != Standing::Published).count();
    let edition = found.plan.as_ref().map_or(0, |plan| plan.edition);
    let page = YearPage {
        req,
        unit: place.id,
        year: number,
        before: Some(number - 1).filter(|year| is_year(ctx, *year)),
        after: Some(number + 1).filter(|year| is_year(ctx, *year)),
        has_others: may_plan,
        conclusion: conclusion(&found, may_plan),
        edition: edition_words(&found),
        may_plan,
        may_publish: open > 0 && ctx.allows(&PUBLISH, &place),
        may_print: !found.items.is_empty(),
        may_import: may_plan && ctx.allows(&people::IMPORT_SHIFTS, &place),
        has_roster: !found.on_duty.is_empty(),
        many: MANY_ON_DUTY,
        may_subscribe: feed::is_on(ctx) && ctx.actor.person().is_some(),
        is_empty: found.is_empty(),
        proposals: found.proposed.len(),
        open: if may_plan { open } else { 0 },
        next_edition: edition + 1,
        owing: month::of_year(&found, ctx.today, shows_owed)?,
        quarters: month::quarters(&found, ctx.today, shows_owed, may_plan)?,
        is_unannounced: may_plan && !Workdays::in_force().knows(number),
        name: place.short_name,
    };
    Ok(Page::of(format!("{number}年度计划"), &page)?
        .under([("组织生活", "/records")])
        .section(Section::Life))
}

#[derive(Template)]
#[template(path = "plan/units.html")]
struct Units {
    /// (id, name)
    lines: Vec<(i64, String)>,
    scope: Markup,
    pager: Markup,
}

/// Whose plans the viewer makes: his unit and its subgroups.
fn units(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let mut units = meeting::units_in_sight(ctx, read, &PLAN)?;
    units.retain(|unit| plannable(&unit.kind).next().is_some());
    let pager = Pager::of(req, PER_PAGE, units.len() as i64);
    let page = Units {
        lines: pager.cut(units).into_iter().map(|it| (it.id, it.short_name)).collect(),
        scope: parts::scope("范围：您现在的身份能编计划的组织", &pager.words("个")),
        pager: parts::pager(req, pager),
    };
    let crumbs = [("组织生活", "/records"), ("年度计划", "/records/plan")];
    Ok(Page::of("各组织的年度计划", &page)?.under(crumbs).section(Section::Life))
}

fn conclusion(year: &Year, may_plan: bool) -> String {
    let planned = year.planned().count();
    let held = year.items.iter().zip(&year.held).filter(|(item, held)| {
        !item.is_removed && held.is_some_and(|at| year.records[at].held_at.is_some())
    });
    let held = held.count();
    let is_told = |it: &&store::Beside| it.unit == year.place.id && !year.shut.contains(&it.id);
    let alone = year.records.iter().filter(is_told).count();
    let proposed = year.proposed.len();
    let done = if held > 0 { format!("，已开{held}次") } else { String::new() };
    match (planned, proposed) {
        (0, 0) if may_plan => "没有要排的会了。可以自己加。".into(),
        (0, 0) if alone > 0 => format!("{}年的计划还没有发布，已开{alone}次。", year.number),
        (0, 0) => format!("{}年的计划还没有发布。", year.number),
        (0, _) => format!("按规定和往常的习惯，建议了{proposed}次会的日期。看一遍，改好，采用。"),
        (_, 0) => format!("已排{planned}次{done}。"),
        _ => format!("已排{planned}次{done}；建议再排{proposed}次。"),
    }
}

/// `第2版，2027年1月5日发布`, or "".
pub(super) fn edition_words(year: &Year) -> String {
    let plan = year.plan.as_ref();
    let published = plan.and_then(|plan| Some((plan.edition, plan.published_at?)));
    published
        .map_or_else(String::new, |(edition, at)| format!("第{edition}版，{}发布", at.day().zh()))
}

#[derive(Template)]
#[template(path = "plan/item.html")]
struct ItemPage<'p> {
    req: &'p Req,
    heading: String,
    action: String,
    version: Markup,
    fields: Fields,
    /// Hidden; "" where the form asks for it.
    kind: String,
    unit: i64,
    /// (key, title) to choose from, where none is given yet.
    kinds: Vec<(String, String)>,
    /// Where it is taken out.
    removal: Option<String>,
    back: String,
    button: &'static str,
}

/// Something added: of one kind, or whatever one likes.
fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = planned_place(ctx, read, &meeting::asked(req, "unit"))?;
    let kind = Kinds::built_in().find(&meeting::asked(req, "kind"));
    let switched = Switched::in_unit(ctx, read, place.id)?;
    let may = |kind: &&RecordKind| super::is_plannable(kind, &place.kind) && switched.holds(kind);
    let kind = kind.filter(may);
    let year = year_of(ctx, req);
    let first = Day::new(year, 1, 1).ok_or(Error::NotFound)?;
    let on = meeting::asked(req, "on").parse().unwrap_or_else(|_| first.max(ctx.today));
    let entry = match kind {
        Some(kind) => year::suggested(ctx, read, &place, kind, on)?,
        None => Entry::blank(on),
    };
    let kinds = if kind.is_some() { Vec::new() } else { offered(&place, &switched) };
    let page = ItemPage {
        req,
        heading: kind.map_or_else(|| "加一项".to_owned(), |kind| format!("加一次{}", kind.short)),
        action: "/records/plan".into(),
        version: Markup::default(),
        fields: Fields::of(req, (kind, &switched), &entry),
        kind: kind.map(|kind| kind.key.clone()).unwrap_or_default(),
        unit: place.id,
        kinds,
        removal: None,
        back: url(place.id, on),
        button: "排进计划",
    };
    item_page(&page)
}

fn item_page(page: &ItemPage) -> Result<Page> {
    let crumbs = [("组织生活", "/records"), ("年度计划", page.back.as_str())];
    Ok(Page::of(page.heading.clone(), page)?.under(crumbs).section(Section::Life).task())
}

fn offered(place: &Place, switched: &Switched) -> Vec<(String, String)> {
    let on = plannable(&place.kind).filter(|kind| switched.holds(kind));
    on.map(|kind| (kind.key.clone(), kind.title.clone())).collect()
}

/// The unit, if the viewer makes its plan.
fn planned_place(ctx: &Ctx, read: &Read, asked: &str) -> Result<Place> {
    let place = place_of(ctx, read, asked)?;
    if ctx.allows(&PLAN, &place) { Ok(place) } else { Err(Error::NotFound) }
}

fn seen_item(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Item, Place)> {
    let id: ItemId = req.id("item")?;
    let item = store::find_item(read, id)?.ok_or(Error::NotFound)?;
    let place = planned_place(ctx, read, &item.unit.to_string())?;
    Ok((item, place))
}

fn edit(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (item, place) = seen_item(ctx, read, req)?;
    let switched = Switched::in_unit(ctx, read, place.id)?;
    let kind = Kinds::built_in().find(&item.entry.kind);
    let own = format!("/records/plan/items/{}", item.id);
    let page = ItemPage {
        req,
        heading: item.entry.title.clone(),
        version: req.version(item.version),
        fields: Fields::of(req, (kind, &switched), &item.entry),
        kind: item.entry.kind.clone(),
        unit: item.unit,
        kinds: Vec::new(),
        removal: Some(format!("{own}/removal")).filter(|_| !item.is_removed),
        action: own,
        back: url(item.unit, item.entry.on),
        button: if item.is_removed { "放回计划" } else { "保存" },
    };
    item_page(&page)
}

fn kind_of(key: &str) -> Result<Option<&'static RecordKind>> {
    match key {
        "" => Ok(None),
        key => Kinds::built_in().find(key).map(Some).ok_or(Error::NotFound),
    }
}

fn add(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit = reader.id("unit").ok_or(Error::NotFound)?;
    let kind = kind_of(&reader.optional_text("kind", "种类", 60))?;
    let entry = form::read(&reader, kind);
    reader.check()?;
    let before = proposals(ctx, unit, entry.on.year())?;
    actions::add(ctx, unit, &entry)?;
    let more = shifted(&before, &proposals(ctx, unit, entry.on.year())?);
    let said = format!("{}排在{}{}{more}", entry.title, entry.on.zh(), rest_words(entry.on));
    Ok(Reply::to(url(unit, entry.on)).saying(said))
}

fn change(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (item, _) = ctx.read(|read| seen_item(ctx, read, req))?;
    let reader = req.form.reader();
    let kind = kind_of(&reader.optional_text("kind", "种类", 60))?;
    reader.id::<i64>("unit");
    let entry = form::read(&reader, kind);
    reader.check()?;
    let entry = Entry { kind: item.entry.kind.clone(), ..entry };
    actions::change(ctx, item.id, reader.version(), &entry)?;
    let said = format!("{}已改{}", entry.title, rest_words(entry.on));
    Ok(Reply::to(url(item.unit, entry.on)).saying(said))
}

/// What a day dragged to leaves behind.
fn move_to(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (item, _) = ctx.read(|read| seen_item(ctx, read, req))?;
    let reader = req.form.reader();
    let on = reader.day("on", "日期");
    reader.check()?;
    let before = proposals(ctx, item.unit, on.year())?;
    let entry = actions::move_to(ctx, item.id, reader.version(), on)?;
    let more = shifted(&before, &proposals(ctx, item.unit, on.year())?);
    let (day, rest) = (on.zh_short(), rest_words(on));
    let said = format!("{}移到{day}{}{rest}{more}", entry.title, on.weekday_zh());
    Ok(Reply::to(url(item.unit, on)).saying(said))
}

/// What is proposed for a year: kinds with their days.
fn proposals(ctx: &Ctx, unit: i64, year: i16) -> Result<BTreeSet<(String, Day)>> {
    ctx.read(|read| {
        let place = planned_place(ctx, read, &unit.to_string())?;
        let found = Year::load(ctx, read, &place, year)?;
        Ok(found.proposed.into_iter().map(|it| (it.kind, it.on)).collect())
    })
}

/// Days are proposed around what stands: that others have changed with it is said, not left to be found.
fn shifted(before: &BTreeSet<(String, Day)>, after: &BTreeSet<(String, Day)>) -> String {
    match after.difference(before).count() {
        0 => String::new(),
        n => format!("；还有{n}项建议的日期跟着改了，请再看一遍"),
    }
}

/// What is said of a day on which one rests; "" of others.
fn rest_words(on: Day) -> String {
    let workdays = Workdays::in_force();
    match workdays.likely_festival(on) {
        Some(festival) => format!("。往年{festival}这天放假，请再看一下"),
        None if workdays.is_off(on) => "。这天是休息日，请再看一下".to_owned(),
        None => String::new(),
    }
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (item, _) = ctx.read(|read| seen_item(ctx, read, req))?;
    let reader = req.form.reader();
    reader.check()?;
    let entry = actions::remove(ctx, item.id, reader.version())?;
    Ok(Reply::to(url(item.unit, entry.on)).saying(format!("{}已移出计划", entry.title)))
}

fn unit_and_year(ctx: &Ctx, req: &Req) -> Result<(i64, i16)> {
    let reader = req.form.reader();
    let unit: i64 = reader.id("unit").ok_or(Error::NotFound)?;
    let year: i16 = reader.id("year").ok_or(Error::NotFound)?;
    reader.check()?;
    ctx.read(|read| planned_place(ctx, read, &unit.to_string()))?;
    Ok((unit, year))
}

fn adopt(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (unit, year) = unit_and_year(ctx, req)?;
    let count = actions::adopt(ctx, unit, year)?;
    let back = format!("/records/plan?unit={unit}&year={year}");
    Ok(Reply::to(back).saying(format!("已采用{count}个建议的日期，发布以后大家才看得到")))
}

fn publish(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (unit, year) = unit_and_year(ctx, req)?;
    let edition = actions::publish(ctx, unit, year)?;
    let back = format!("/records/plan?unit={unit}&year={year}");
    Ok(Reply::to(back).saying(format!("{year}年度计划第{edition}版已发布")))
}
