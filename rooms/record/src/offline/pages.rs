//! What goes to a phone is chosen, what comes back is compared; the page that opens without a network; what a phone
//! asks when it is back.

use act::{Ctx, Error, Faults, Place, Result};
use askama::Template;
use db::Read;
use serde_json::json;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    SETTLE, TAKE,
    actions::{self, Compared},
    allowed, may_be_outside, may_leave,
    merge::Difference,
    sent::{Purpose, Sent},
    store::{self, Row},
};
use crate::{
    closing::CLOSE,
    correction::CORRECT,
    kind::Kinds,
    meeting::{self, HOLD, Record, RecordId, Stage},
};

const PER_PAGE: i64 = 60;
/// Drafts of one phone that are looked at in one question.
const KEPT_AT_MOST: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/offline", Door::See(TAKE), prepare),
        Route::act("/records/{id}/offline", TAKE, take),
        Route::act("/records/{id}/upload", CLOSE, upload).again(compare),
        Route::act("/records/{id}/settlement", SETTLE, upload).again(compare),
        Route::page("/offline", Door::Public, app),
        Route::data("/offline/state", Door::Public, state),
    ]
}

/// Whether its page offers to keep it on the phone.
pub(crate) fn is_takeable(ctx: &Ctx, record: &Record, place: &Place) -> bool {
    let kind = Kinds::built_in().find(&record.kind);
    let may_leave = kind.is_some_and(|kind| may_leave(ctx, record, kind));
    may_leave && allowed(ctx).is_some() && ctx.allows(&TAKE, place)
}

/// Whether the viewer may take anything at all.
pub(crate) fn is_offered(ctx: &Ctx) -> bool {
    allowed(ctx).is_some() && ctx.carries(&TAKE)
}

#[derive(Template)]
#[template(path = "offline/prepare.html")]
struct Prepare {
    rows: Vec<(Row, bool)>,
    count: String,
    pager: Markup,
    hours: i64,
}

/// Of one record, or of everything that is open around today.
fn prepare(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let hours = allowed(ctx).ok_or(Error::NotFound)?.hours;
    let days = super::DAYS_AROUND;
    let (from, to) = (ctx.today.plus_days(-days), ctx.today.plus_days(days));
    let wanted: Option<i64> = req.query_as("record");
    let kinds = Kinds::built_in().iter().filter(|kind| may_be_outside(kind));
    let kinds: Vec<&str> = kinds.map(|kind| kind.key.as_str()).collect();
    let of = (kinds.as_slice(), from, to);
    let pager = Pager::of(req, PER_PAGE, store::count_open(ctx, read, of)?);
    let is_on = |row: &Row| wanted.is_none_or(|id| id == row.id.0);
    let rows = store::open_between(ctx, read, of, pager.span())?;
    let page = Prepare {
        rows: rows.into_iter().map(|row| (is_on(&row), row)).map(|(on, row)| (row, on)).collect(),
        count: pager.words("份"),
        pager: parts::pager(req, pager),
        hours,
    };
    Ok(Page::of("离线准备", &page)?.under([("组织生活", "/records")]).section(Section::Life))
}

fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    Reply::json(&actions::take(ctx, req.id("id")?)?)
}

#[derive(Template)]
#[template(path = "offline/app.html")]
struct OfflinePage {}

/// The same for everybody, signed in or not: it holds nothing but empty forms, so a phone may keep it.
fn app(ctx: &Ctx, _: &Read, _: &Req) -> Result<Page> {
    allowed(ctx).ok_or(Error::NotFound)?;
    Ok(Page::of("离线草稿", &OfflinePage {})?.bare().task())
}

/// What a phone is to do with what it has: `keep=RECORD.KEY` for each of its drafts.
fn state(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let Some(offline) = allowed(ctx) else { return Reply::json(&json!({ "wipe": true })) };
    let was_ended = match &req.token {
        Some(token) if ctx.actor.person().is_none() => (offline.was_ended)(read, token)?,
        _ => false,
    };
    if was_ended {
        return Reply::json(&json!({ "wipe": true }));
    }
    let mut erase = Vec::new();
    for kept in req.query("keep").split(' ').filter(|it| !it.is_empty()).take(KEPT_AT_MOST) {
        let (record, key) = kept.split_once('.').unwrap_or((kept, ""));
        if !is_kept(ctx, read, record, key)? {
            erase.push(record);
        }
    }
    let person = ctx.actor.person().map(|id| id.to_string());
    Reply::json(&json!({ "wipe": false, "person": person, "erase": erase }))
}

/// *false* once it went up, or where its owner may not write the record any more under any hat. Who is not signed in
/// learns nothing, and loses nothing.
fn is_kept(ctx: &Ctx, read: &Read, record: &str, key: &str) -> Result<bool> {
    let (Some(person), Some(offline)) = (ctx.actor.person(), allowed(ctx)) else { return Ok(true) };
    if !key.is_empty() && ctx.is_done(read, key)? {
        return Ok(false);
    }
    let Ok(id) = record.parse::<RecordId>() else { return Ok(false) };
    let Some(record) = meeting::find_any(read, id)? else { return Ok(false) };
    let Some(place) = Place::find(read, record.unit)? else { return Ok(false) };
    if ctx.allows(&HOLD, &place) {
        return Ok(true);
    }
    let hats = (offline.hats)(&ctx.core, read, person)?;
    Ok(hats.is_none_or(|hats| hats.iter().any(|hat| hat.may(&HOLD, &place))))
}

