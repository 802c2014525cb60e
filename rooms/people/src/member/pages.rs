//! The list of members, one member's page, entering and editing, opening a number.

use act::{Act, Ctx, Error, Place, Relation, Result};
use askama::Template;
use db::Read;
use retention::HOLD;
use systems::Systems;
use web::{
    Door, Hit, Markup, Page, Pager, Reader, Reply, Req, Route, Section, parts, parts::Choice,
};

use super::{
    Asked, COUNTED_AT_MOST, Listed, Member, NewMember, Plain, actions,
    actions::{ADMIT, EDIT, EXPORT, REVEAL, SEE},
};
use crate::{
    StaffClass, Status, Stay,
    abroad::{actions::RECORD as GO_ABROAD, pages::StayLine},
    belonging, codes,
    form::{FormPage, maybe_offers, offers, part_day, seen, span},
    import, leave,
    past::Past,
    post, protect, risk, standing,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members", Door::See(SEE), list),
        Route::page("/members/new", Door::Do(ADMIT), admit_form),
        Route::act("/members", ADMIT, admit).again(admit_form),
        Route::page("/members/{id}", Door::See(SEE), show),
        Route::page("/me/information", Door::SignedIn, show_myself),
        Route::page("/members/{id}/editing", Door::Do(EDIT), edit_form),
        Route::act("/members/{id}/editing", EDIT, edit).again(edit_form),
        Route::page("/members/{id}/revelation", Door::Do(REVEAL), reveal_form),
        Route::act("/members/{id}/revelation", REVEAL, reveal).again(reveal_form),
    ]
}

const PER_PAGE: i64 = 50;
/// One line as the table shows it.
struct Line {
    id: i64,
    name: String,
    sex: &'static str,
    birth: String,
    tail: String,
    status: &'static str,
    is_full: bool,
    class: &'static str,
    joined: String,
    unit_name: String,
}

#[derive(Template)]
#[template(path = "member/list.html")]
struct List {
    words: String,
    unit: Option<i64>,
    status: String,
    class: String,
    by_order: bool,
    units: Vec<belonging::Choice>,
    statuses: Vec<(&'static str, &'static str)>,
    classes: Vec<(&'static str, &'static str)>,
    rows: Vec<Line>,
    total: i64,
    /// *False*: there are more than `total`, and only so many can be leafed through.
    is_counted: bool,
    scope: String,
    is_filtered: bool,
    unplaced: i64,
    may_answer: bool,
    may_hold: bool,
    may_import: bool,
    may_admit: bool,
    may_export: bool,
    export_url: String,
    pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&SEE);
    if sight.is_empty() {
        return show_myself(ctx, read, req);
    }
    let (asked, place) = asked(ctx, read, req)?;
    let total = super::count(ctx, &sight, read, &asked, COUNTED_AT_MOST + 1)?;
    let pager = Pager::of(req, PER_PAGE, total.min(COUNTED_AT_MOST));
    let rows = super::list(ctx, &sight, read, &asked, (pager.offset(), PER_PAGE), total)?;
    let seen = ctx.actor.hat().map_or(0, |hat| hat.unit.id);
    ctx.viewed(&SEE, format!("unit:{}", asked.unit.unwrap_or(seen)), rows.len());
    let lines = rows.into_iter().map(|row| line(ctx, row)).collect::<Result<Vec<_>>>()?;
    let page = List {
        units: belonging::units_below(read, &sight, None)?,
        unplaced: belonging::count_unplaced(read, &sight)?,
        scope: scope(ctx, place.as_ref(), &asked),
        words: asked.words.clone(),
        unit: req.query_as("unit"),
        status: req.query("status").to_owned(),
        class: req.query("class").to_owned(),
        by_order: asked.by_order,
        statuses: Status::choices(),
        classes: StaffClass::choices(),
        rows: lines,
        total: total.min(COUNTED_AT_MOST),
        is_counted: total <= COUNTED_AT_MOST,
        is_filtered: !asked.words.is_empty()
            || ["unit", "status", "class"].iter().any(|name| !req.query(name).is_empty()),
        may_hold: ctx.carries(&HOLD),
        may_answer: ctx.carries(&crate::correction::actions::ANSWER),
        may_import: ctx.carries(&import::IMPORT),
        may_admit: ctx.carries(&ADMIT),
        may_export: ctx.carries(&EXPORT) && total > 0,
        export_url: req.with_query("page", "").replacen("/members", "/members/exports", 1),
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("党员名册", &page)?.section(Section::Members))
}

