//! The code on the recorder's screen, and the page that it opens on a member's phone.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Door, Front, Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    actions,
    code::{self, SECONDS, Step},
};
use crate::{
    kind::Kinds,
    meeting::{self, HOLD, Record, RecordId, Session, Stage},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/{id}/code", Door::Do(HOLD), show),
        Route::page("/records/{id}/marking", Door::SignedIn, confirm),
        Route::own_act("/records/{id}/marking", mark).again(confirm),
    ]
}

/// Where the recorder shows it: for a meeting of today whose record is there and not closed.
pub(crate) fn code_url(ctx: &Ctx, record: &Record, place: &Place) -> Option<String> {
    let kind = Kinds::built_in().find(&record.kind)?;
    let is_open = !matches!(record.stage(), Stage::Closed | Stage::Withdrawn);
    let is_today = record.sessions().iter().any(|session| session.on == ctx.today);
    let may = is_open && is_today && kind.expects.is_meeting() && ctx.allows(&HOLD, place);
    may.then(|| format!("{}/code", record.url()))
}

#[derive(Template)]
#[template(path = "marking/code.html")]
struct Code {
    title: String,
    picture: Markup,
    /// Of the session shown: `第2场，15:00`; "" where there is one.
    session: String,
    /// Other sessions of today: (words, URL).
    others: Vec<(String, String)>,
    url: String,
    seconds: i64,
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    let url = code_url(ctx, &record, &place).ok_or(Error::NotFound)?;
    let sessions = record.sessions();
    let today: Vec<(i64, &Session)> =
        (1..).zip(&sessions).filter(|(_, it)| it.on == ctx.today).collect();
    let asked: Option<i64> = req.query_as("session");
    let (number, session) = *today
        .iter()
        .find(|(number, _)| Some(*number) == asked)
        .or_else(|| begun(ctx, &today))
        .ok_or(Error::NotFound)?;
    let words = |number: i64, session: &Session| format!("第{number}场，{}", session.from);
    let code = code::make(&ctx.core.keys, record.id, number, ctx.now);
    let origin = Front::origin(&ctx.core, req);
    let leads_to = format!("{origin}{}/marking?s={number}&code={code}", record.url());
    let page = Code {
        title: record.title.clone(),
        picture: parts::qr(&leads_to, &format!("{}的到会码", record.title))?,
        session: if sessions.len() > 1 { words(number, session) } else { String::new() },
        others: today
            .iter()
            .filter(|(other, _)| *other != number)
            .map(|(other, it)| (words(*other, it), format!("{url}?session={other}")))
            .collect(),
        url: record.url(),
        seconds: SECONDS,
    };
    Ok(Page::of(format!("{}：到会码", record.title), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title, page.url.clone()),
        ])
        .section(Section::Life))
}

/// The last of today's sessions that has begun; before the first of them that one.
fn begun<'s, 't>(ctx: &Ctx, today: &'t [(i64, &'s Session)]) -> Option<&'t (i64, &'s Session)> {
    let (hour, minute) = ctx.now.hour_minute();
    let now = format!("{hour:02}:{minute:02}");
    today.iter().rev().find(|(_, it)| it.from <= now).or(today.first())
}

#[derive(Template)]
#[template(path = "marking/confirm.html")]
struct Confirm {
    title: String,
    /// 2026年11月20日15:00，刑侦大队会议室
    when: String,
    /// Why he cannot; "" where he can.
    why_not: String,
    problems: Markup,
    key: Markup,
    action: String,
    session: i64,
    code: String,
}

fn confirm(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let id: RecordId = req.id("id")?;
    let asked = |name: &str| meeting::asked(req, name);
    let (session, code) = (asked("s").parse().unwrap_or(1), asked("code"));
    let step = if req.form.was_sent() { Step::Confirmed } else { Step::Scanned };
    let led = actions::led(ctx, read, (id, session), (&code, step))?;
    let page = Confirm {
        title: format!("{}，{}", led.place.short_name, led.record.title),
        when: session_of(&led.record, session),
        why_not: led.who.err().unwrap_or_default(),
        problems: parts::problems(&req.form),
        key: req.once(),
        action: format!("{}/marking", id.url()),
        session,
        code,
    };
    Ok(Page::of("到会", &page)?.section(Section::Life))
}

fn session_of(record: &Record, number: i64) -> String {
    let at = usize::try_from(number - 1).unwrap_or_default();
    record.sessions().get(at).map_or_else(String::new, Session::zh)
}

fn mark(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let reader = req.form.reader();
    let session = reader.id("s").unwrap_or(1);
    let code = reader.text("code", "到会码", 40);
    reader.check()?;
    actions::mark(ctx, id, session, &code)?;
    Ok(Reply::to("/").saying("已标到会"))
}
