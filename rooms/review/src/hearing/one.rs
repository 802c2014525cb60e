//! One hearing: for who sits in, for the branch, for the level above. And where somebody keeps away.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::{Asker, Read};
use record::Kinds;
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    Course, Hearing, Round,
    actions::{self, Filed},
    sheet::{self, MARKS, Mark, VERDICTS, word},
    store,
};
use crate::{REPLY, sees};

/// One item of an open sheet.
struct Field {
    hint: String,
    mark: Markup,
    why: Markup,
    /// Something stands there, or is missing there.
    is_open: bool,
}

#[derive(Template)]
#[template(path = "hearing/one.html")]
struct Show {
    hearing: Hearing,
    round: Round,
    when: String,
    place_words: String,
    who: String,
    tag: Markup,
    problems: Markup,
    key: Markup,
    once: Markup,
    /// Only for who sits in.
    fields: Vec<Field>,
    verdict: Markup,
    words: Markup,
    is_mine: bool,
    can_file: bool,
    /// Title, mark, why.
    marks: Vec<(String, String, String)>,
    record: Option<i64>,
    held_again: Option<(String, String)>,
    new_url: String,
    is_failed: bool,
    may_reply: bool,
    reply: Markup,
    /// 巡听, and whom it hears.
    called: &'static str,
    who_is_heard: &'static str,
    /// Announced, and the unit has not drafted the meeting yet.
    may_draft: bool,
    may_open: bool,
}

/// What the page is about, once it is in sight: for who sits in, the branch itself, the level above.
pub(super) struct Found {
    pub(super) hearing: Hearing,
    pub(super) round: Round,
    place: Place,
    /// Who sits in.
    pub(super) here: Vec<i64>,
    pub(super) is_mine: bool,
}

/// The meeting that was heard; before its sheet is filed the first one of its days.
pub(super) fn heard_of<'c>(
    courses: &'c [Course],
    hearing: &Hearing,
    round: &Round,
) -> Option<&'c Course> {
    let heard = courses.iter().find(|it| Some(it.id) == hearing.record);
    heard.or_else(|| courses.iter().find(|it| it.plan_on <= round.to_on))
}

/// The names of those who sit in, and the meetings that they may hear.
pub(super) fn names_and_courses(read: &Read, found: &Found) -> Result<(Vec<String>, Vec<Course>)> {
    let Found { hearing, round, here, .. } = found;
    let ask = Asker::default();
    ask.finish(read, async {
        let names = people::names_of_asked(&ask, here);
        let courses = store::courses_asked(&ask, hearing.unit, &round.kind, round.from_on);
        let names = names.await?.into_iter().map(|(_, name)| name).collect();
        Ok((names, courses.await?))
    })
}

