//! Lists, drafts and the page of one record: HTTP in, HTML out.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Period};
use db::Read;
use people::LeaveWord;
use systems::{System, Systems};
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    Content, Record, RecordId, Stage,
    actions::{self, DRAFT, HOLD, NOTIFY, New, Step},
    check,
    form::View,
    store::{self, Approached, Filter, Line},
};
use crate::{
    SEE_RECORD, beside, birthday, closing,
    correction::WITHDRAW,
    filing::{self, FILE},
    handbook, inspection,
    kind::{Kinds, RecordKind, Switched},
    life, marking, offline, paper, past, plan,
    show::{Shown, Wanted},
    talk,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records", Door::See(SEE_RECORD), index),
        Route::page("/records/new", Door::See(DRAFT), new),
        Route::act("/records", DRAFT, draft).again(new),
        Route::act("/records/notice", NOTIFY, notice).again(new),
        Route::act("/records/held", HOLD, held).again(new),
        Route::page("/records/{id}", Door::See(SEE_RECORD), show),
        Route::page("/records/{id}/plan", Door::See(DRAFT), plan),
        Route::act("/records/{id}", DRAFT, save_draft).again(plan),
        Route::act("/records/{id}/notice", NOTIFY, save_notice).again(plan),
        Route::act("/records/{id}/holding", HOLD, save_held).again(plan),
    ]
}

/// The record and its unit when the viewer may open it: by sight, by a named grant, or as a member.
pub(crate) fn seen(ctx: &Ctx, read: &Read, id: RecordId) -> Result<(Record, Place)> {
    let approached = store::approached(read, id, ctx.actor.person(), ctx.today)?;
    let Approached { record, is_own, is_granted } = approached.ok_or(Error::NotFound)?;
    if record.is_kept_talk() {
        return Err(Error::NotFound);
    }
    let place = Place::find(read, record.unit)?.ok_or(Error::NotFound)?;
    let sight = ctx.sight(&SEE_RECORD);
    let as_member = sight.own.is_some_and(|person| is_for_member(&record, person, is_own));
    if sight.holds(&place) || as_member || is_granted {
        return Ok((record, place));
    }
    Err(Error::NotFound)
}

/// Closed, and about himself or of a kind that everybody of the unit may read.
fn is_for_member(record: &Record, person: i64, is_own: bool) -> bool {
    let kind = Kinds::built_in().find(&record.kind);
    let is_open = kind.is_some_and(|kind| kind.open_to_members);
    let is_one_of_two = record.partner == Some(person)
        || record.chair == Some(person) && kind.is_some_and(RecordKind::is_talk);
    record.stage() == Stage::Closed && (is_one_of_two || is_open && is_own)
}

#[derive(Template)]
#[template(path = "meeting/list.html")]
struct List<'p> {
    lines: Vec<Line>,
    scope: Markup,
    pager: Markup,
    kinds: Vec<&'static RecordKind>,
    years: Vec<i16>,
    filter: &'p Filter,
    unit: String,
    grants: Vec<inspection::Grant>,
    may_draft: bool,
    /// The year plan of the unit asked for, or of one's own.
    plan_url: Option<String>,
    may_grant: bool,
    may_greet: bool,
    may_import: bool,
    may_take: bool,
    /// Pages of other rooms: title and URL.
    beside: Vec<(&'static str, &'static str)>,
    /// Where the spreadsheets are asked for, with the filters of the page.
    lists: String,
    /// To the handbook of the unit, or of one in sight.
    handbook: Option<String>,
}

