//! The page of one report, its letter and its files; and the three things that are done with it.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::{Asker, Read};
use duty::{Address, Asked, Law};
use exports::Format;
use record::{Filed, FiledFile, Rectified};
use rules::{Rules, Who};
use systems::Zone;
use web::{Door, Markup, Page, Reply, Req, Route, Section, parts};

use super::{
    Step,
    actions::{self, RECEIVE, RESEND, RETURN},
    store::{self, Found, Last, Row},
};
use crate::{InZone, SEE, kind::Report};

pub(crate) fn routes() -> Vec<Route> {
    let see = Door::See(SEE);
    vec![
        Route::page("/receipts/{id}", see, show),
        Route::data("/receipts/{id}/letter/{format}", see, letter),
        Route::data("/receipts/{id}/files/{file}", see, file),
        Route::act("/receipts/{id}/reception", RECEIVE, receive).again(show),
        Route::act("/receipts/{id}/return", RETURN, send_back).again(show),
        Route::act("/receipts/{id}/resending", RESEND, resend).again(show),
    ]
}

/// A step with its words, opened.
struct Said {
    step: &'static str,
    unit: String,
    by: String,
    at: String,
    words: String,
}

/// What the duty engine says of it.
struct Term {
    title: String,
    last_day: String,
    beside: &'static str,
    words: String,
    source: String,
    url: String,
}

#[derive(Template)]
#[template(path = "report/show.html")]
struct Show {
    it: Found,
    title: String,
    sender: String,
    tag: Markup,
    facts: Vec<(String, String)>,
    text: String,
    files: Vec<FiledFile>,
    is_open: bool,
    term: Option<Term>,
    meeting: Option<Day>,
    rectified: Vec<Rectified>,
    rectifies: bool,
    receiver: String,
    is_inside: bool,
    copy_to: Option<String>,
    by_hand: String,
    said: Vec<Said>,
    is_revised: bool,
    may_receive: bool,
    may_return: bool,
    /// What is missing was left out.
    is_returning: bool,
    may_resend: bool,
    may_correct: bool,
    problems: Markup,
    once: Markup,
    came_on: Markup,
    missing: Markup,
    added: Markup,
}

/// The report, if the viewer may know of it: by line only what the line gets a copy of.
fn found(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Found, &'static Report)> {
    let it = store::find(read, Some(&ctx.sight(&SEE)), req.id("id")?)?.ok_or(Error::NotFound)?;
    let report = Report::find(&it.kind).ok_or(Error::NotFound)?;
    if is_by_line(ctx) && !report.copy { Err(Error::NotFound) } else { Ok((it, report)) }
}

fn is_by_line(ctx: &Ctx) -> bool {
    ctx.actor.hat().is_some_and(|hat| hat.unit.lead_path.is_none())
}

/// Whether its text may be read: who gets a copy reads it within the zones of its kind.
fn is_open(ctx: &Ctx, report: &Report) -> bool {
    let zone = ctx.core.maybe_part::<InZone>().and_then(|it| (it.0)(&ctx.core));
    opens(is_by_line(ctx), zone, &report.record().zones)
}

/// A copy stays within the zones of its kind; an installation that names no zone has every one.
fn opens(is_copy: bool, zone: Option<Zone>, zones: &[Zone]) -> bool {
    !is_copy || zone.is_none_or(|zone| zones.contains(&zone))
}

fn opened(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Found, Filed)> {
    let (it, report) = found(ctx, read, req)?;
    if !is_open(ctx, report) {
        return Err(Error::NotFound);
    }
    ctx.viewed(&SEE, format!("record:{}", it.id), 1);
    let filed = record::filed(ctx, read, it.id, it.place())?;
    Ok((it, filed))
}

/// Of the meeting that it reports on as much as so many days before.
const MEETING_DAYS: i32 = 400;

