//! The tree, one level at a time, and one unit on any day.

use std::collections::BTreeMap;

use act::{Act, Ctx, Error, Relation, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use systems::{Family, Systems};
use web::{
    Door, Hit, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{Choice, field_day, field_select, field_text, pager},
};

use super::{
    ARRANGE_SUBGROUPS, FOUND, RENAME, SEE_UNIT, START_USE, Unit, Wanted, actions, find, list, store,
};
use crate::{
    change::{self, DISSOLVE, MERGE, MOVE, Past, SPLIT},
    form::{UnitForm, open, pick, url},
    import::IMPORT,
    term::{self, EXTEND_TERM, SET_FACT, START_TERM, Term},
    tie::{self, Service, Tie},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/units", Door::See(SEE_UNIT), index),
        Route::page("/units/{id}", Door::See(SEE_UNIT), show),
        Route::page("/units/{id}/founding", Door::Do(FOUND), founding),
        Route::act("/units/{id}/founding", FOUND, found).again(founding),
        Route::page("/units/{id}/subgroups", Door::Do(ARRANGE_SUBGROUPS), subgroups),
        Route::act("/units/{id}/subgroups", ARRANGE_SUBGROUPS, add_subgroup).again(subgroups),
        Route::page("/units/{id}/renaming", Door::Do(RENAME), renaming),
        Route::act("/units/{id}/renaming", RENAME, rename).again(renaming),
        Route::page("/units/{id}/start-of-use", Door::Do(START_USE), start_of_use),
        Route::act("/units/{id}/start-of-use", START_USE, start_use).again(start_of_use),
    ]
}

/// One line of a list of units.
struct Line {
    id: i64,
    name: String,
    kind: String,
    below: i64,
    /// The unit whose page this is.
    is_here: bool,
}

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "unit/index.html")]
struct Index {
    words: String,
    families: Vec<(&'static str, &'static str, bool)>,
    is_search: bool,
    lines: Vec<Line>,
    scope: String,
    count: String,
    pages: Markup,
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let family = family(req.query("family"));
    let words = req.query("q").trim().to_owned();
    let is_search = !words.is_empty() || family.is_some();
    let systems = ctx.part::<Systems>();
    let (units, scope, page) = if is_search {
        let first = Pager::of(req, PER_PAGE, i64::MAX / 2);
        let wanted = Wanted { words: words.clone(), family, limit: PER_PAGE, skip: first.offset() };
        let (units, total) = list(ctx, read, &wanted)?;
        (units, "您能看到的组织，上级排在前面".to_owned(), Pager::of(req, PER_PAGE, total))
    } else {
        let units = starts(ctx, read)?;
        let total = units.len() as i64;
        (units, "从这里往下看".to_owned(), Pager { page: 1, per: PER_PAGE, total })
    };
    let below = counts(read, &units)?;
    let families = [Family::Administrative, Family::Party, Family::Mass, Family::Outside];
    let index = Index {
        words,
        families: families.map(|it| (it.key(), it.zh(), Some(it) == family)).to_vec(),
        is_search,
        lines: lines(systems, units, &below, None),
        scope,
        count: page.words("个"),
        pages: pager(req, page),
    };
    Ok(Page::of("组织", &index)?.section(Section::Units))
}

fn family(key: &str) -> Option<Family> {
    let all = [Family::Administrative, Family::Party, Family::Mass, Family::Outside];
    all.into_iter().find(|family| family.key() == key)
}

/// Where the viewer begins: his own unit and its organ.
fn starts(ctx: &Ctx, read: &Read) -> Result<Vec<Unit>> {
    let Some(hat) = ctx.actor.hat() else { return Ok(Vec::new()) };
    let mut units = store::get_all(read, &[hat.unit.id])?;
    if let Some(organ) = hat.unit.organ.filter(|organ| *organ != hat.unit.id) {
        units.extend(find(ctx, read, organ)?);
    }
    Ok(units)
}

/// How many units stand below each, by its own relation.
fn counts(read: &Read, units: &[Unit]) -> Result<BTreeMap<i64, i64>> {
    let mut below = BTreeMap::new();
    for by in [Relation::Lead, Relation::Line] {
        let own = units.iter().filter(|unit| own_relation(unit) == by);
        let ids: Vec<i64> = own.map(|unit| unit.id).collect();
        if !ids.is_empty() {
            below.extend(store::child_counts(read, &ids, by)?);
        }
    }
    Ok(below)
}

/// Rows with the number of units below each.
fn lines(
    systems: &Systems,
    units: Vec<Unit>,
    below: &BTreeMap<i64, i64>,
    here: Option<i64>,
) -> Vec<Line> {
    let line = |unit: Unit| Line {
        below: below.get(&unit.id).copied().unwrap_or_default(),
        kind: systems.kind_title(&unit.kind).to_owned(),
        is_here: Some(unit.id) == here,
        id: unit.id,
        name: unit.name,
    };
    units.into_iter().map(line).collect()
}