const PER_PAGE: i64 = 50;
/// Each with all that may be drafted in it.
const UNITS_PER_PAGE: i64 = 30;

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let filter = filter(ctx, read, req)?;
    let total = store::count(ctx, read, &filter)?;
    let pager = Pager::of(req, PER_PAGE, total);
    let lines = store::list(ctx, read, &filter, pager)?;
    let first = first_year(read, ctx.today)?;
    let grants = match ctx.actor.person() {
        Some(person) => inspection::granted_units(read, person, ctx.today)?,
        None => Vec::new(),
    };
    let page = List {
        scope: parts::scope(&scope_words(ctx, &filter), &pager.words("条")),
        pager: parts::pager(req, pager),
        kinds: Kinds::built_in().iter().collect(),
        years: (first..=ctx.today.year()).rev().collect(),
        unit: filter.unit.as_ref().map_or_else(String::new, |unit| unit.id.to_string()),
        lists: req.with_query("page", "").replacen("/records", "/records/lists", 1),
        handbook: handbook_url(ctx, &filter),
        plan_url: plan_url(ctx, &filter),
        filter: &filter,
        lines,
        grants,
        may_draft: ctx.carries(&DRAFT),
        may_grant: ctx.carries(&inspection::GRANT),
        may_greet: ctx.carries(&birthday::GREET),
        may_import: ctx.carries(&past::IMPORT),
        may_take: offline::is_offered(ctx),
        beside: beside::links(ctx),
    };
    Ok(Page::of("组织生活", &page)?.section(Section::Life))
}

/// Of the unit that the list is of; else of the hat's own or one below it. A member binds no book, nor does a subgroup.
fn handbook_url(ctx: &Ctx, filter: &Filter) -> Option<String> {
    let sight = ctx.sight(&SEE_RECORD);
    let is_group = ctx.actor.hat().is_some_and(|hat| hat.unit.kind == "subgroup");
    match &filter.unit {
        Some(unit) => (handbook::keeps_one(&unit.kind) && sight.holds(unit))
            .then(|| format!("/records/handbook?unit={}", unit.id)),
        None => (!sight.is_empty() && !is_group).then(|| "/records/handbook".to_owned()),
    }
}

/// The year of the oldest record: where a choice of years begins.
fn first_year(read: &Read, today: Day) -> Result<i16> {
    let first: Option<Option<Day>> = store::first_day().maybe(read)?;
    Ok(first.flatten().map_or(today.year(), Day::year))
}

fn plan_url(ctx: &Ctx, filter: &Filter) -> Option<String> {
    match &filter.unit {
        Some(unit) => Some(format!("/records/plan?unit={}", unit.id)),
        None if ctx.carries(&plan::PLAN) || !filter.own_units.is_empty() => {
            Some("/records/plan".to_owned())
        }
        None => None,
    }
}

pub(crate) fn filter(ctx: &Ctx, read: &Read, req: &Req) -> Result<Filter> {
    let unit = match req.query_as::<i64>("unit") {
        Some(unit) => Some(Place::find(read, unit)?.ok_or(Error::NotFound)?),
        None => None,
    };
    let sight = ctx.sight(&SEE_RECORD);
    let in_sight = unit.as_ref().is_none_or(|unit| sight.holds(unit));
    let is_granted = match &unit {
        Some(unit) if !in_sight => inspection::is_granted(ctx, read, unit.id)?,
        _ => false,
    };
    let mut own_units = Vec::new();
    if let Some(person) = sight.own.filter(|_| sight.is_empty() && !is_granted) {
        own_units = store::own_units(read, person)?;
    }
    let is_own = |unit: &Place| own_units.contains(&unit.id);
    if !in_sight && !is_granted && !unit.as_ref().is_some_and(is_own) {
        return Err(Error::NotFound);
    }
    let open = Kinds::built_in().iter().filter(|kind| kind.open_to_members);
    let year = match req.query("year") {
        "all" => None,
        typed => Some(typed.parse().unwrap_or(ctx.today.year())),
    };
    Ok(Filter {
        unit,
        is_granted,
        own_units,
        open_kinds: open.map(|kind| kind.key.clone()).collect(),
        kind: req.query("kind").to_owned(),
        entry: req.query_as("entry"),
        year,
        stage: req.query("stage").to_owned(),
        words: req.query("q").trim().to_owned(),
    })
}