/// What was done with it, how it stands with its duty, and what is put right: one statement.
struct Around {
    steps: Vec<Row>,
    last: Option<Last>,
    term: Option<Term>,
    /// Day of the meeting that it reports on.
    meeting: Option<Day>,
    rectified: Vec<Rectified>,
}

fn around(ctx: &Ctx, read: &Read, it: &Found, report: &Report) -> Result<Around> {
    let (ask, unit) = (Asker::default(), it.place().id);
    let year = it.held_on.year();
    let days = (it.held_on.plus_days(-MEETING_DAYS), it.held_on);
    let rectified =
        (!report.rectifies.is_empty()).then(|| Rectified::of(unit, &report.rectifies, days));
    let steps = ask.all::<Row>(store::STEPS, store::steps(it.id));
    let last = ask.all::<Last>(store::LAST, store::last(it.id));
    let (law, asked) =
        (Law::asked(&ask, ctx.part::<Rules>()), Asked::each(&ask, &[unit], (year - 1, year)));
    let rectified = ask.all::<Rectified>(Rectified::COLUMNS, rectified);
    ask.finish(read, async {
        let law = law.await?;
        let (bearers, served) = asked.answered(&law).await;
        let (mut term, mut meeting) = (None, None);
        let of_unit = bearers.iter().filter(|it| it.unit == unit && it.history.who == Who::Unit);
        for bearer in of_unit {
            for year in [year, year - 1] {
                let wanted = duty::Wanted::Owed;
                let verdicts = duty::verdicts(&law, bearer, &served, year, ctx.today, wanted);
                let of_it = |line: &duty::judge::Line| line.room == "record" && line.fact == it.id;
                let of_it = verdicts.iter().find(|verdict| verdict.counted().any(of_it));
                if let Some(verdict) = of_it.filter(|_| term.is_none()) {
                    meeting = verdict.slot.start_on;
                    term = Some(Term {
                        title: verdict.title(),
                        last_day: verdict.last_day.zh(),
                        beside: verdict.tag_beside().unwrap_or("按期"),
                        words: verdict.words(),
                        source: law.source(verdict.slot.duty),
                        url: Address::of(bearer, &verdict.slot).url(),
                    });
                }
            }
        }
        let mut rectified = rectified.await?;
        let latest = meeting.or(rectified.first().map(|it| it.held_on));
        rectified.retain(|it| Some(it.held_on) == latest);
        let last = last.await?.into_iter().next();
        Ok(Around { steps: steps.await?, last, term, meeting: latest, rectified })
    })
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, report) = found(ctx, read, req)?;
    let place = it.place();
    ctx.viewed(&SEE, format!("record:{}", it.id), 1);
    let filed = record::filed(ctx, read, it.id, place.clone())?;
    let Around { steps, last, term, meeting, rectified } = around(ctx, read, &it, report)?;
    let (receiver, is_open) = (it.receiver(), is_open(ctx, report));
    let stood = last.as_ref().and_then(|it| it.sort);
    let may = |act| receiver.as_ref().is_some_and(|unit| ctx.allows(act, unit));
    let said: Result<Vec<Said>> = steps.iter().map(|row| opened_step(ctx, row)).collect();
    let form = &req.form;
    let page = Show {
        title: filed.title().to_owned(),
        sender: place.name.clone(),
        tag: tag(stood, receiver.is_some()),
        facts: filed.facts(),
        text: if is_open { filed.text().to_owned() } else { String::new() },
        files: if is_open { filed.files() } else { Vec::new() },
        is_open,
        term,
        meeting,
        rectified: if is_open { rectified } else { Vec::new() },
        rectifies: !report.rectifies.is_empty(),
        receiver: it.receiver_name.clone().unwrap_or_default(),
        is_inside: receiver.is_some(),
        copy_to: it.line_name.clone().filter(|_| report.copy),
        by_hand: report.by_hand.clone(),
        said: said?,
        is_revised: last.as_ref().is_some_and(|it| it.is_revised),
        may_receive: stood != Some(Step::Received) && may(&RECEIVE),
        may_return: stood != Some(Step::Returned) && may(&RETURN),
        may_resend: stood == Some(Step::Returned) && ctx.allows(&RESEND, &place),
        may_correct: ctx.allows(&RESEND, &place),
        is_returning: form.fault("missing").is_some(),
        problems: parts::problems(form),
        once: req.once(),
        came_on: parts::field_day(form, "came_on", "哪天收到的", "", &ctx.today.to_string()),
        missing: parts::field_text(
            form,
            "missing",
            "缺什么、改什么",
            "报送单位看得到；原话加密保存",
            "",
        ),
        added: parts::field_text(form, "words", "补了什么", "更正过或者附了材料的，可以不写", ""),
        it,
    };
    Ok(Page::of(page.title.clone(), &page)?.under([("报告", "/receipts")]).section(Section::Life))
}

