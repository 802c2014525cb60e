//! The list, the page of one operation, and the forms of decisions about it.

use act::{Act, Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use people::Status;
use record::kind::Kinds;
use web::{
    Door, Markup, Page, Pager, Reader, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    Decided, Member, Operation, Seen, Stage, actions,
    actions::{DECLARE, END, EXTEND},
    days_zh, join,
    join::{JOIN, RELEASE},
    lead,
    lead::DESIGNATE,
    seen, store,
};
use crate::{
    SEE, prepare,
    prepare::PREPARE,
    word::{self, APPRAISE, Word},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/operations", Door::SignedIn, list),
        Route::page("/operations/{id}", Door::SignedIn, show),
        Route::act("/operations/{id}/declaration", DECLARE, declare).again(show),
        Route::page("/operations/{id}/extension", Door::Do(EXTEND), extension),
        Route::act("/operations/{id}/extension", EXTEND, extend).again(extension),
        Route::page("/operations/{id}/ending", Door::Do(END), ending),
        Route::act("/operations/{id}/ending", END, end).again(ending),
        Route::page("/operations/{id}/joining", Door::Do(JOIN), joining),
        Route::act("/operations/{id}/joining", JOIN, take_in).again(joining),
        Route::page("/operations/{id}/leading", Door::Do(DESIGNATE), leading),
        Route::act("/operations/{id}/leading", DESIGNATE, designate).again(leading),
        Route::page("/operations/{id}/members/{person}/return", Door::Do(RELEASE), returning),
        Route::act("/operations/{id}/members/{person}/return", RELEASE, release).again(returning),
    ]
}

const PER_PAGE: i64 = 50;
/// More than an operation ever takes, of members and of words: which page is asked for is known before how many there are.
const MEMBERS_AT_MOST: i64 = 1_000_000;

#[derive(Template)]
#[template(path = "operation/list.html")]
struct List {
    /// Of the committees that the viewer answers for, with their state.
    led: Vec<(store::Line, String, Markup)>,
    own: Vec<(store::Line, String, Markup)>,
    leads: bool,
    may_prepare: bool,
    receives: bool,
    scope: Markup,
    pager: Markup,
    own_scope: Markup,
    own_pager: Markup,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&SEE);
    let leads = !sight.is_empty();
    let total = if leads { store::count_of_committees(read, &sight)? } else { 0 };
    let pager = Pager::of_list(req, "led", PER_PAGE, total);
    let led = if leads {
        store::of_committees(read, &sight, (pager.offset(), PER_PAGE))?
    } else {
        Vec::new()
    };
    let person = ctx.person()?;
    let of_own = Pager::of_list(req, "own", PER_PAGE, store::count_of_person(read, person)?);
    let own = store::of_person(read, person, of_own.span())?;
    let with = |it: store::Line| {
        let (days, tag) = (it.operation.days_zh(), it.operation.tag(ctx.today));
        (it, days, tag)
    };
    let may = |act: &Act| ctx.actor.hat().is_some_and(|hat| ctx.allows(act, &hat.unit));
    let page = List {
        led: led.into_iter().map(with).collect(),
        own: own.into_iter().map(with).collect(),
        leads,
        may_prepare: may(&PREPARE),
        receives: may(&crate::RECEIVE),
        scope: parts::scope("范围：您所在的党委宣布的", &pager.words("次")),
        pager: parts::pager_of_list(req, "led", pager),
        own_scope: parts::scope("我参加的", &of_own.words("次")),
        own_pager: parts::pager_of_list(req, "own", of_own),
    };
    Ok(Page::of("战时工作", &page)?.under([("组织生活", "/records")]).section(Section::Life))
}

struct Row {
    person: i64,
    name: String,
    note: &'static str,
    home: String,
    teams: String,
    days: String,
    appraised: Markup,
    may_release: bool,
    /// The viewer: nobody writes about himself.
    is_himself: bool,
}

/// A team as the page heads it.
struct Head {
    name: String,
    leader: String,
    /// To name another; "" for whoever may not.
    change: String,
    /// Its records and its duties, for whoever leads it while it lasts.
    links: Vec<(&'static str, String)>,
    /// What it held: day, title and URL; it stays when the branch is no more.
    held: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "operation/show.html")]