fn upload(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| meeting::seen(ctx, read, id))?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let sent = Sent::read(&req.form, kind)?;
    let is_settling = matches!(sent.purpose, Purpose::Correct | Purpose::Drop);
    if is_settling != req.path.ends_with("/settlement") {
        return Err(Error::NotFound);
    }
    let after = actions::put_up(ctx, id, &sent)?;
    Ok(match sent.purpose {
        Purpose::Close => Reply::to(after.url())
            .saying(format!("{}已上传并存档，本机的草稿随即抹去", after.title)),
        Purpose::Minute => Reply::to(after.url())
            .saying(format!("{}已上传，还没有存档。本机的草稿随即抹去", after.title)),
        Purpose::Correct => Reply::to(format!("{}/correction", after.url()))
            .saying("本机的内容已放进更正表，核对后存下"),
        Purpose::Drop => Reply::to(after.url()).saying("本机的草稿不用了，随即抹去"),
    })
}

/// Both sides of what differs, or why it was not taken.
#[derive(Template)]
#[template(path = "offline/compare.html")]
struct ComparePage {
    title: String,
    url: String,
    problems: Markup,
    /// The phone's fields, to be sent again as they are.
    fields: Vec<(String, String)>,
    version: i64,
    purpose: &'static str,
    conflicts: Vec<Difference>,
    /// Of the phone alone, where the record is closed.
    others: Vec<Difference>,
    is_over: bool,
    over: &'static str,
    may_correct: bool,
    late: Markup,
    text: String,
}

fn compare(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let id: RecordId = req.id("id")?;
    let (record, _) = meeting::seen(ctx, read, id)?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let sent = match Sent::read(&req.form, kind) {
        Ok(sent) => sent,
        Err(error) => return unreadable(&record, &error),
    };
    let Compared { record, place, mut differences, .. } = actions::compare(ctx, read, id, &sent)?;
    for difference in &mut differences {
        let chosen = sent.chosen.get(&difference.field());
        difference.stands = chosen.copied().unwrap_or(difference.stands);
    }
    let is_over = matches!(record.stage(), Stage::Closed | Stage::Withdrawn);
    let (conflicts, others) =
        differences.into_iter().partition(|it: &Difference| it.is_conflict && !is_over);
    let page = ComparePage {
        problems: problems(req, is_over),
        fields: fields(req),
        version: record.version,
        purpose: if sent.purpose == Purpose::Minute { "minute" } else { "close" },
        conflicts,
        others,
        is_over,
        over: if record.stage() == Stage::Closed { "存档" } else { "撤回" },
        may_correct: record.stage() == Stage::Closed && ctx.allows(&CORRECT, &place),
        late: late(req),
        text: sent.side.text(),
        url: record.url(),
        title: record.title.clone(),
    };
    Ok(Page::of(format!("上传{}", record.title), &page)?
        .under([
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title.clone(), record.url()),
        ])
        .section(Section::Life)
        .task())
}

/// Asked for where it was missed.
fn late(req: &Req) -> Markup {
    if req.form.fault("late_reason").is_none() {
        return Markup::default();
    }
    parts::field_text(&req.form, "late_reason", "为什么现在补录", "", "")
}

/// Faults whose fields are on the phone, so nothing leads to them.
fn in_words(faults: &Faults) -> Markup {
    let mut form = web::Form::default();
    form.faults = Faults(faults.0.iter().map(|it| (String::new(), it.1.clone())).collect());
    parts::problems(&form)
}

/// What is wrong, in words alone. That the record is over is said by the page itself.
fn problems(req: &Req, is_over: bool) -> Markup {
    let is_here = |(name, _): &&(String, String)| name == "late_reason";
    let faults = &req.form.faults.0;
    if is_over || faults.is_empty() || faults.iter().all(|it| is_here(&it)) {
        return Markup::default();
    }
    in_words(&req.form.faults)
}

fn fields(req: &Req) -> Vec<(String, String)> {
    let ours = ["_version", "purpose", "late_reason"];
    let mut names: Vec<&str> = Vec::new();
    for name in req.form.names().filter(|it| !ours.contains(it) && !it.starts_with("use_")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let all = |name: &&str| {
        let values = req.form.values(name).into_iter();
        values.map(|value| ((*name).to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    names.iter().flat_map(all).collect()
}

#[derive(Template)]
#[template(path = "offline/unreadable.html")]
struct Unreadable {
    title: String,
    problems: Markup,
    id: RecordId,
}

fn unreadable(record: &Record, error: &Error) -> Result<Page> {
    let Error::Invalid(faults) = error else { return Err(Error::NotFound) };
    let title = record.title.clone();
    let page = Unreadable { title, problems: in_words(faults), id: record.id };
    Ok(Page::of(format!("上传{}", record.title), &page)?
        .under([("组织生活", "/records")])
        .section(Section::Life))
}
