//! The minutes to write, and the closed record to read.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use web::{Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    CLOSE, MINUTE, Minutes, actions, alike,
    form::{self, MotionRow, TaskRow},
};
use crate::{
    attachment,
    correction::{CORRECT, WITHDRAW},
    kind::Kinds,
    lecture, life, marking,
    meeting::{self, Record, RecordId, Stage},
    motion::Motion,
    offline, paper,
    relay::{self, RELAY},
    remark,
    show::{Person, Service, Shown, Wanted},
    speaker,
    task::{self, Task, actions::FINISH},
    words,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::act("/records/{id}/minutes", MINUTE, write).again(meeting::show),
        Route::act("/records/{id}/closing", CLOSE, close).again(meeting::show),
    ]
}

/// Fields that the minutes page and the correction share.
#[derive(Template)]
#[template(path = "closing/body.html")]
pub(crate) struct Body {
    /// Nothing where the viewer is none of the two who talked in private.
    minutes: Markup,
    is_private: bool,
    /// A file may be read into it: not in a correction.
    takes_files: bool,
    motions: Vec<MotionRow>,
    speakers: Vec<speaker::Item>,
    tasks: Vec<TaskRow>,
    /// Names to choose from.
    owners: Vec<String>,
    /// With whether it is ticked as done.
    open_tasks: Vec<(Task, bool)>,
    late: Markup,
    makes_up: (Markup, Markup),
    rectifies: bool,
    questions: Markup,
}

/// The fields, filled from what stands or from what was typed.
pub(crate) fn closing_body(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    shown: &Shown,
    open: Vec<Task>,
) -> Result<Markup> {
    let record = &shown.record;
    let minutes =
        form::standing(record, shown.motions.clone(), shown.speakers.clone(), shown.tasks.clone());
    let rules = ctx.part::<Rules>();
    let said = |motion: &Motion| {
        motion
            .decide(rules, record.plan_on, shown.counts)
            .map_or_else(|_| String::new(), |it| it.say())
    };
    let (form, kind) = (&req.form, shown.kind);
    let done = form.values("done");
    let is_private = record.is_private();
    let (label, hint) = if is_private {
        ("谈了什么", "可以不写。只有谈话双方看得到，加密存放")
    } else {
        ("会议记录", "一、二、三、开头的一行印成小标题。从Word、WPS粘贴的，编号和分段都留着")
    };
    let body = Body {
        minutes: if shown.is_open {
            tall(!is_private, &parts::field_area(form, "minutes", label, hint, &minutes.text))
        } else {
            Markup::default()
        },
        is_private,
        takes_files: record.stage() == Stage::Held && !is_private,
        motions: form::motion_rows(form, kind, &minutes, said),
        speakers: speaker::items(form, shown),
        tasks: form::task_rows(form, &minutes),
        owners: shown.of_day.iter().map(|it| it.name.clone()).collect(),
        open_tasks: open
            .into_iter()
            .map(|task| (task.clone(), done.contains(&task.id.to_string().as_str())))
            .collect(),
        late: form::late_field(form, kind, record, ctx.now, &minutes),
        makes_up: form::makes_up_field(form, record.plan_on, &minutes),
        rectifies: kind.rectifies,
        questions: lecture::field(form, shown, lecture::questions(read, shown)?),
    };
    body.render().map(Markup).map_err(Error::broken)
}

/// Minutes are long: the box shows some of them at once. What is pasted into them may come from Word.
fn tall(is_pasted: bool, field: &Markup) -> Markup {
    let pasted = if is_pasted { "data-paste " } else { "" };
    Markup(field.0.replace("<textarea ", &format!("<textarea rows=\"14\" {pasted}")))
}

#[derive(Template)]
#[template(path = "closing/minutes.html")]
struct MinutesPage<'p> {
    shown: &'p Shown,
    problems: Markup,
    facts: Vec<(String, String)>,
    body: Markup,
    key: Markup,
    version: Markup,
    url: String,
    papers: Vec<(&'static str, String)>,
    may_withdraw: bool,
    may_take: bool,
    /// Where the code is shown with which people mark themselves.
    code_url: Option<String>,
    /// For its author alone.
    alike: Option<Again>,
    files: Markup,
    life: Markup,
}

/// So much of the text stood in the last record of the kind.
struct Again {
    percent: usize,
    parts: Vec<String>,
    /// 9月25日
    day: String,
    url: String,
}