struct Show {
    operation: Operation,
    days: String,
    tag: Markup,
    /// With the record of the meeting, where it is one of the committee's own.
    decisions: Vec<(String, Option<i64>)>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    scope: Markup,
    pager: Markup,
    words: Vec<Word>,
    words_count: String,
    words_pager: Markup,
    is_running: bool,
    is_ended: bool,
    is_whole: bool,
    may_write: bool,
    may_change: bool,
    own: Option<i64>,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    let stage = seen.operation.stage(ctx.today);
    if stage == Stage::Prepared {
        return prepare::review(ctx, read, req, &seen);
    }
    let mut wanted = seen.wanted();
    let asked = Pager::of_list(req, "members", PER_PAGE, MEMBERS_AT_MOST);
    wanted.page = Some((asked.offset(), PER_PAGE));
    let members = store::members(read, seen.operation.id, &wanted)?;
    let pager = Pager::of_list(req, "members", PER_PAGE, members.first().map_or(0, |it| it.total));
    let teams = seen.own_teams();
    let of_words = (seen.operation.id, teams.as_deref());
    let asked = Pager::of_list(req, "words", PER_PAGE, MEMBERS_AT_MOST);
    let words = word::store::commendations(read, of_words, asked.span())?;
    let words_pager =
        Pager::of_list(req, "words", PER_PAGE, words.first().map_or(0, |it| it.total));
    ctx.viewed(&SEE, format!("operation:{}", seen.operation.id), members.len());
    let own = match &seen.access {
        super::Access::Part { person, .. } => Some(*person),
        _ => None,
    };
    let is_ended = stage == Stage::Ended;
    let may_change = seen.is_whole() && !is_ended && ctx.allows(&EXTEND, &seen.place);
    let decisions =
        if seen.is_whole() { store::decisions(read, seen.operation.id)? } else { Vec::new() };
    let page = Show {
        days: seen.operation.days_zh(),
        tag: seen.operation.tag(ctx.today),
        decisions: decisions
            .iter()
            .map(|it| (it.zh(), it.record.filter(|_| it.body == seen.place.name)))
            .collect(),
        heads: heads(read, &seen, (own.is_none() && !is_ended, may_change))?,
        rows: members
            .iter()
            .map(|it| Row {
                is_himself: ctx.actor.person() == Some(it.person),
                ..row(&seen, it, may_change, own.is_none())
            })
            .collect(),
        scope: parts::scope("编入的人", &pager.words("人")),
        pager: parts::pager_of_list(req, "members", pager),
        words,
        words_count: words_pager.words("份"),
        words_pager: parts::pager_of_list(req, "words", words_pager),
        is_running: !is_ended,
        is_ended,
        is_whole: seen.is_whole(),
        may_write: own.is_none() && writes(ctx, &seen),
        may_change,
        own,
        operation: seen.operation,
    };
    let title = page.operation.code.clone();
    Ok(Page::of(title, &page)?.under([("战时工作", "/operations")]).section(Section::Life))
}

/// The committee, or a temporary branch under its own hat.
fn writes(ctx: &Ctx, seen: &Seen) -> bool {
    match seen.access {
        super::Access::Whole => ctx.allows(&APPRAISE, &seen.place),
        super::Access::Branch(_) => true,
        super::Access::Part { .. } => false,
    }
}

fn heads(read: &Read, seen: &Seen, (with_links, may_change): (bool, bool)) -> Result<Vec<Head>> {
    let units: Vec<i64> = seen.shown_teams().iter().filter_map(|team| team.unit).collect();
    let held = record::held_by(read, &units)?;
    let head = |team: &&super::Team| {
        let leader = team.leader_name.clone().unwrap_or_else(|| "（已转出）".into());
        let links = team.unit.filter(|_| with_links).map(|unit| {
            vec![
                ("组织生活记录", format!("/records?unit={unit}")),
                ("应办事项", format!("/duties/{unit}")),
            ]
        });
        let of_team = held.iter().filter(|it| Some(it.unit) == team.unit);
        Head {
            name: team.name.clone(),
            leader: format!("{}：{leader}", team.sort.leader_zh()),
            change: if may_change {
                format!("{}/leading?team={}", seen.operation.url(), team.id)
            } else {
                String::new()
            },
            links: links.unwrap_or_default(),
            held: of_team
                .map(|it| (it.held_on.zh_short(), it.title.clone(), format!("/records/{}", it.id)))
                .collect(),
        }
    };
    Ok(seen.shown_teams().iter().map(head).collect())
}