pub(crate) fn scope_words(ctx: &Ctx, filter: &Filter) -> String {
    let unit = match (&filter.unit, ctx.actor.hat()) {
        (Some(unit), _) => format!("{}及下级", unit.short_name),
        (None, Some(hat)) if filter.own_units.is_empty() => {
            format!("{}及下级", hat.unit.short_name)
        }
        (None, _) => "本人所在支部和党小组，已存档".to_owned(),
    };
    let year = filter.year.map_or_else(|| "各年".to_owned(), |year| format!("{year}年"));
    let kind = match filter.kind.as_str() {
        "" => "全部种类",
        key => Kinds::built_in().short(key),
    };
    format!("范围：{unit}，{year}，{kind}")
}

#[derive(Template)]
#[template(path = "meeting/choose.html")]
struct Choose {
    units: Vec<Offering>,
    pager: Markup,
}

/// What one unit may hold, and what it may enter as done: titles with their URLs.
struct Offering {
    name: String,
    meetings: Vec<(String, String)>,
    /// Of systems that somebody has switched on.
    more: Vec<(String, String)>,
    filings: Vec<(String, String)>,
}

impl Offering {
    fn is_empty(&self) -> bool {
        self.meetings.is_empty() && self.more.is_empty() && self.filings.is_empty()
    }
}

/// Talks of the organization are held by who may hold them.
fn may_talk(ctx: &Ctx, kind: &RecordKind, place: &Place) -> bool {
    let is_one = ctx.actor.hat().is_some_and(|hat| kind.chairs.contains(&hat.kind));
    is_one && ctx.allows(&talk::ENTER, place)
}

/// As typed, or as the link that led here has it.
pub(crate) fn asked(req: &Req, name: &str) -> String {
    match req.form.value(name) {
        "" => req.query(name).to_owned(),
        typed => typed.to_owned(),
    }
}

/// Without a kind: what can be held here. With one: the filled-in draft.
pub(crate) fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (kind, unit) = (asked(req, "kind"), asked(req, "unit"));
    let kind = Kinds::built_in().find(&kind);
    let is_kept_talk = kind.is_some_and(|kind| kind.kept_talk().is_some());
    let act = if is_kept_talk { &talk::ENTER } else { &DRAFT };
    let of_kind = |place: &&Place| kind.is_none_or(|kind| kind.is_for(&place.kind));
    // Most are held in the hat's own unit, which is known.
    let own = ctx.actor.hat().map(|hat| &hat.unit).filter(|_| kind.is_some());
    let is_meant = |own: &&Place| match unit.as_str() {
        "" => of_kind(own),
        unit => own.id.to_string() == unit,
    };
    let own = own.filter(|own| is_meant(own) && ctx.sight(act).holds(own));
    let units = match own {
        Some(own) => vec![own.clone()],
        None => store::units_in_sight(ctx, read, act)?,
    };
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    let place = if let Ok(unit) = unit.parse::<i64>() {
        units.iter().find(|place| place.id == unit).filter(of_kind)
    } else {
        // The hat's own unit, or the only one where this is held.
        let mut fitting = units.iter().filter(of_kind);
        let mine = units.iter().filter(of_kind).find(|place| Some(place.id) == own);
        mine.or_else(|| fitting.next().filter(|_| fitting.next().is_none()))
    };
    if let (Some(kind), Some(place)) = (kind, place) {
        Switched::demand(ctx, read, place.id, kind)?;
    }
    match (kind, place) {
        (Some(kind), Some(place)) if kind.is_filing() => {
            filing::new_form(ctx, read, req, kind, place.clone())
        }
        (Some(kind), Some(place)) if kind.kept_talk().is_some() => {
            talk::new_form(ctx, read, req, kind, place)
        }
        (Some(kind), Some(place)) => new_form(ctx, read, req, kind, place.clone()),
        _ => choose(ctx, read, req, &units, kind),
    }
}