/// Worked out when the author looks at what he wrote, and told to nobody else.
fn again(ctx: &Ctx, read: &Read, record: &Record) -> Result<Option<Again>> {
    let is_author = record.minuted_by.is_some() && record.minuted_by == ctx.actor.person();
    if !is_author || record.is_private() {
        return Ok(None);
    }
    let Some(last) = meeting::last_before(read, record)? else { return Ok(None) };
    let is_head = |line: &str| paper::heading(line).is_some();
    let found = alike::alike(&record.minutes, &last.minutes, is_head);
    Ok(found.map(|it| Again {
        percent: it.percent,
        parts: it.parts,
        day: last.plan_on.zh_short(),
        url: last.url(),
    }))
}

pub(crate) fn minutes_page(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    record: Record,
    place: Place,
) -> Result<Page> {
    let shown = Shown::of(ctx, read, record, place, Wanted::Itself)?;
    let is_talk = shown.record.is_private();
    let open = if is_talk { Vec::new() } else { task::open_in(read, shown.place.id)? };
    let page = MinutesPage {
        problems: parts::problems(&req.form),
        facts: shown.facts(ctx.part::<Rules>())?,
        body: closing_body(ctx, read, req, &shown, open)?,
        key: req.key(),
        version: req.version(shown.record.version),
        url: shown.record.url(),
        papers: paper::links(shown.kind, &shown.record),
        code_url: marking::code_url(ctx, &shown.record, &shown.place),
        alike: again(ctx, read, &shown.record)?,
        may_withdraw: ctx.allows(&WITHDRAW, &shown.place),
        may_take: offline::is_takeable(ctx, &shown.record, &shown.place),
        files: attachment::card(ctx, req, &shown)?,
        life: life::card(ctx, read, &shown, true)?,
        shown: &shown,
    };
    Ok(Page::of(shown.record.title.clone(), &page)?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life)
        .task())
}

/// What the viewer may do with a closed record.
struct Doors {
    correct: bool,
    withdraw: bool,
    finish: bool,
    /// Take out who came as a spreadsheet.
    list: bool,
}

#[derive(Template)]
#[template(path = "closing/closed.html")]
struct ClosedPage<'p> {
    shown: &'p Shown,
    facts: Vec<(String, String)>,
    spoken: Vec<speaker::Spoken>,
    tag: Markup,
    late: Markup,
    doors: Doors,
    key: Markup,
    away: Vec<Away>,
    /// How many of them the viewer may still tell.
    to_tell: usize,
    /// How they catch up: 传达, 补学.
    told: &'static str,
    served: Vec<super::Served>,
    /// Notice and sign-in sheet: name, URL.
    papers: Vec<(&'static str, String)>,
    url: String,
    entered: String,
    files: Markup,
    life: Markup,
    /// Of a private talk, for the two.
    words: Option<Markup>,
    /// For who was not there.
    remark: Markup,
}

pub(crate) fn closed_page(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    record: Record,
    place: Place,
) -> Result<Page> {
    let shown = Shown::of(ctx, read, record, place, Wanted::AndAfter)?;
    let (record, place) = (&shown.record, &shown.place);
    let is_closed = record.stage() == Stage::Closed;
    ctx.viewed(&crate::SEE_RECORD, format!("record:{}", record.id), shown.people.len());
    let away = away(ctx, &shown);
    let page = ClosedPage {
        facts: shown.facts(ctx.part::<Rules>())?,
        spoken: speaker::spoken(&shown),
        tag: record.stage().tag(),
        late: if record.late_reason.is_some() {
            parts::late_entry("补录")
        } else {
            Markup::default()
        },
        doors: Doors {
            correct: is_closed && record.batch.is_none() && ctx.allows(&CORRECT, place),
            withdraw: record.withdrawn_at.is_none() && ctx.allows(&WITHDRAW, place),
            finish: is_closed && ctx.allows(&FINISH, place),
            list: is_closed
                && paper::has_names(&shown)
                && ctx.sight(&crate::SEE_RECORD).holds(place),
        },
        key: req.once(),
        told: relay::told(&shown.kind.key),
        to_tell: away.iter().filter(|it| it.may_tell && it.told.is_empty()).count(),
        away,
        served: super::served(ctx, &super::asked(ctx, read, record, place, counted(&shown))?),
        papers: paper::links(shown.kind, record),
        url: record.url(),
        entered: entered(record),
        files: attachment::card(ctx, req, &shown)?,
        life: Markup(
            [lecture::card(read, &shown)?.0, life::card(ctx, read, &shown, true)?.0].concat(),
        ),
        words: words::box_of(ctx, read, req, record)?,
        remark: remark::own(ctx, req, &shown)?,
        shown: &shown,
    };
    Ok(Page::of(record.title.clone(), &page)?
        .under(vec![("组织生活", "/records")])
        .section(Section::Life))
}