fn row(seen: &Seen, it: &Member, may_change: bool, leads: bool) -> Row {
    let names = [it.branch, it.vanguard].into_iter().filter_map(|id| seen.team(id));
    let note = match it.status {
        Status::Probationary => "预备党员",
        Status::None => "非党员",
        _ => "",
    };
    let whole = it.from_on == seen.operation.from_on && it.to_on == seen.operation.to_on;
    let appraised = match (leads, it.is_appraised) {
        (false, _) => Markup::default(),
        (_, true) => parts::tag_bare(parts::State::Done, "已写"),
        (_, false) => parts::tag_bare(parts::State::Due, "还没写"),
    };
    let leads_a_branch =
        seen.teams.iter().any(|team| team.leader == it.person && team.post.is_some());
    Row {
        person: it.person,
        name: it.name.clone(),
        note,
        home: it.home_name.clone(),
        teams: names.map(|team| team.name.clone()).collect::<Vec<_>>().join("、"),
        days: if whole { String::new() } else { days_zh(it.from_on, it.to_on) },
        appraised,
        is_himself: false,
        may_release: may_change && it.to_on == seen.operation.to_on && !leads_a_branch,
    }
}

fn declare(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let kept: Vec<i64> = reader.many("keep").iter().filter_map(|it| it.parse().ok()).collect();
    reader.check()?;
    actions::declare(ctx, id, &kept, reader.version())?;
    Ok(Reply::to(format!("/operations/{id}")).saying("已宣布，临时组织建好了"))
}

/// Meetings so far back may have decided it.
const DECIDED_WITHIN_MONTHS: i32 = 2;

/// Fields that say who decided: a closed meeting that is kept here, or a day and the number of a paper.
pub(crate) fn decision_fields(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    place: &Place,
) -> Result<Vec<Markup>> {
    let form = &req.form;
    let since = ctx.today.plus_months(-DECIDED_WITHIN_MONTHS);
    let mut offered = vec![Choice::new("", "不在下面，填日期和文号")];
    // Those of a committee above may be out of sight: no more is said of them than who met and when.
    offered.extend(store::meetings(read, place, since)?.iter().map(|it| {
        let kind = Kinds::built_in().short(&it.kind);
        Choice::new(
            it.id.to_string(),
            format!("{}，{}，{kind}", it.body_short, it.held_on.zh_short()),
        )
    }));
    Ok(vec![
        parts::field_text(
            form,
            "body",
            "哪个组织决定的",
            "选了下面的会，以开会的组织为准",
            &place.name,
        ),
        parts::field_select(form, "record", "哪次会定的", &offered, ""),
        parts::field_day(form, "decided_on", "决定的日期", "选了上面的会就不用填", ""),
        parts::field_text(
            form,
            "document_no",
            "会议纪要或者文件的文号",
            "选了上面的会就不用填",
            "",
        ),
    ])
}

/// The same as they were sent.
pub(crate) fn decision_of(
    ctx: &Ctx,
    reader: &Reader,
    place: &Place,
    sort: &'static str,
    to_on: Day,
) -> Result<Decided> {
    let body = reader.text("body", "哪个组织决定的", 60);
    let record: Option<i64> = reader.id("record");
    let typed_on = reader.optional_day("decided_on", "决定的日期");
    let document_no = reader.optional_text("document_no", "文号", 40);
    let since = ctx.today.plus_months(-DECIDED_WITHIN_MONTHS);
    let meetings = ctx.read(|read| store::meetings(read, place, since))?;
    let meeting = meetings.iter().find(|it| Some(it.id) == record && typed_on.is_none());
    let decided_on = meeting.map(|it| it.held_on).or(typed_on);
    match decided_on {
        None => reader.fault("decided_on", "选哪次会定的，或者填决定的日期"),
        Some(on) if on > ctx.today => reader.fault("decided_on", "决定的日期不能在今天之后"),
        Some(_) if meeting.is_none() && document_no.is_empty() => {
            reader.fault("document_no", "会不在本系统里的，写明会议纪要或者文件的文号");
        }
        Some(_) => {}
    }
    let (decided_on, record) = (decided_on.unwrap_or(ctx.today), meeting.map(|it| it.id));
    let body = meeting.map_or(body, |it| it.body.clone());
    Ok(Decided { sort, body, decided_on, record, document_no, to_on })
}