fn tag(stood: Option<Step>, is_inside: bool) -> Markup {
    use parts::State;
    match stood {
        Some(Step::Received) => parts::tag(State::Done, "已收"),
        Some(Step::Returned) => parts::tag(State::Late, "退回补充"),
        _ if is_inside => parts::tag(State::Soon, "待收"),
        _ => parts::tag(State::Done, "已报"),
    }
}

fn opened_step(ctx: &Ctx, row: &Row) -> Result<Said> {
    let words = row.reason.words(&ctx.core.keys, row.event)?;
    let at = match row.sort {
        Step::Received if row.on_day != row.said_at.day() => {
            format!("{}收到，{}登记", row.on_day.zh(), row.said_at.day().zh_short())
        }
        _ => row.on_day.zh(),
    };
    Ok(Said {
        step: row.sort.zh(),
        unit: row.unit_name.clone(),
        by: row.name.clone().unwrap_or_default(),
        at,
        words: words.unwrap_or_default(),
    })
}

fn letter(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let kind = match req.param("format") {
        "docx" => Format::Docx,
        "pdf" => Format::Pdf,
        _ => return Err(Error::NotFound),
    };
    let (it, filed) = opened(ctx, read, req)?;
    filed.letter(ctx, read, kind, &it.url())
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    opened(ctx, read, req)?.1.file(read, req.id("file")?)
}

/// Out of the door's sight again.
fn seen(ctx: &Ctx, req: &Req) -> Result<Found> {
    ctx.read(|read| found(ctx, read, req)).map(|it| it.0)
}

fn receive(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = seen(ctx, req)?;
    let reader = req.form.reader();
    let on = reader.day("came_on", "哪天收到的");
    if on > ctx.today {
        reader.fault("came_on", "这一天还没有到");
    } else if on < it.held_on {
        reader.fault("came_on", format!("报告是{}报送的，收到不会更早", it.held_on.zh()));
    }
    reader.check()?;
    actions::receive(ctx, &it, on)?;
    Ok(Reply::to(it.url()).saying("已收，报送单位看得到"))
}

fn send_back(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = seen(ctx, req)?;
    let reader = req.form.reader();
    let words = reader.text("missing", "缺什么、改什么", 300);
    reader.check()?;
    actions::send_back(ctx, &it, &words)?;
    Ok(Reply::to(it.url()).saying("已退回，报送单位首页上有一件待办"))
}

fn resend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = seen(ctx, req)?;
    let reader = req.form.reader();
    let words = reader.optional_text("words", "补了什么", 300);
    reader.check()?;
    actions::resend(ctx, &it, &words)?;
    Ok(Reply::to(it.url()).saying("已再报，等上级签收"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_opens_within_the_zones_of_its_kind() {
        let (police, government) = (Zone::Police, Zone::Government);
        for (is_copy, zone, zones, is_open) in [
            (true, Some(government), &[police][..], false),
            (true, Some(police), &[police][..], true),
            (true, None, &[police][..], true),
            (false, Some(government), &[police][..], true),
        ] {
            assert_eq!(opens(is_copy, zone, zones), is_open);
        }
    }
}
