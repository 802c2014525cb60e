//! The minutes to write, and the closed record to read.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use web::{Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    CLOSE, MINUTE, Minutes, actions,
    form::{self, MotionRow, TaskRow},
};
use crate::{
    attachment,
    correction::{CORRECT, WITHDRAW},
    kind::Kinds,
    life,
    meeting::{self, Record, RecordId, Stage},
    motion::Motion,
    paper,
    relay::RELAY,
    show::{Service, Shown, Wanted},
    task::{self, Task, actions::FINISH},
    words,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::act("/records/{id}/minutes", MINUTE, write).again(meeting::show),
        Route::act("/records/{id}/closing", CLOSE, close).again(meeting::show),
        Route::act("/records/tasks/{task}/finish", FINISH, finish),
    ]
}

/// Fields that the minutes page and the correction share.
#[derive(Template)]
#[template(path = "closing/body.html")]
pub(crate) struct Body {
    /// Nothing where the viewer is none of the two who talked in private.
    minutes: Markup,
    is_private: bool,
    motions: Vec<MotionRow>,
    tasks: Vec<TaskRow>,
    /// With whether it is ticked as done.
    open_tasks: Vec<(Task, bool)>,
    late: Markup,
    makes_up: (Markup, Markup),
    rectifies: bool,
}

/// The fields, filled from what stands or from what was typed.
pub(crate) fn closing_body(ctx: &Ctx, req: &Req, shown: &Shown, open: Vec<Task>) -> Result<Markup> {
    let record = &shown.record;
    let minutes = form::standing(record, shown.motions.clone(), shown.tasks.clone());
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
        ("会议记录", "一、二、三、开头的一行印成小标题")
    };
    let body = Body {
        minutes: if shown.is_open {
            tall(&parts::field_area(form, "minutes", label, hint, &minutes.text))
        } else {
            Markup::default()
        },
        is_private,
        motions: form::motion_rows(form, kind, &minutes, said),
        tasks: form::task_rows(form, &minutes),
        open_tasks: open
            .into_iter()
            .map(|task| (task.clone(), done.contains(&task.id.to_string().as_str())))
            .collect(),
        late: form::late_field(form, kind, record, ctx.now, &minutes),
        makes_up: form::makes_up_field(form, record.plan_on, &minutes),
        rectifies: kind.rectifies,
    };
    body.render().map(Markup).map_err(Error::broken)
}

/// Minutes are long: the box shows some of them at once.
fn tall(field: &Markup) -> Markup {
    Markup(field.0.replace("<textarea ", "<textarea rows=\"14\" "))
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
    files: Markup,
    life: Markup,
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
        body: closing_body(ctx, req, &shown, open)?,
        key: req.key(),
        version: req.version(shown.record.version),
        url: shown.record.url(),
        papers: paper::links(shown.kind, &shown.record),
        may_withdraw: ctx.allows(&WITHDRAW, &shown.place),
        files: attachment::card(ctx, read, &shown)?,
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
    relay: bool,
    finish: bool,
    /// Take out who came as a spreadsheet.
    list: bool,
}

#[derive(Template)]
#[template(path = "closing/closed.html")]
struct ClosedPage<'p> {
    shown: &'p Shown,
    facts: Vec<(String, String)>,
    tag: Markup,
    late: Markup,
    doors: Doors,
    key: Markup,
    /// (name, word, 已传达 with its time or "")
    away: Vec<(String, String, String)>,
    is_all_told: bool,
    served: Vec<super::Served>,
    /// Notice and sign-in sheet: name, URL.
    papers: Vec<(&'static str, String)>,
    url: String,
    entered: String,
    files: Markup,
    life: Markup,
    /// Of a private talk, for the two.
    words: Option<Markup>,
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
    let away = away(&shown);
    let page = ClosedPage {
        facts: shown.facts(ctx.part::<Rules>())?,
        tag: record.stage().tag(),
        late: if record.late_reason.is_some() {
            parts::late_entry("补录")
        } else {
            Markup::default()
        },
        doors: Doors {
            correct: is_closed && record.batch.is_none() && ctx.allows(&CORRECT, place),
            withdraw: record.withdrawn_at.is_none() && ctx.allows(&WITHDRAW, place),
            relay: is_closed && ctx.allows(&RELAY, place),
            finish: is_closed && ctx.allows(&FINISH, place),
            list: is_closed
                && paper::has_names(&shown)
                && ctx.sight(&crate::SEE_RECORD).holds(place),
        },
        key: req.once(),
        is_all_told: away.iter().all(|(.., told)| !told.is_empty()),
        away,
        served: super::served(ctx, &counted(&shown)),
        papers: paper::links(shown.kind, record),
        url: record.url(),
        entered: entered(record),
        files: attachment::card(ctx, read, &shown)?,
        life: life::card(ctx, read, &shown, true)?,
        words: words::box_of(ctx, read, req, record)?,
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

fn away(shown: &Shown) -> Vec<(String, String, String)> {
    let told = |id: i64| {
        let row = shown.absences.iter().find(|it| it.person == id);
        row.and_then(|it| it.relayed_at).map_or_else(String::new, |at| format!("{}已传达", at.zh()))
    };
    let was_away = |id: i64| shown.absences.iter().any(|it| it.person == id && it.was_away());
    let away = shown.people.iter().filter(|it| was_away(it.id));
    away.map(|it| (it.name.clone(), it.presence.zh(), told(it.id))).collect()
}

fn write(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (id, version, minutes, done) = read_form(ctx, req)?;
    actions::write_minutes(ctx, id, version, &minutes, &done)?;
    Ok(Reply::to(format!("/records/{id}")).saying("会议记录已存，还没有存档"))
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
    let minutes = Minutes::read(&reader, &req.form, kind);
    let done = reader.many("done").into_iter().filter_map(|id| id.parse().ok()).collect();
    reader.check()?;
    Ok((id, reader.version(), minutes, done))
}

fn finish(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let record: Option<i64> = reader.id("record");
    let outcome = reader.optional_text("outcome", "整改结果", 200);
    reader.check()?;
    let back = record.map_or_else(|| "/records".to_owned(), |id| format!("/records/{id}"));
    task::actions::finish(ctx, req.id("task")?, &outcome, &back)?;
    Ok(Reply::to(back).saying("这一项议定事项已办结"))
}