/// A talk is something to each of the two: shown is what it counts for, not what it is not.
fn counted(shown: &Shown) -> Vec<Service> {
    let mut services = shown.services.clone();
    if shown.kind.is_talk() {
        services.retain(|it| it.counts && it.duty.starts_with("branch/talk-"));
    }
    services
}

/// Both times of a late entry, and who wrote it when.
fn entered(record: &Record) -> String {
    let closed = record.closed_at.map_or_else(String::new, |at| format!("{}存档", at.zh()));
    match &record.late_reason {
        Some(reason) => {
            let done = Kinds::built_in()
                .find(&record.kind)
                .map_or("", |kind| if kind.is_filing() { kind.done.as_str() } else { "开会" });
            format!("{}{done}，{closed}，补录原因：{reason}", record.plan_on.zh())
        }
        None => closed,
    }
}

/// Somebody who was not there.
struct Away {
    person: i64,
    name: String,
    word: String,
    /// 已传达 with its time, or "".
    told: String,
    /// The viewer is who tells him.
    may_tell: bool,
    /// His own words to it, or "".
    remark: String,
}

/// Told by whoever may for all of them, or by the leader of his subgroup.
fn away(ctx: &Ctx, shown: &Shown) -> Vec<Away> {
    let is_closed = shown.record.stage() == Stage::Closed;
    let all = ctx.allows(&RELAY, &shown.place);
    let group = ctx.actor.hat().map(|hat| &hat.unit);
    let group = group.filter(|unit| unit.kind == "subgroup" && ctx.allows(&RELAY, unit));
    let group = group.map(|unit| unit.id);
    let of = |it: &Person| {
        let row = shown.absences.iter().find(|row| row.person == it.id && row.was_away())?;
        let subgroup = shown.of_day.iter().find(|of| of.person == it.id).and_then(|of| of.subgroup);
        let remark = shown.remarks.iter().find(|(person, _)| *person == it.id);
        Some(Away {
            person: it.id,
            name: it.name.clone(),
            word: it.presence.zh(),
            told: row
                .relayed_at
                .map_or_else(String::new, |at| format!("{}已{}", at.zh(), shown.kind.told)),
            may_tell: is_closed && (all || group.is_some() && group == subgroup),
            remark: remark.map_or_else(String::new, |(_, words)| words.clone()),
        })
    };
    shown.people.iter().filter_map(of).collect()
}

fn write(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (id, version, minutes, done) = read_form(ctx, req)?;
    actions::write_minutes(ctx, id, version, &minutes, &done)?;
    // What was typed is safe before somebody goes on to a file.
    match req.form.value("next") {
        next @ ("transcript" | "manuscript") => Ok(Reply::to(format!("{}/{next}", id.url()))),
        _ => Ok(Reply::to(id.url()).saying("会议记录已存，还没有存档")),
    }
}

fn close(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (id, version, minutes, done) = read_form(ctx, req)?;
    actions::close(ctx, id, version, &minutes, &done)?;
    let closed = ctx.read(|read| meeting::find_any(read, id))?.ok_or(Error::NotFound)?;
    let numbered = match closed.number {
        Some(_) => format!("，编为{}", closed.number_zh()),
        None => String::new(),
    };
    Ok(Reply::to(closed.url()).saying(format!("{}已存档{numbered}", closed.title)))
}

fn read_form(ctx: &Ctx, req: &Req) -> Result<(RecordId, i64, Minutes, Vec<i64>)> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| meeting::seen(ctx, read, id))?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let minutes = Minutes::read(&reader, &req.form, kind, &record.agenda());
    reader.optional_text("next", "接着", 20);
    let done = reader.many("done").into_iter().filter_map(|id| id.parse().ok()).collect();
    reader.check()?;
    Ok((id, reader.version(), minutes, done))
}