pub(super) fn found(ctx: &Ctx, read: &Read, id: i64) -> Result<Found> {
    let hearing = store::hearing(read, id)?.ok_or(Error::NotFound)?;
    let round = store::round(read, hearing.round)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, hearing.unit)?.ok_or(Error::NotFound)?;
    let seats = store::seats(read, round.id)?;
    let here = seats.iter().filter(|it| it.hearing == hearing.id && it.left_at.is_none());
    let here: Vec<i64> = here.filter_map(|it| it.person).collect();
    let is_mine = ctx.actor.person().is_some_and(|person| here.contains(&person));
    let in_sight = || -> Result<bool> {
        if sees(ctx, &place) {
            return Ok(true);
        }
        Ok(Place::find(read, round.unit)?.is_some_and(|it| sees(ctx, &it)))
    };
    if is_mine || in_sight()? {
        return Ok(Found { hearing, round, place, here, is_mine });
    }
    Err(Error::NotFound)
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let found = found(ctx, read, req.id("hearing")?)?;
    let (names, courses) = names_and_courses(read, &found)?;
    let Found { hearing, round, place, is_mine, .. } = found;
    let planned = heard_of(&courses, &hearing, &round);
    let heard_on = planned.map(|it| it.plan_on);
    let again = courses.iter().find(|it| {
        hearing.failed()
            && Some(it.plan_on) > heard_on.max(hearing.filed_on.map(|on| on.plus_days(-1)))
    });
    let kind = Kinds::built_in().find(&round.kind).ok_or(Error::NotFound)?;
    let is_open = hearing.verdict.is_none() && round.ended_at.is_none();
    let (called, who_is_heard) = sheet::words(&round.kind);
    let is_announced = sheet::of(&round.kind).is_some_and(|it| it.announced);
    let form = &req.form;
    let page = Show {
        tag: super::round::tag(&hearing),
        when: planned.map_or_else(|| "还没有发通知".to_owned(), Course::when),
        place_words: format!("{}，{}", hearing.unit_name, kind.title),
        who: names.join("、"),
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        fields: if is_mine && is_open { fields(req, &round.kind) } else { Vec::new() },
        verdict: parts::field_choice(form, "verdict", "这个会", &choices(&VERDICTS), ""),
        words: parts::field_area(
            form,
            "words",
            &format!("反馈给{who_is_heard}的话"),
            "要重开的必须写为什么。说会，不说人",
            "",
        ),
        can_file: heard_on.is_some_and(|on| on <= ctx.today),
        is_mine: is_mine && is_open,
        marks: marked(&hearing, &round.kind),
        record: hearing.record.or(planned.map(|it| it.id)),
        held_again: again.map(titled),
        new_url: format!("/records/new?kind={}&unit={}", round.kind, hearing.unit),
        is_failed: hearing.failed(),
        may_reply: hearing.verdict.is_some()
            && hearing.reply.is_none()
            && ctx.allows(&REPLY, &place),
        reply: parts::field_area(
            form,
            "reply",
            &format!("{who_is_heard}的答复"),
            "可以说明情况、打算怎么改",
            "",
        ),
        called,
        who_is_heard,
        may_draft: is_open && planned.is_none() && is_announced && sees(ctx, &place),
        may_open: is_mine || ctx.sight(&record::SEE_RECORD).holds(&place),
        round,
        hearing,
    };
    let title = format!("{called}：{}", page.place_words);
    Ok(Page::of(title, &page)?.under([("巡听和督查", "/review")]).section(Section::Reviews))
}

/// 11月主题党日11月16日，已存档; and where it is.
fn titled(it: &super::Course) -> (String, String) {
    let state = if it.closed_at.is_some() { "，已存档" } else { "，还没有存档" };
    (format!("{}{}{state}", it.title, it.plan_on.zh_short()), format!("/records/{}", it.id))
}

/// Title, mark in words, why.
fn marked(hearing: &Hearing, kind: &str) -> Vec<(String, String, String)> {
    let words =
        |it: Mark| (sheet::title_of(kind, &it.item), word(&MARKS, &it.given).to_owned(), it.why);
    hearing.marks().into_iter().map(words).collect()
}

fn choices(words: &[(&str, &str)]) -> Vec<Choice> {
    words.iter().map(|(key, word)| Choice::new(*key, *word)).collect()
}

fn fields(req: &Req, kind: &str) -> Vec<Field> {
    let form = &req.form;
    let why = |it: &sheet::Item| format!("why_{}", it.key);
    let field = |it: &sheet::Item| Field {
        hint: it.hint.clone(),
        is_open: [form.value(&why(it)), form.fault(&why(it)).unwrap_or_default()] != ["", ""],
        mark: parts::field_choice(
            form,
            &format!("mark_{}", it.key),
            &it.title,
            &choices(&MARKS),
            "",
        ),
        why: parts::field_text(form, &why(it), "差在哪里", "差的要写，别的可以不写", ""),
    };
    sheet::items(kind).iter().map(field).collect()
}