/// Of one kind alone where that is known: a branch is asked which of its subgroups met.
fn choose(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    units: &[Place],
    wanted: Option<&'static RecordKind>,
) -> Result<Page> {
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    let mut offered: Vec<&Place> = units.iter().collect();
    offered.sort_by_key(|place| Some(place.id) != own);
    let pager = Pager::of(req, UNITS_PER_PAGE, offered.len() as i64);
    let offered = pager.cut(offered);
    let period = match req.query_as::<Period>("period") {
        Some(period) => format!("&period={period}"),
        None => String::new(),
    };
    let ids: Vec<i64> = offered.iter().map(|place| place.id).collect();
    let run = Switched::in_units(ctx, read, &ids)?;
    let of = |place: &&Place| {
        run.get(&place.id).map(|switched| offering(ctx, place, switched, (wanted, &period)))
    };
    let units = offered.iter().filter_map(of).filter(|it| !it.is_empty()).collect();
    Ok(Page::of("新建", &Choose { units, pager: parts::pager(req, pager) })?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life))
}

fn offering(
    ctx: &Ctx,
    place: &Place,
    switched: &Switched,
    (wanted, period): (Option<&'static RecordKind>, &str),
) -> Offering {
    let may_file = ctx.allows(&FILE, place);
    let kinds = Kinds::built_in()
        .iter()
        .filter(|kind| kind.is_for(&place.kind) && switched.holds(kind))
        .filter(|kind| may_file || !kind.is_filing())
        .filter(|kind| kind.kept_talk().is_none() || may_talk(ctx, kind, place))
        .filter(|kind| wanted.is_none_or(|wanted| wanted.key == kind.key));
    let mut offering = Offering {
        name: place.short_name.clone(),
        meetings: Vec::new(),
        more: Vec::new(),
        filings: Vec::new(),
    };
    let systems = ctx.part::<Systems>();
    for kind in kinds {
        let url = format!("/records/new?kind={}&unit={}{period}", kind.key, place.id);
        let mut varieties = kind.varieties_in(&place.kind).peekable();
        // The kind's own link would lead to the first of them as well.
        let is_told = varieties.peek().is_some_and(|it| it.is_listed);
        let listed = varieties.filter(|it| it.is_listed).map(|it| {
            let title =
                if it.draft_title.is_empty() { kind.short_of(&it.key) } else { it.title.clone() };
            (title, format!("{url}&variety={}", it.key))
        });
        let listed: Vec<(String, String)> = listed.collect();
        let is_usual = systems.system(&kind.system).is_some_and(System::is_default_on);
        let list = match (kind.is_filing(), is_usual) {
            (true, _) => &mut offering.filings,
            (false, true) => &mut offering.meetings,
            (false, false) => &mut offering.more,
        };
        if !is_told {
            list.push((kind.title.clone(), url));
        }
        list.extend(listed);
    }
    offering
}

#[derive(Template)]
#[template(path = "meeting/form.html")]
pub(crate) struct FormPage<'p> {
    pub(crate) view: View,
    pub(crate) req: &'p Req,
    pub(crate) problems: Markup,
    action: String,
    hold_action: String,
    pub(crate) version: Markup,
    makes_up: String,
    about: String,
    is_new: bool,
    pub(crate) is_wrong: bool,
    is_future: bool,
    /// It begins later today: nobody is kept from saying that it was held, and he is told.
    ahead: String,
    stage: &'static str,
    pub(crate) title_field: Markup,
    pub(crate) topic_field: Markup,
    pub(crate) guests_field: Markup,
    pub(crate) chair_label: &'static str,
    pub(crate) words: &'static [LeaveWord],
    life: Markup,
    withdraw_url: Option<String>,
    offline_url: Option<String>,
    /// Notice and sign-in sheet, once it is saved: name, URL.
    papers: Vec<(&'static str, String)>,
    /// Where the code is shown with which people mark themselves, on the day.
    code_url: Option<String>,
}

pub(crate) fn form_page<'p>(
    ctx: &Ctx,
    req: &'p Req,
    view: View,
    saved: Option<&Record>,
) -> FormPage<'p> {
    let form = &req.form;
    let (title, topic) = (view.content.title.clone(), view.content.topic.clone());
    let first: Option<Day> = view.content.sessions.first().map(|session| session.on);
    let shown_day: Option<Day> = form.shown("on1", "").parse().ok().or(first);
    FormPage {
        problems: parts::problems(form),
        action: saved.map_or_else(|| "/records".into(), Record::url),
        hold_action: saved
            .map_or_else(|| "/records/held".into(), |it| format!("{}/holding", it.url())),
        version: saved.map_or_else(Markup::default, |it| req.version(it.version)),
        makes_up: match form.value("makes_up") {
            "" => req.query("makes_up").to_owned(),
            typed => typed.to_owned(),
        },
        about: asked(req, "about"),
        is_new: saved.is_none(),
        is_wrong: !form.faults.0.is_empty() || !form.theirs.is_empty(),
        ahead: check::ahead(ctx.now, &view.content.sessions),
        is_future: shown_day.is_some_and(|day| day > ctx.today),
        stage: saved.map_or("草稿", |it| it.stage().zh()),
        title_field: parts::field_text(form, "title", "名称", "", &title),
        topic_field: parts::field_text(form, "topic", &view.kind.topic, "", &topic),
        guests_field: parts::field_text(
            form,
            "guests",
            &view.kind.guests,
            "不在本支部名册上、来参加的人",
            &view.content.guests,
        ),
        chair_label: if view.is_talk() { "谈话人" } else { "主持人" },
        words: LeaveWord::ALL,
        life: Markup::default(),
        withdraw_url: saved
            .filter(|_| ctx.allows(&WITHDRAW, &view.place))
            .map(|it| format!("{}/withdrawal", it.url())),
        offline_url: saved
            .filter(|it| offline::is_takeable(ctx, it, &view.place))
            .map(|it| format!("/records/offline?record={}", it.id)),
        papers: saved.map(|it| paper::links(view.kind, it)).unwrap_or_default(),
        code_url: saved.and_then(|it| marking::code_url(ctx, it, &view.place)),
        req,
        view,
    }
}