#[derive(Template)]
#[template(path = "operation/form.html")]
struct Form {
    operation: Operation,
    heading: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    url: String,
    fields: Vec<Markup>,
    button: &'static str,
}

/// An operation that has not ended, for the committee that declared it.
fn open(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    let is_open = matches!(seen.operation.stage(ctx.today), Stage::Coming | Stage::Running);
    if seen.is_whole() && is_open { Ok(seen) } else { Err(Error::NotFound) }
}

fn page(req: &Req, seen: Seen, form: Form) -> Result<Page> {
    let form = Form {
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(seen.operation.version),
        ..form
    };
    let crumbs = [
        ("战时工作".to_owned(), "/operations".to_owned()),
        (seen.operation.code.clone(), seen.operation.url()),
    ];
    Ok(Page::of(form.heading.clone(), &form)?.under(crumbs).section(Section::Life).task())
}

fn blank(seen: &Seen, heading: &str, noun: &str, button: &'static str) -> Form {
    Form {
        heading: heading.to_owned(),
        say: format!("{}，{}。", seen.operation.code, seen.operation.days_zh()),
        url: format!("{}/{noun}", seen.operation.url()),
        button,
        operation: seen.operation.clone(),
        problems: Markup::default(),
        key: Markup::default(),
        version: Markup::default(),
        fields: Vec::new(),
    }
}

fn extension(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = open(ctx, read, req)?;
    let hint = "新的最后一天；临时党支部、请假和停下的事项一起延长";
    let mut fields = vec![parts::field_day(&req.form, "until", "延长到", hint, "")];
    fields.extend(decision_fields(ctx, read, req, &seen.place)?);
    let form = Form { fields, ..blank(&seen, "延长", "extension", "延长") };
    page(req, seen, form)
}

fn extend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (id, decided, version) = decision(ctx, req, "extend")?;
    actions::extend(ctx, id, &decided, version)?;
    Ok(Reply::to(format!("/operations/{id}")).saying("已延长"))
}

fn ending(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = open(ctx, read, req)?;
    let last = ctx.today.to_string();
    let hint = "当晚临时党支部撤销，材料转回原支部，第二天起大家归队";
    let mut fields = vec![parts::field_day(&req.form, "until", "最后一天", hint, &last)];
    fields.extend(decision_fields(ctx, read, req, &seen.place)?);
    let form = Form { fields, ..blank(&seen, "提前结束", "ending", "结束这次行动") };
    page(req, seen, form)
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (id, decided, version) = decision(ctx, req, "end")?;
    let last = decided.to_on.plus_days(-1);
    let is_over = actions::end(ctx, id, &decided, version)?;
    let said = if is_over {
        "已结束，材料已转回各人的原支部".to_owned()
    } else {
        format!("已定在{}结束，当晚撤销临时党支部，材料转回原支部", last.zh_short())
    };
    Ok(Reply::to(format!("/operations/{id}")).saying(said))
}

fn decision(ctx: &Ctx, req: &Req, sort: &'static str) -> Result<(i64, Decided, i64)> {
    let id: i64 = req.id("id")?;
    let place = ctx.read(|read| open(ctx, read, req))?.place;
    let reader = req.form.reader();
    let until = reader.day("until", "最后一天");
    let decided = decision_of(ctx, &reader, &place, sort, until.plus_days(1))?;
    reader.check()?;
    Ok((id, decided, reader.version()))
}