/// What the query asks for, and the unit it names. A unit means everything under it too; one that is out of
/// sight is not there.
pub(super) fn asked(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Asked, Option<Place>)> {
    let unit: Option<i64> = req.query_as("unit");
    let place = unit.map(|unit| Place::find(read, unit)).transpose()?.flatten();
    let sees =
        |place: &Place| ctx.sight(&SEE).holds(place) || ctx.sight(&org::SEE_UNIT).holds(place);
    if place.as_ref().is_some_and(|place| !sees(place)) {
        return Err(Error::NotFound);
    }
    let below = place.as_ref().and_then(below);
    let asked = Asked {
        words: req.query("q").trim().chars().take(40).collect(),
        unit: if below.is_some() { None } else { unit },
        below,
        statuses: match Status::from_key(req.query("status")) {
            Some(status) => vec![status],
            None => vec![Status::Full, Status::Probationary],
        },
        class: StaffClass::from_key(req.query("class")),
        by_order: req.query("order") == "official",
    };
    Ok((asked, place))
}

/// A Party unit's tree by lead, an organ's by line (its Party units stand under their hosts).
pub(super) fn below(place: &Place) -> Option<(Relation, String)> {
    let by = |relation| place.path(relation).map(|path| (relation, path.to_owned()));
    by(Relation::Lead).or_else(|| by(Relation::Line))
}

pub(super) fn scope(ctx: &Ctx, named: Option<&Place>, asked: &Asked) -> String {
    let place = match (named, ctx.actor.hat()) {
        (Some(place), _) => format!("{}及下级", place.name),
        (None, Some(hat)) => format!("{}和您能看到的下级", hat.unit.name),
        (None, None) => "全部".to_owned(),
    };
    let statuses: Vec<&str> = asked.statuses.iter().map(|it| it.zh()).collect();
    let mut parts = vec![place, statuses.join("和"), format!("{}在册", ctx.today.zh())];
    parts.extend(asked.class.map(|class| class.zh().to_owned()));
    if !asked.words.is_empty() {
        parts.push(format!("“{}”", asked.words));
    }
    parts.join("，")
}

fn line(ctx: &Ctx, row: Listed) -> Result<Line> {
    let whose = (row.id, row.own_key.as_deref());
    let number = protect::open(&ctx.core.keys, "id_number", whose, row.id_number.as_deref())?;
    Ok(Line {
        id: row.id,
        name: row.name,
        sex: codes::sex(row.sex.as_deref()),
        birth: row.birth.map(|day| day.to_string()[..7].to_owned()).unwrap_or_default(),
        tail: number.map(|number| tail(&number)).unwrap_or_default(),
        status: row.member_status.zh(),
        is_full: row.member_status == Status::Full,
        class: row.staff_class.zh(),
        joined: row.joined_on.map(|it| it.to_string()).unwrap_or_default(),
        unit_name: row.unit_name,
    })
}

fn tail(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    letters[letters.len().saturating_sub(4)..].iter().collect()
}