fn own_relation(unit: &Unit) -> Relation {
    if unit.family == Family::Administrative { Relation::Line } else { Relation::Lead }
}

#[derive(Template)]
#[template(path = "unit/show.html")]
struct Show {
    unit: Unit,
    /// Its name on the day looked at.
    name: String,
    kind: String,
    on: Day,
    is_today: bool,
    exists: bool,
    relation: &'static str,
    /// (key, words, is it shown): the relations in which the unit stands.
    relations: Vec<(&'static str, &'static str, bool)>,
    beside: Vec<Line>,
    below: Vec<Line>,
    ties: Vec<Tie>,
    services: Vec<Service>,
    /// Units above that the viewer may open; the others are only named.
    openable: Vec<i64>,
    terms: Vec<Term>,
    history: Vec<Past>,
    posts: String,
    /// What is done often, and what seldom.
    doings: Vec<(&'static str, String)>,
    seldom: Vec<(&'static str, String)>,
    today: Day,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = find(ctx, read, req.id("id")?)?.ok_or(Error::NotFound)?;
    let systems = ctx.part::<Systems>();
    let on: Day = req.query_as("on").unwrap_or(ctx.today);
    let relation = match req.query("by") {
        "lead" if unit.lead_path.is_some() => Relation::Lead,
        "line" if unit.line_path.is_some() => Relation::Line,
        _ => own_relation(&unit),
    };
    let sight = ctx.sight(&SEE_UNIT);
    let is_today = on == ctx.today;
    let seen = |units: Vec<Unit>| -> Vec<Unit> {
        units.into_iter().filter(|it| sight.holds(&it.place())).collect()
    };
    let names = if is_today { Vec::new() } else { store::names_on(read, &[unit.id], on)? };
    let name = names.into_iter().next().map_or_else(|| unit.name.clone(), |(_, name)| name);
    let holds = |from: Day, to: Option<Day>| from <= on && to.is_none_or(|end| on < end);
    let mut ties = tie::ties(read, unit.id)?;
    ties.retain(|tie| holds(tie.from_on, tie.to_on));
    ties.sort_by_key(|tie| tie.relation);
    let mut services =
        if unit.family.needs_host() { tie::services(read, unit.id)? } else { Vec::new() };
    services.retain(|it| holds(it.from_on, it.to_on));
    let terms = if unit.is_party() { term::terms(read, unit.id)? } else { Vec::new() };
    let named = ties.iter().map(|tie| tie.parent);
    let named: Vec<i64> = named.chain(services.iter().map(|it| it.administrative)).collect();
    let named = way_and(&unit, relation, &named);
    let day = (!is_today).then_some(on);
    let Around { above, beside, below, counts } = around(read, &unit, relation, &named, day)?;
    let above = seen(above);
    let crumbs = crumbs(&unit, relation, &above);
    let exists = unit.exists_on(on);
    let (beside, mut all) = (seen(beside), seen(below));
    let beside_count = beside.len();
    all.splice(0..0, beside);
    let mut beside = lines(systems, all, &counts, Some(unit.id));
    let below = beside.split_off(beside_count);
    let (doings, seldom) = if is_today { doings(ctx, &unit) } else { Default::default() };
    let page = Show {
        name: name.clone(),
        kind: systems.kind_title(&unit.kind).to_owned(),
        on,
        is_today,
        exists,
        relation: relation.key(),
        relations: relations(&unit, relation),
        beside,
        below,
        ties,
        services,
        openable: above.iter().map(|it| it.id).collect(),
        terms,
        history: change::history(read, unit.id)?,
        posts: posts(systems, &unit),
        doings,
        seldom,
        today: ctx.today,
        unit,
    };
    Ok(Page::of(name, &page)?.under(crumbs).section(Section::Units))
}

/// Units around one: on the way up and named beside it, brothers (today only), children.
struct Around {
    above: Vec<Unit>,
    beside: Vec<Unit>,
    below: Vec<Unit>,
    /// How many stand below each of these.
    counts: BTreeMap<i64, i64>,
}

/// Around it today, in two statements; or above it today, and below it as it was on another day.
fn around(
    read: &Read,
    unit: &Unit,
    relation: Relation,
    named: &[i64],
    on: Option<Day>,
) -> Result<Around> {
    if let Some(on) = on {
        return around_on(read, unit, relation, named, on);
    }
    let parent = unit.parent(relation);
    let parents: Vec<i64> = parent.into_iter().chain([unit.id]).collect();
    let near = store::near(read, named, &parents, relation)?;
    let under = |parent: Option<i64>| -> Vec<Unit> {
        let stands = |it: &&Unit| it.parent(relation) == parent && it.dissolved_on.is_none();
        near.iter().filter(|_| parent.is_some()).filter(stands).cloned().collect()
    };
    let above = near.iter().filter(|it| named.contains(&it.id)).cloned().collect();
    let counts = store::counts_under(read, &parents, relation)?.into_iter().collect();
    Ok(Around { above, beside: under(parent), below: under(Some(unit.id)), counts })
}

fn around_on(
    read: &Read,
    unit: &Unit,
    relation: Relation,
    named: &[i64],
    on: Day,
) -> Result<Around> {
    let ids = tie::children_on(read, unit.id, relation, on)?;
    let mut below = store::get_all(read, &ids)?;
    below.sort_by_key(|it| ids.iter().position(|id| *id == it.id));
    let mut names: BTreeMap<i64, String> = store::names_on(read, &ids, on)?.into_iter().collect();
    for it in &mut below {
        if let Some(name) = names.remove(&it.id) {
            it.name = name;
        }
    }
    let counts = store::child_counts(read, &ids, relation)?.into_iter().collect();
    Ok(Around { above: store::get_all(read, named)?, beside: Vec::new(), below, counts })
}

fn relations(unit: &Unit, shown: Relation) -> Vec<(&'static str, &'static str, bool)> {
    let words = [(Relation::Lead, "按隶属看"), (Relation::Line, "按条线看")];
    let stands = |relation| unit.path(relation).is_some();
    let here = words.into_iter().filter(|(relation, _)| stands(*relation));
    let all: Vec<_> = here.map(|(it, words)| (it.key(), words, it == shown)).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// Units on the way up, and those named beside them.
fn way_and(unit: &Unit, relation: Relation, named: &[i64]) -> Vec<i64> {
    let mut ids = tie::ids_of(unit.path(relation).unwrap_or_default());
    ids.extend(named);
    ids.retain(|id| *id != unit.id);
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The way down to the unit, as far as the viewer may open it.
fn crumbs(unit: &Unit, relation: Relation, above: &[Unit]) -> Vec<(String, String)> {
    let way = tie::ids_of(unit.path(relation).unwrap_or_default());
    let known = way.iter().filter_map(|id| above.iter().find(|it| it.id == *id));
    let by = relation.key();
    let crumb = |it: &Unit| (it.short_name.clone(), format!("/units/{}?by={by}", it.id));
    std::iter::once(("组织".to_owned(), "/units".to_owned())).chain(known.map(crumb)).collect()
}

fn posts(systems: &Systems, unit: &Unit) -> String {
    let titles: Vec<&str> = systems.posts_in(&unit.kind).map(|post| post.title.as_str()).collect();
    titles.join("、")
}

/// Words and address of what is offered.
type Doings = Vec<(&'static str, String)>;

/// What the hat may do here today: often, and seldom.
fn doings(ctx: &Ctx, unit: &Unit) -> (Doings, Doings) {
    if unit.dissolved_on.is_some() {
        return Default::default();
    }
    let place = unit.place();
    let may = |act: &Act| ctx.allows(act, &place);
    let is_inner = unit.family != Family::Outside;
    let has_groups = unit.kind.ends_with("branch") && unit.kind != "general_branch";
    let offered = |all: &[(bool, &'static str, &str)]| -> Doings {
        let may = all.iter().filter(|(may, ..)| *may);
        may.map(|(_, words, noun)| (*words, format!("{}/{noun}", url(unit.id)))).collect()
    };
    let often = offered(&[
        (is_inner && may(&FOUND), "成立下级组织", "founding"),
        (has_groups && may(&ARRANGE_SUBGROUPS), "划分党小组", "subgroups"),
        (is_inner && may(&IMPORT), "从表格导入下级", "import"),
        (unit.is_party() && may(&START_TERM), "登记换届选举", "terms"),
    ]);
    let seldom = offered(&[
        (unit.is_party() && may(&EXTEND_TERM), "登记延期换届", "extension"),
        (has_groups && may(&SET_FACT), "设不设委员会", "committee"),
        (may(&RENAME), "改名", "renaming"),
        (is_inner && may(&MOVE), "调整关系", "move"),
        (is_inner && may(&MERGE), "并入别的组织", "merger"),
        (is_inner && may(&SPLIT), "分设", "splitting"),
        (may(&DISSOLVE), "撤销", "dissolution"),
        (is_inner && may(&START_USE), "改启用日", "start-of-use"),
    ]);
    (often, seldom)
}

fn founding(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &FOUND)?;
    let systems = ctx.part::<Systems>();
    let kinds = systems.unit_kinds().iter().filter(|kind| {
        let below = |relation| systems.may_stand(kind.key(), &unit.kind, relation);
        match unit.family {
            Family::Administrative => {
                below(Relation::Line) || kind.family != Family::Administrative
            }
            _ => below(Relation::Lead),
        }
    });
    let kinds: Vec<Choice> = kinds.map(|kind| Choice::new(kind.key(), &kind.title)).collect();
    let all = store::nameable(read, unit.organ)?;
    let of = |wanted: fn(&Unit) -> bool| -> Vec<Unit> {
        all.iter().filter(|it| wanted(it)).cloned().collect()
    };
    let leads = of(|it| it.family != Family::Administrative && it.kind != "subgroup");
    let hosts = of(|it| it.family == Family::Administrative);
    let intro = format!("在“{}”成立一个组织。今天以前成立的也可以登记。", unit.name);
    let mut form = UnitForm::new(req, &unit, "成立下级组织", &intro)
        .field(field_select(&req.form, "kind", "类别", &kinds, ""));
    for field in naming(req) {
        form = form.field(field);
    }
    let (lead, host) = match unit.family {
        Family::Administrative => (None, Some(unit.id)),
        _ => (Some(unit.id), unit.host),
    };
    let picks = [
        pick(&req.form, "lead", "隶属上级（党组织填）", &leads, lead),
        pick(&req.form, "host", "设在哪个单位（党组织填）", &hosts, host),
        pick(&req.form, "approve", "审批机关（与隶属上级不同时填）", &leads, None),
    ];
    for field in picks.concat() {
        form = form.field(field);
    }
    form.button("成立").page(&unit, "founding")
}

fn naming(req: &Req) -> Vec<Markup> {
    let form = &req.form;
    vec![
        field_text(form, "name", "名称", "写全称，和批复上一样", ""),
        field_text(form, "short_name", "简称", "上级平时怎么叫它；不填就用全称", ""),
        field_text(form, "code", "编码", "不填由系统按机关编码往下编", ""),
        field_day(form, "founded_on", "成立日期", "", ""),
        field_day(form, "use_from", "启用日", "从哪天起在这里记录；不填就是今天", ""),
        field_text(form, "basis", "依据文件", "批复的文号", ""),
    ]
}

fn found(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id = actions::found(ctx, req.id("id")?, &req.form)?;
    Ok(Reply::to(url(id)).saying(format!("{}已成立", req.form.value("name").trim())))
}

fn subgroups(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &ARRANGE_SUBGROUPS)?;
    let intro = "党小组由党支部自己划分，不用报批。划好以后，在党员名册里把党员编入小组。";
    let groups = store::children(read, unit.id, Relation::Lead)?;
    let names: Vec<String> = groups.into_iter().map(|group| group.name).collect();
    let mut form = UnitForm::new(req, &unit, "划分党小组", intro)
        .along(format!("现在有{}个党小组", names.len()), names);
    for field in naming(req) {
        form = form.field(field);
    }
    form.button("增加党小组").page(&unit, "subgroups")
}

fn add_subgroup(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let branch: i64 = req.id("id")?;
    actions::add_subgroup(ctx, branch, &req.form)?;
    Ok(Reply::to(url(branch)).saying(format!("{}已划出", req.form.value("name").trim())))
}

fn renaming(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &RENAME)?;
    let intro = format!("现在叫“{}”。改名以前的日子仍用原来的名称。", unit.name);
    let (form, today) = (&req.form, ctx.today.to_string());
    UnitForm::new(req, &unit, "改名", &intro)
        .field(field_text(form, "name", "新的名称", "", &unit.name))
        .field(field_text(form, "short_name", "简称", "不填就用全称", &unit.short_name))
        .field(field_day(form, "on", "生效日期", "", &today))
        .field(field_text(form, "basis", "依据文件", "批复的文号", ""))
        .button("改名")
        .page(&unit, "renaming")
}

fn rename(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::rename_from(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying(format!("已改名为{}", req.form.value("name").trim())))
}

fn start_of_use(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &START_USE)?;
    let intro = "启用日以前的会议和履责，这里显示“启用前”，不算缺项。";
    let current = unit.use_from.to_string();
    UnitForm::new(req, &unit, "改启用日", intro)
        .field(field_day(&req.form, "use_from", "启用日", "", &current))
        .button("改启用日")
        .page(&unit, "start-of-use")
}

fn start_use(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::start_use(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("启用日已改"))
}

/// Units for the search of the whole application.
pub(crate) fn search(ctx: &Ctx, read: &Read, words: &str) -> Result<Vec<Hit>> {
    const MOST: i64 = 10;
    let wanted = Wanted { words: words.to_owned(), limit: MOST, ..Wanted::default() };
    let systems = ctx.part::<Systems>();
    let hit = |unit: Unit| Hit {
        words: format!("{}，{}", systems.kind_title(&unit.kind), unit.code),
        url: url(unit.id),
        title: unit.name,
    };
    Ok(list(ctx, read, &wanted)?.0.into_iter().map(hit).collect())
}
