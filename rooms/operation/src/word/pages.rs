//! The form for an appraisal or a commendation.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use people::Status;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    APPRAISE, NewWord, Whom, WordSort,
    actions::{self},
};
use crate::{
    code,
    operation::{self, Access, Member, Seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/operations/{id}/words/new", Door::Do(APPRAISE), form),
        Route::act("/operations/{id}/words", APPRAISE, give).again(form),
    ]
}

#[derive(Template)]
#[template(path = "word/form.html")]
struct Form {
    operation: operation::Operation,
    heading: &'static str,
    problems: Markup,
    key: Markup,
    sort: &'static str,
    whom: Markup,
    words: Markup,
    /// Only where something says where, how many or what for, in its sentence.
    hits: Vec<code::Hit>,
    is_neutral: Markup,
    on: Markup,
    is_appraisal: bool,
}

fn sort(req: &Req) -> WordSort {
    let asked = if req.form.was_sent() { req.form.value("sort") } else { req.query("sort") };
    WordSort::ALL.into_iter().find(|it| it.key() == asked).unwrap_or(WordSort::Commendation)
}

/// Said by whoever writes what looks as if it told more.
const NEUTRAL: &str = "确认没有地点、人数和任务";

/// Whoever only takes part writes nothing here.
fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = operation::find(ctx, read, req.id("id")?)?;
    let is_part = matches!(seen.access, Access::Part { .. });
    if is_part || seen.operation.declared_at.is_none() { Err(Error::NotFound) } else { Ok(seen) }
}

fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen(ctx, read, req)?;
    let sort = sort(req);
    let members = operation::store::members(read, seen.operation.id, &seen.wanted())?;
    let mut offered = vec![Choice::new("", "请选择")];
    if sort == WordSort::Commendation {
        offered.extend(
            seen.shown_teams().iter().map(|it| Choice::new(format!("team-{}", it.id), &it.name)),
        );
    }
    let himself = ctx.actor.person();
    offered.extend(members.iter().filter(|it| Some(it.person) != himself).map(choice));
    ctx.viewed(&APPRAISE, format!("operation:{}", seen.operation.id), members.len());
    let is_appraisal = sort == WordSort::Appraisal;
    let hint = if is_appraisal {
        "政治表现、组织生活、遵守纪律、担当作为，如实写；不写地点、任务和警力"
    } else {
        "表扬什么，两三句；不写地点、任务和警力"
    };
    let page = Form {
        heading: if is_appraisal { "写鉴定" } else { "火线表扬" },
        problems: parts::problems(&req.form),
        key: req.key(),
        sort: sort.key(),
        whom: parts::field_select(&req.form, "whom", "给谁", &offered, req.query("whom")),
        words: parts::field_area(&req.form, "words", "内容", hint, ""),
        hits: code::hits(req.form.value("words")),
        is_neutral: parts::field_check(&req.form, "is_neutral", NEUTRAL, false),
        on: parts::field_day(&req.form, "on", "哪天", "", &ctx.today.to_string()),
        is_appraisal,
        operation: seen.operation.clone(),
    };
    let crumbs = [
        ("战时工作".to_owned(), "/operations".to_owned()),
        (seen.operation.code.clone(), seen.operation.url()),
    ];
    Ok(Page::of(page.heading, &page)?.under(crumbs).section(Section::Life).task())
}

fn choice(it: &Member) -> Choice {
    let note = match it.status {
        Status::Probationary => "，预备党员",
        Status::None => "，入党积极分子等",
        _ => "",
    };
    Choice::new(format!("person-{}", it.person), format!("{}（{}{note}）", it.name, it.home_name))
}

fn give(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let operation: i64 = req.id("id")?;
    let reader = req.form.reader();
    let keys = WordSort::ALL.map(WordSort::key);
    reader.choice("sort", "写什么", &keys);
    let whom = reader.optional_text("whom", "给谁", 40);
    let words = crate::lines(&reader, "words", "内容", 600);
    if words.is_empty() {
        reader.fault("words", "请填写内容");
    }
    let is_neutral = !reader.many("is_neutral").is_empty();
    if !is_neutral && !code::hits(&words).is_empty() {
        reader.fault("words", "看起来写了地点、人数或者任务，请改掉；不是的话，在下面确认");
    }
    let given_on = reader.day("on", "哪天");
    let whom = match whom.split_once('-').and_then(|(what, id)| Some((what, id.parse().ok()?))) {
        Some(("person", id)) => Some(Whom::Person(id)),
        Some(("team", id)) => Some(Whom::Team(id)),
        _ => None,
    };
    if whom.is_none() {
        reader.fault("whom", "请选择给谁");
    }
    if given_on > ctx.today {
        reader.fault("on", "日期不能在今天之后");
    }
    reader.check()?;
    let whom = whom.ok_or(Error::NotFound)?;
    let word = NewWord { operation, sort: sort(req), whom, words, given_on };
    actions::give(ctx, &word)?;
    let said = format!("{}已记下，本人和原支部看得到", word.sort.zh());
    Ok(Reply::to(format!("/operations/{operation}")).saying(said))
}