/// Members whose name, initials or number fit, for the search over all rooms.
pub(crate) fn search(ctx: &Ctx, read: &Read, words: &str) -> Result<Vec<Hit>> {
    const MOST: i64 = 10;
    let sight = ctx.sight(&SEE);
    if sight.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked { words: words.to_owned(), ..Asked::default() };
    let rows = super::list(ctx, &sight, read, &asked, (0, MOST), 0)?;
    ctx.viewed(&SEE, "search", rows.len());
    let hit = |row: Listed| Hit {
        title: row.name,
        words: format!("{}，{}", row.unit_name, row.member_status.zh()),
        url: format!("/members/{}", row.id),
    };
    Ok(rows.into_iter().map(hit).collect())
}

// One member -----------------------------------------------------------------------------------------

struct PostLine {
    id: i64,
    title: String,
    unit_name: String,
    span: String,
    basis: String,
    is_open: bool,
    may_end: bool,
    /// Why it cannot be ended, in place of the link.
    stays: Option<String>,
}

/// A spell of anything.
struct SpellLine {
    name: String,
    span: String,
    basis: String,
}

/// Taking part elsewhere, with where to end it.
struct GuestLine {
    spell: SpellLine,
    ending: Option<String>,
}

#[derive(Template)]
#[template(path = "member/show.html")]
struct Show {
    m: Member,
    posts: Vec<PostLine>,
    actions: Vec<(&'static str, String)>,
    away: String,
    facts: Vec<(&'static str, String)>,
    id_number: String,
    phone: String,
    is_open: bool,
    may_reveal: bool,
    rights: standing::Rights,
    limits: Vec<String>,
    spells: Vec<SpellLine>,
    guests: Vec<GuestLine>,
    key: Markup,
    statuses: Vec<SpellLine>,
    leaves: Vec<SpellLine>,
    stays: Vec<StayLine>,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    page_of(ctx, read, req, member, None)
}

/// What stands here about the signed-in person himself.
fn show_myself(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let me = ctx.person()?;
    let mut sight = ctx.sight(&SEE);
    sight.own = Some(me);
    let member = super::find(&sight, read, me)?.ok_or(Error::NotFound)?;
    Ok(page_of(ctx, read, req, member, None)?.section(Section::Me))
}

type Numbers = (Option<String>, Option<String>);

fn page_of(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    member: Member,
    open: Option<Numbers>,
) -> Result<Page> {
    let place = member.place();
    let may = |act: &Act| ctx.allows(act, &place) && member.left_on.is_none();
    let Past { leaves, limits, stays, statuses, units, guests, .. } =
        Past::of(read, member.id, ctx.today.plus_months(-12))?;
    let is_open = open.is_some();
    let (id_number, phone) = match open {
        Some(plain) => plain,
        None => masked(ctx, &member)?,
    };
    let show = Show {
        posts: post_lines(ctx, read, member.id)?,
        actions: buttons(ctx, &member, may),
        away: away(&leaves, &stays, ctx.today),
        facts: facts(&member),
        id_number: id_number.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        is_open,
        may_reveal: may(&REVEAL),
        rights: standing::rights(standing::status_on(&statuses, ctx.today), &limits, ctx.today),
        limits: limits.iter().map(limit_words).collect(),
        spells: units.into_iter().map(spell_line).collect(),
        guests: known_guests(ctx, read, guests)?
            .iter()
            .map(|it| guest_line(it, may(&belonging::actions::PARTICIPATE)))
            .collect(),
        key: req.once(),
        statuses: statuses.iter().map(status_line).collect(),
        leaves: leaves.iter().map(leave_line).collect(),
        stays: stays
            .into_iter()
            .map(|it| StayLine::of(ctx, it, may(&GO_ABROAD)))
            .collect::<Result<_>>()?,
        m: member,
    };
    let (name, unit_name) = (show.m.name.clone(), show.m.unit_name.clone());
    let crumbs = [
        ("党员".to_owned(), "/members".to_owned()),
        (unit_name, format!("/members?unit={}", show.m.unit)),
    ];
    Ok(Page::of(name, &show)?.under(crumbs).section(Section::Members))
}

/// Why he is not here today: 值班、出国（境）.
fn away(leaves: &[leave::Leave], stays: &[Stay], today: calendar::Day) -> String {
    let now = leaves.iter().filter(|it| it.from_on <= today && today < it.to_on);
    let abroad = stays.iter().any(|it| it.holds(today)).then_some("出国（境）");
    now.map(|it| it.word.zh()).chain(abroad).collect::<Vec<_>>().join("、")
}

fn masked(ctx: &Ctx, member: &Member) -> Result<Numbers> {
    let keys = &ctx.core.keys;
    let number = protect::open(keys, "id_number", member.whose(), member.id_number.as_deref())?;
    let phone = protect::open(keys, "phone", member.whose(), member.phone.as_deref())?;
    let number = number.map(|it| format!("****{}", tail(&it)));
    Ok((number, phone.map(|it| text::mask_phone(&it))))
}

fn buttons(ctx: &Ctx, member: &Member, may: impl Fn(&Act) -> bool) -> Vec<(&'static str, String)> {
    let id = member.id;
    if member.left_on.is_some() && ctx.allows(&HOLD, &member.place()) {
        return vec![("暂缓清除", format!("/members/{id}/hold"))];
    }
    let all = [
        (EDIT, "改信息", "editing"),
        (belonging::actions::TRANSFER, "转支部", "transfer"),
        (post::actions::APPOINT, "任职", "appointment"),
        (leave::actions::RECORD, "登记请假值班", "leave"),
        (belonging::actions::PARTICIPATE, "参加其他支部活动", "participation"),
        (GO_ABROAD, "登记出国（境）", "abroad"),
        (risk::actions::LIST, "风险岗位", "risk-posts"),
        (standing::actions::CHANGE, "改状态", "status"),
        (standing::actions::LIMIT, "限制权利", "limits"),
    ];
    let shown = all.into_iter().filter(|(act, _, _)| may(act));
    shown.map(|(_, label, page)| (label, format!("/members/{id}/{page}"))).collect()
}

pub(crate) fn facts(member: &Member) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let part =
        |value: Option<calendar::PartDay>| value.map(calendar::PartDay::zh).unwrap_or_default();
    let mut facts = vec![
        ("性别", codes::sex(member.sex.as_deref()).to_owned()),
        ("出生", member.birth.map(calendar::Day::zh).unwrap_or_default()),
        ("民族", codes::ethnic(member.ethnic.as_deref()).to_owned()),
        ("学历", codes::education(member.education.as_deref()).to_owned()),
        ("学位", codes::degree(member.degree.as_deref()).to_owned()),
        ("人员类别", member.staff_class.zh().to_owned()),
        ("职务", text(&member.duty_title)),
        ("参加工作", part(member.work_from)),
        ("入党", part(member.joined_on)),
        ("转正", part(member.full_on)),
    ];
    if member.staff_class == StaffClass::Officer || member.police_number.is_some() {
        facts.insert(6, ("警号", text(&member.police_number)));
        facts.insert(7, ("警衔", text(&member.police_rank)));
    }
    facts
}

/// Where he takes part, but for units that the viewer is not to know of.
fn known_guests(
    ctx: &Ctx,
    read: &Read,
    mut guests: Vec<belonging::Participation>,
) -> Result<Vec<belonging::Participation>> {
    let is_task = |it: &belonging::Participation| it.reason == crate::Reason::Operation;
    let hosts: Vec<i64> = guests.iter().filter(|it| is_task(it)).map(|it| it.host).collect();
    if hosts.is_empty() {
        return Ok(guests);
    }
    let mut places = Place::find_all(read, &hosts)?;
    places.retain(|place| ctx.may_know(place));
    let is_known = |host: i64| places.iter().any(|place| place.id == host);
    guests.retain(|it| !is_task(it) || ctx.actor.person() == Some(it.person) || is_known(it.host));
    Ok(guests)
}

fn post_lines(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<PostLine>> {
    let mut held = post::held_on(read, person)?;
    let units: Vec<i64> = held.iter().map(|post| post.unit).collect();
    let mut places = Place::find_all(read, &units)?;
    places.retain(|place| ctx.actor.person() == Some(person) || ctx.may_know(place));
    held.retain(|post| places.iter().any(|place| place.id == post.unit));
    let mut lines: Vec<PostLine> =
        held.iter().map(|post| post_line(ctx, post.clone(), &places)).collect();
    let may: Vec<(i64, &str, i64)> = held
        .iter()
        .zip(&lines)
        .filter(|(_, line)| line.may_end)
        .map(|(post, _)| (post.id, post.kind.as_str(), post.unit))
        .collect();
    let mut last = post::last_ones(read, &may, ctx.today)?;
    for (post, line) in held.iter().zip(&mut lines).filter(|(_, line)| line.may_end) {
        let refused = post::check_taking(ctx, post.id, &post.kind).err();
        line.stays = refused.map(|error| error.to_string()).or_else(|| last.remove(&post.id));
    }
    Ok(lines)
}

fn post_line(ctx: &Ctx, held: post::Post, places: &[Place]) -> PostLine {
    let place = places.iter().find(|place| place.id == held.unit);
    let is_open = held.is_open_on(ctx.today);
    let may_end = place.is_some_and(|place| ctx.allows(&post::actions::END, place));
    PostLine {
        id: held.id,
        title: Systems::built_in().post_title(&held.kind, place.map_or("", |it| it.kind.as_str())),
        unit_name: place.map(|place| place.name.clone()).unwrap_or_default(),
        span: span(held.from_on, held.to_on),
        basis: held.basis,
        is_open,
        may_end: is_open && may_end,
        stays: None,
    }
}

fn spell_line(it: belonging::Affiliation) -> SpellLine {
    let name = it.unit_name.unwrap_or_else(|| "已撤销的组织".into());
    SpellLine { name, span: span(it.from_on, it.to_on), basis: it.basis }
}

fn guest_line(it: &belonging::Participation, may_end: bool) -> GuestLine {
    let name = it.host_name.clone().unwrap_or_else(|| "已撤销的组织".into());
    let span = span(it.from_on, it.to_on);
    let ending = format!("/members/{}/participations/{}/ending", it.person, it.id);
    GuestLine {
        spell: SpellLine { name, span, basis: it.reason.zh().into() },
        ending: (may_end && it.to_on.is_none()).then_some(ending),
    }
}

fn status_line(it: &standing::Spell) -> SpellLine {
    let (name, basis) = (it.status.zh().to_owned(), it.basis.clone());
    SpellLine { name, span: span(it.from_on, it.to_on), basis }
}

fn leave_line(it: &leave::Leave) -> SpellLine {
    let span = span(it.from_on, Some(it.to_on));
    SpellLine { name: it.word.zh().into(), span, basis: String::new() }
}

fn limit_words(limit: &standing::Limit) -> String {
    let rights: Vec<&str> =
        limit.rights.split(',').filter_map(crate::Right::from_key).map(crate::Right::zh).collect();
    format!("{}限制{}，依据：{}", span(limit.from_on, limit.to_on), rights.join("、"), limit.basis)
}

// Entering and editing ----------------------------------------------------------------------------------

fn admit_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let units = placeable(ctx, read, &ADMIT)?;
    let current = ctx.actor.hat().map(|hat| hat.unit.id.to_string()).unwrap_or_default();
    let form = &req.form;
    let mut page = FormPage::new(req, "登记党员", "/members".into(), "登记")
        .with(parts::field_select(form, "unit", "所在支部", &units, &current))
        .with(parts::field_select(form, "status", "党员状态", &entering(), "full"));
    page.fields.extend(plain_fields(req, &Plain::empty()));
    page.with(parts::field_day(form, "since", "从哪天起在这个支部", "", &ctx.today.to_string()))
        .with(parts::field_text(form, "basis", "依据", "如组织关系介绍信编号", ""))
        .page()
}

fn entering() -> Vec<Choice> {
    [Status::Full, Status::Probationary, Status::None]
        .iter()
        .map(|it| Choice::new(it.key(), it.zh()))
        .collect()
}

/// Branches that the hat worn may put people into.
pub(crate) fn placeable(ctx: &Ctx, read: &Read, act: &Act) -> Result<Vec<Choice>> {
    let systems = Systems::built_in();
    let units = belonging::units_below(read, &ctx.sight(act), None)?;
    let takes = |kind: &str| systems.unit_kind(kind).is_some_and(|kind| kind.members);
    let branches = units.into_iter().filter(|unit| takes(&unit.kind));
    Ok(branches.map(|unit| Choice::new(unit.id.to_string(), unit.name)).collect())
}

fn admit(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    if unit.is_none() {
        reader.fault("unit", "请选择所在支部");
    }
    let status = reader.choice("status", "党员状态", &["full", "probationary", "none"]);
    let since = reader.day("since", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    let plain = read_plain(&reader);
    let numbers = read_numbers(&reader);
    reader.check()?;
    let unit = unit.ok_or(Error::NotFound)?;
    let mut new = NewMember::named(&plain.name, unit, since, &basis);
    new.status = Status::from_key(&status).unwrap_or(Status::Full);
    new.take(plain, numbers);
    let name = new.name.clone();
    let id = actions::enter(ctx, &new)?;
    Ok(Reply::to(format!("/members/{id}")).saying(format!("已登记{name}")))
}

fn edit_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let row = super::read_back(read, member.id)?.ok_or(Error::NotFound)?;
    let action = format!("/members/{}/editing", member.id);
    let mut page = FormPage::new(req, "改党员信息", action, "保存").about(&member);
    // After a conflict the next try stands on what the other has written.
    page.version = req.version(member.version);
    page.fields = plain_fields(req, &row);
    page.page()
}

fn edit(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let plain = read_plain(&reader);
    let numbers = read_numbers(&reader);
    reader.check()?;
    let name = plain.name.clone();
    actions::edit(ctx, person, reader.version(), &plain, &numbers)?;
    Ok(Reply::to(format!("/members/{person}")).saying(format!("{name}的信息已改")))
}

fn plain_fields(req: &Req, row: &Plain) -> Vec<Markup> {
    let form = &req.form;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let part =
        |value: Option<calendar::PartDay>| value.map(|it| it.to_string()).unwrap_or_default();
    let month = "只知道年月也可以，如1998-07";
    let ranks: Vec<(&str, &str)> = codes::police_ranks().iter().map(|it| (*it, *it)).collect();
    let select = |name, label, choices: &[(&str, &str)], current: &str| {
        parts::field_select(form, name, label, &maybe_offers(choices), current)
    };
    let keep = if row.name.is_empty() { "" } else { "不改就留空" };
    vec![
        parts::field_text(form, "name", "姓名", "", &row.name),
        parts::field_text(form, "id_number", "身份证号", keep, ""),
        parts::field_text(form, "phone", "手机", keep, ""),
        select("sex", "性别", &[("1", "男"), ("2", "女")], &text(&row.sex)),
        parts::field_day(
            form,
            "birth",
            "出生日期",
            "填了身份证号可以不填",
            &row.birth.map(|it| it.to_string()).unwrap_or_default(),
        ),
        select("ethnic", "民族", &codes::ethnic_choices(), &text(&row.ethnic)),
        select("education", "学历", &codes::education_choices(), &text(&row.education)),
        select("degree", "学位", &codes::degree_choices(), &text(&row.degree)),
        parts::field_select(
            form,
            "staff_class",
            "人员类别",
            &offers(&StaffClass::choices()),
            row.staff_class.key(),
        ),
        parts::field_text(form, "police_number", "警号", "民警填", &text(&row.police_number)),
        select("police_rank", "警衔", &ranks, &text(&row.police_rank)),
        parts::field_text(form, "duty_title", "职务", "", &text(&row.duty_title)),
        parts::field_text(form, "work_from", "参加工作", month, &part(row.work_from)),
        parts::field_text(form, "joined_on", "入党", month, &part(row.joined_on)),
        parts::field_text(form, "full_on", "转正", "预备党员留空", &part(row.full_on)),
        parts::field_number(
            form,
            "official_order",
            "名册次序",
            "数字小的在前，不排就不改",
            &row.official_order.to_string(),
        ),
    ]
}

fn read_plain(reader: &Reader) -> Plain {
    let text = |name, label, max| {
        Some(reader.optional_text(name, label, max)).filter(|value| !value.is_empty())
    };
    let class = reader.choice("staff_class", "人员类别", &StaffClass::keys());
    let mut plain = Plain {
        name: text::name(&reader.text("name", "姓名", 50)),
        sex: text("sex", "性别", 1),
        birth: reader.optional_day("birth", "出生日期"),
        ethnic: text("ethnic", "民族", 2),
        education: text("education", "学历", 2),
        degree: text("degree", "学位", 3),
        staff_class: StaffClass::from_key(&class).unwrap_or(StaffClass::Unknown),
        police_rank: text("police_rank", "警衔", 10),
        police_number: text("police_number", "警号", 20),
        duty_title: text("duty_title", "职务", 60),
        work_from: part_day(reader, "work_from", "参加工作"),
        joined_on: part_day(reader, "joined_on", "入党"),
        full_on: part_day(reader, "full_on", "转正"),
        official_order: reader.number("official_order", "名册次序", 0..=1_000_000),
    };
    if let (Some(joined), Some(full)) = (plain.joined_on, plain.full_on)
        && full.latest() < joined.earliest()
    {
        reader.fault("full_on", "转正在入党之前，两个日期可能填反了");
    }
    // The number knows better than the hand.
    let typed = reader.optional_text("id_number", "身份证号", 30);
    if let Ok(id) = text::IdNumber::parse(&typed) {
        plain.birth = Some(id.birth());
        plain.sex = Some(id.sex().code().to_owned());
    }
    plain
}

fn read_numbers(reader: &Reader) -> actions::Numbers {
    let typed = reader.optional_text("id_number", "身份证号", 30);
    let id_number = match text::IdNumber::parse(&typed) {
        _ if typed.is_empty() => None,
        Ok(id) => Some(id.as_str().to_owned()),
        Err(_) => {
            reader.fault("id_number", "身份证号不对：看位数、出生日期和末位校验，对照证件改");
            None
        }
    };
    let typed = reader.optional_text("phone", "手机", 20);
    let digits: String = text::half_width(&typed).chars().filter(char::is_ascii_digit).collect();
    if !typed.is_empty() && !(7..=12).contains(&digits.len()) {
        reader.fault("phone", "手机要写11位数字，座机带区号");
    }
    actions::Numbers { id_number, phone: Some(digits).filter(|it| !it.is_empty()) }
}

// Opening a number ---------------------------------------------------------------------------------------

fn reveal_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let member = seen(ctx, read, req)?;
    let action = format!("/members/{}/revelation", member.id);
    let hint = "如核对组织关系介绍信。本人能看到谁在什么时候、为什么看过";
    FormPage::new(req, "看证件号和电话全号", action, "看全号")
        .about(&member)
        .with(parts::field_text(&req.form, "reason", "为什么要看", hint, ""))
        .page()
}

fn reveal(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person: i64 = req.id("id")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "原因", 100);
    reader.check()?;
    let open = actions::reveal(ctx, person, &reason)?;
    let sight = ctx.sight(&SEE);
    let page = ctx.read(|read| {
        let member = super::find(&sight, read, person)?.ok_or(Error::NotFound)?;
        page_of(ctx, read, req, member, Some(open))
    })?;
    Ok(page.into())
}