fn joining(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = open(ctx, read, req)?;
    let teams: Vec<Choice> =
        seen.teams.iter().map(|it| Choice::new(it.id.to_string(), &it.name)).collect();
    let first = teams.first().map_or("", |it| it.value.as_str());
    let from = seen.operation.from_on.max(ctx.today).to_string();
    let hint = "警号、姓名或者支部名称，一行一个";
    let fields = vec![
        parts::field_select(&req.form, "team", "编入", &teams, first),
        parts::field_area(&req.form, "roster", "增加的人", hint, ""),
        parts::field_day(&req.form, "from", "从哪天起", "", &from),
        parts::field_text(&req.form, "basis", "依据", "会议纪要或者文件的文号", ""),
    ];
    let form = Form { fields, ..blank(&seen, "增加人员", "joining", "编入") };
    page(req, seen, form)
}

fn take_in(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let team: i64 = reader.id("team").unwrap_or_default();
    let roster = crate::lines(&reader, "roster", "增加的人", 4000);
    if roster.is_empty() {
        reader.fault("roster", "请写增加谁");
    }
    let from = reader.day("from", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let added = join::join(ctx, (id, reader.version()), team, &roster, (from, &basis))?;
    Ok(Reply::to(format!("/operations/{id}")).saying(format!("已编入{added}人")))
}

/// Who leads from now on, of the team that the link names or of any.
fn leading(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = open(ctx, read, req)?;
    let wanted: Option<i64> = req.query_as("team");
    let members = store::members(read, seen.operation.id, &store::Wanted::default())?;
    let mut offered = vec![Choice::new("", "请选择")];
    for team in seen.teams.iter().filter(|it| wanted.is_none_or(|id| it.id == id)) {
        let fit = members.iter().filter(|it| lead::may_lead(team, it, ctx.today));
        offered.extend(fit.map(|it| {
            let words = format!("{}（{}）：{}", it.name, it.home_name, team.name);
            Choice::new(format!("{}-{}", team.id, it.person), words)
        }));
    }
    if offered.len() == 1 {
        let words = "没有别的人可以负责：临时党支部要正式党员。先增加人员，再回到这里";
        return Err(Error::Conflict(words.into()));
    }
    let hint = "原来的负责人从这一天起不再负责，他还在组织里，可以另办归队";
    let fields = vec![
        parts::field_select(&req.form, "leads", "由谁负责", &offered, ""),
        parts::field_day(&req.form, "from", "从哪天起", hint, &ctx.today.to_string()),
        parts::field_text(&req.form, "basis", "依据", "会议纪要或者文件的文号", ""),
    ];
    let form = Form { fields, ..blank(&seen, "换负责人", "leading", "更换") };
    page(req, seen, form)
}

fn designate(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let typed = reader.many("leads").first().copied().unwrap_or_default();
    let leads = typed
        .split_once('-')
        .and_then(|(team, person)| Some((team.parse::<i64>().ok()?, person.parse::<i64>().ok()?)));
    if leads.is_none() {
        reader.fault("leads", "请选择由谁负责");
    }
    let from = reader.day("from", "从哪天起");
    let basis = reader.text("basis", "依据", 100);
    reader.check()?;
    let leads = leads.unwrap_or_default();
    lead::designate(ctx, (id, reader.version()), leads, (from, &basis))?;
    Ok(Reply::to(format!("/operations/{id}")).saying("负责人已更换"))
}

fn returning(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = open(ctx, read, req)?;
    let wanted = store::Wanted { person: Some(req.id("person")?), ..store::Wanted::default() };
    let member = store::members(read, seen.operation.id, &wanted)?.pop().ok_or(Error::NotFound)?;
    let (today, noun) = (ctx.today.to_string(), format!("members/{}/return", member.person));
    let hint = "从这一天起回原支部参加组织生活";
    let fields = vec![parts::field_day(&req.form, "on", "哪天归队", hint, &today)];
    let form =
        Form { fields, ..blank(&seen, &format!("{}提前归队", member.name), &noun, "归队") };
    page(req, seen, form)
}

fn release(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let on = reader.day("on", "哪天归队");
    reader.check()?;
    join::release(ctx, (id, reader.version()), req.id("person")?, on)?;
    Ok(Reply::to(format!("/operations/{id}")).saying("已记归队"))
}