fn new_form(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    kind: &'static RecordKind,
    place: Place,
) -> Result<Page> {
    ctx.viewed(&SEE_RECORD, format!("unit:{}", place.id), 1);
    let view = View::new(ctx, read, req, kind, place)?;
    let title = view.content.title.clone();
    let page = form_page(ctx, req, view, None);
    Ok(Page::of(title, &page)?
        .under(vec![("组织生活", "/records"), ("新建", "/records/new")])
        .section(Section::Life)
        .task())
}

/// The form of a record that is there: planned, or held and to be set right before closing.
fn plan(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = seen(ctx, read, req.id("id")?)?;
    actions::still_open(&record)?;
    plan_of(ctx, read, req, &record, place)
}

fn plan_of(ctx: &Ctx, read: &Read, req: &Req, record: &Record, place: Place) -> Result<Page> {
    let life = match Kinds::built_in().find(&record.kind) {
        Some(kind) if kind.rectifies => {
            let shown = Shown::of(ctx, read, record.clone(), place.clone(), Wanted::Itself)?;
            life::card(ctx, read, &shown, true)?
        }
        _ => Markup::default(),
    };
    let view = View::saved(ctx, read, req, record, place)?;
    let page = FormPage { life, ..form_page(ctx, req, view, Some(record)) };
    Ok(Page::of(record.title.clone(), &page)?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life)
        .task())
}