pub(super) fn file(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("hearing")?;
    let (_, round) = seated(ctx, id)?;
    let reader = req.form.reader();
    let mut marks = Vec::new();
    for item in sheet::items(&round.kind) {
        let keys = MARKS.map(|(key, _)| key);
        let mark = reader.choice(&format!("mark_{}", item.key), &item.title, &keys);
        let field = format!("why_{}", item.key);
        let why = reader.optional_text(&field, "差在哪里", 200);
        if mark == "poor" && why.is_empty() {
            reader.fault(&field, format!("“{}”写的是差，请写差在哪里", item.title));
        }
        marks.push(Mark { item: item.key.clone(), given: mark, why });
    }
    let verdict = reader.choice("verdict", "通过还是重开", &VERDICTS.map(|(key, _)| key));
    reader.many("words");
    let words = text::intake_lines(req.form.value("words"), 1_000).unwrap_or_else(|fault| {
        reader.fault("words", format!("反馈：{fault}"));
        String::new()
    });
    if verdict == "again" && words.is_empty() {
        reader.fault("words", "要重开的，请写明为什么");
    }
    reader.check()?;
    actions::file(ctx, id, &Filed { marks, verdict, words })?;
    Ok(Reply::to(format!("/review/hearings/{id}")).saying("听会表已交，书记看得到"))
}

/// To who does not sit there, it is not there.
fn seated(ctx: &Ctx, id: i64) -> Result<(Hearing, Round)> {
    let person = ctx.person()?;
    ctx.read(|read| {
        let hearing = store::hearing(read, id)?.ok_or(Error::NotFound)?;
        let round = store::round(read, hearing.round)?.ok_or(Error::NotFound)?;
        let sits = |it: &super::SeatRow| {
            it.hearing == id && it.person == Some(person) && it.left_at.is_none()
        };
        if store::seats(read, round.id)?.iter().any(sits) {
            Ok((hearing, round))
        } else {
            Err(Error::NotFound)
        }
    })
}

pub(super) fn decline(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("hearing")?;
    seated(ctx, id)?;
    let reader = req.form.reader();
    let why = reader.text("why", "为什么不能去", 100);
    reader.check()?;
    actions::decline(ctx, id, &why)?;
    Ok(Reply::to("/").saying("已另抽一位去听"))
}

pub(super) fn reply(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("hearing")?;
    let hearing = ctx.read(|read| store::hearing(read, id))?.ok_or(Error::NotFound)?;
    let place = ctx.read(|read| Place::find(read, hearing.unit))?.ok_or(Error::NotFound)?;
    if !sees(ctx, &place) {
        return Err(Error::NotFound);
    }
    let reader = req.form.reader();
    reader.many("reply");
    let words = text::intake_lines(req.form.value("reply"), 1_000).unwrap_or_else(|fault| {
        reader.fault("reply", format!("答复：{fault}"));
        String::new()
    });
    if words.is_empty() {
        reader.fault("reply", "请写答复");
    }
    reader.check()?;
    actions::reply(ctx, id, &words)?;
    Ok(Reply::to(hearing.url()).saying("已答复"))
}

#[derive(Template)]
#[template(path = "hearing/recusals.html")]
struct Recusals {
    mine: Vec<(i64, String)>,
    field: Markup,
    problems: Markup,
    once: Markup,
    can_add: bool,
}

pub(super) fn recusals(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let offered: Vec<Choice> = store::neighbours(read, person)?
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect();
    let page = Recusals {
        mine: store::recusals_of(read, person)?,
        can_add: !offered.is_empty(),
        field: parts::field_select(&req.form, "unit", "不去听哪个组织的会", &offered, ""),
        problems: parts::problems(&req.form),
        once: req.once(),
    };
    Ok(Page::of("听会回避", &page)?.section(Section::Me).under([("我的", "/me")]))
}

pub(super) fn recuse(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let person = ctx.person()?;
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    reader.check()?;
    let offered = ctx.read(|read| store::neighbours(read, person))?;
    let unit = unit.filter(|unit| offered.iter().any(|(id, _)| id == unit));
    actions::recuse(ctx, unit.ok_or_else(|| Error::invalid("unit", "请从列出的组织里选"))?)?;
    Ok(Reply::to("/me/recusals").saying("记下了，以后抽签会避开"))
}

pub(super) fn unrecuse(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    actions::unrecuse(ctx, req.id("unit")?)?;
    Ok(Reply::to("/me/recusals").saying("不再避开"))
}