/// Each stage has its page: the draft to fill in, the minutes to write, the record to read.
pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    if let Some(seen) = talk::seen(ctx, read, req.id("id")?)? {
        return talk::show(ctx, read, req, &seen);
    }
    let (record, place) = seen(ctx, read, req.id("id")?)?;
    let may_change = ctx.allows(&DRAFT, &place);
    match record.stage() {
        Stage::Drafted | Stage::Notified if may_change => plan_of(ctx, read, req, &record, place),
        Stage::Held if may_change => closing::minutes_page(ctx, read, req, record, place),
        _ => closing::closed_page(ctx, read, req, record, place),
    }
}

fn draft(ctx: &Ctx, req: &Req) -> Result<Reply> {
    open(ctx, req, Step::Draft)
}

fn notice(ctx: &Ctx, req: &Req) -> Result<Reply> {
    open(ctx, req, Step::Notify)
}

fn held(ctx: &Ctx, req: &Req) -> Result<Reply> {
    open(ctx, req, Step::Hold)
}

fn open(ctx: &Ctx, req: &Req, step: Step) -> Result<Reply> {
    let reader = req.form.reader();
    let kind = reader.text("kind", "种类", 60);
    let kind = Kinds::built_in().find(&kind).filter(|kind| kind.kept_talk().is_none());
    let kind = kind.ok_or(Error::NotFound)?;
    let unit = reader.id("unit").ok_or(Error::NotFound)?;
    let makes_up = reader.optional_text("makes_up", "补办哪一期", 12);
    let about = reader.optional_text("about", "针对哪一件", 20);
    let content = Content::read(&reader, kind);
    reader.check()?;
    let makes_up = Some(makes_up).filter(|it| !it.is_empty());
    let new = New { unit, kind: kind.key.clone(), makes_up, about };
    let id = actions::open(ctx, step, &new, &content)?;
    let content = named(ctx, kind, id, content)?;
    Ok(Reply::to(format!("/records/{id}")).saying(said(ctx, step, kind, &content)))
}

fn save_draft(ctx: &Ctx, req: &Req) -> Result<Reply> {
    save(ctx, req, Step::Draft)
}

fn save_notice(ctx: &Ctx, req: &Req) -> Result<Reply> {
    save(ctx, req, Step::Notify)
}

fn save_held(ctx: &Ctx, req: &Req) -> Result<Reply> {
    save(ctx, req, Step::Hold)
}

fn save(ctx: &Ctx, req: &Req, step: Step) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| seen(ctx, read, id))?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let content = Content::read(&reader, kind);
    reader.check()?;
    actions::save(ctx, step, id, reader.version(), &content)?;
    let content = named(ctx, kind, id, content)?;
    let mut words = said(ctx, step, kind, &content);
    let is_told = record.stage() == Stage::Notified && step == Step::Draft;
    if is_told && record.sessions() != content.sessions {
        words.push_str("。时间地点改了，已通知的人还不知道，请再发通知");
    }
    Ok(Reply::to(record.url()).saying(words))
}

/// With the title that stands: another variety may have brought its own.
fn named(ctx: &Ctx, kind: &RecordKind, id: RecordId, content: Content) -> Result<Content> {
    if kind.varieties.is_empty() {
        return Ok(content);
    }
    let record = ctx.read(|read| store::find_any(read, id))?.ok_or(Error::NotFound)?;
    Ok(Content { title: record.title, ..content })
}

fn said(ctx: &Ctx, step: Step, kind: &RecordKind, content: &Content) -> String {
    let ahead = match check::ahead(ctx.now, &content.sessions) {
        ahead if ahead.is_empty() => ahead,
        ahead => format!("。{ahead}，写错了请改时间"),
    };
    match step {
        Step::Draft => format!("{}的草稿已存", content.title),
        Step::Notify => format!("{}已通知应到会的人", content.title),
        Step::Hold if kind.is_private() => {
            format!("{}已记下，接着核对、存档{ahead}", content.title)
        }
        Step::Hold => format!("{}已记下，接着写会议记录{ahead}", content.title),
    }
}
