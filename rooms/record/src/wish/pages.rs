//! The button, what became of it, and what others asked of the viewer. None of its routes is counted.

use std::collections::HashMap;

use act::{Answer, Ctx, Error, Result, Wish};
use askama::Template;
use calendar::{Day, Workdays};
use db::{Asker, Read};
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{TIMES, choosable, period, time_zh};
use crate::{kind::Kinds, meeting::DRAFT};

const PER_PAGE: i64 = 20;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/wishes", Door::SignedIn, page).uncounted(),
        Route::own_act("/me/wishes", ask).again(page).uncounted(),
        Route::own_act("/me/wishes/{wish}/answer", answer).again(page).uncounted(),
        Route::own_act("/me/wishes/{wish}/end", end).uncounted(),
        Route::own_act("/me/wishes/{wish}/removal", remove).uncounted(),
    ]
}

struct Line {
    id: i64,
    name: String,
    words: String,
    is_done: bool,
    is_answered: bool,
    /// To the draft that says that they talked, and nothing of the wish; for whom it was asked of alone.
    record: Option<String>,
}

#[derive(Template)]
#[template(path = "wish/page.html")]
struct Show {
    problems: Markup,
    once: Markup,
    fields: Vec<Markup>,
    vacant: Option<String>,
    can_ask: bool,
    own: Vec<Line>,
    own_pager: Markup,
    asked: Vec<(Line, Vec<Markup>)>,
    asked_pager: Markup,
    kept_for: String,
}

fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let person = ctx.person()?;
    let form = &req.form;
    let (found, vacant) = choosable(ctx, read, person)?;
    let offered: Vec<Choice> =
        found.iter().map(|it| Choice::new(it.person.to_string(), &it.words)).collect();
    let times: Vec<Choice> = TIMES.iter().map(|(key, zh)| Choice::new(*key, *zh)).collect();
    let first = found.first().map_or_else(String::new, |it| it.person.to_string());
    let (own, asked) = both_sides(ctx, read)?;
    let of_own = Pager::of_list(req, "own", PER_PAGE, own.len() as i64);
    let of_asked = Pager::of_list(req, "asked", PER_PAGE, asked.len() as i64);
    let (own, asked) = (of_own.cut(own), of_asked.cut(asked));
    let others = own.iter().map(|it| it.chosen).chain(asked.iter().map(|it| it.person));
    let names: HashMap<i64, String> =
        people::names_of(read, &others.collect::<Vec<_>>())?.into_iter().collect();
    let room = last_room(&asked);
    let of_wish = |it: &Wish| {
        let is_open = it.done_at.is_none();
        let fields = if is_open { answer_fields(ctx, req, it, room) } else { Vec::new() };
        (Line { record: record_url(ctx, it), ..line(&names, it, it.person) }, fields)
    };
    let show = Show {
        problems: parts::problems(form),
        once: req.once(),
        can_ask: !offered.is_empty(),
        fields: vec![
            parts::field_select(form, "chosen", "和谁谈", &offered, &first),
            parts::field_select(form, "when", "方便的时间", &times, "any"),
        ],
        vacant,
        own: own.iter().map(|it| line(&names, it, it.chosen)).collect(),
        own_pager: parts::pager_of_list(req, "own", of_own),
        asked: asked.iter().map(of_wish).collect(),
        asked_pager: parts::pager_of_list(req, "asked", of_asked),
        kept_for: period::zh(),
    };
    Ok(Page::of("我想找人谈谈", &show)?.section(Section::Me).under([("我的", "/me")]))
}

/// What he asked and was asked.
fn both_sides(ctx: &Ctx, read: &Read) -> Result<(Vec<Wish>, Vec<Wish>)> {
    let ask = Asker::default();
    let (own, to_me) = (ctx.own_wishes_asked(&ask), ctx.wishes_to_me_asked(&ask));
    ask.finish(read, async { Ok((own.await?, to_me.await?)) })
}

fn line(names: &HashMap<i64, String>, it: &Wish, with: i64) -> Line {
    let words = match &it.answer {
        Some(answer) => format!("{}{}，{}", answer.on.zh(), answer.from, answer.place),
        None => format!("{}提的，方便的时间：{}", it.asked_at.day().zh_short(), time_zh(&it.when)),
    };
    Line {
        id: it.id,
        name: names.get(&with).cloned().unwrap_or_else(|| "已不在册的人".into()),
        words,
        is_done: it.done_at.is_some(),
        is_answered: it.answer.is_some(),
        record: None,
    }
}

/// A talk is a fact of a branch, entered by who held it: the draft knows both, the day and the place, and not that one asked.
fn record_url(ctx: &Ctx, it: &Wish) -> Option<String> {
    let answer = it.answer.as_ref().filter(|_| it.done_at.is_some())?;
    let hat = ctx.actor.hat().filter(|hat| ctx.allows(&DRAFT, &hat.unit))?;
    let kind = Kinds::built_in().find("talk").filter(|kind| kind.is_for(&hat.unit.kind))?;
    let on = answer.on.min(ctx.today);
    let place = web::percent(&answer.place);
    Some(format!(
        "/records/new?kind={}&unit={}&chair={}&partner={}&on={on}&place={place}",
        kind.key, hat.unit.id, it.chosen, it.person
    ))
}

/// Where the last one was that was answered.
fn last_room(asked: &[Wish]) -> &str {
    let answered = asked.iter().filter_map(|it| it.answer.as_ref());
    answered.max_by_key(|it| it.on).map_or("", |it| &it.place)
}

/// The next one on which people work.
fn next_workday(today: Day) -> Day {
    let days = (1..=14).map(|days| today.plus_days(days));
    let workdays = Workdays::in_force();
    days.into_iter().find(|it| workdays.is_workday(*it)).unwrap_or(today.plus_days(1))
}

fn answer_fields(ctx: &Ctx, req: &Req, it: &Wish, room: &str) -> Vec<Markup> {
    let name = |field: &str| format!("{field}_{}", it.id);
    let answer = it.answer.as_ref();
    let day = answer.map_or_else(|| next_workday(ctx.today), |it| it.on).to_string();
    let from = answer.map_or_else(|| "16:00".to_owned(), |it| it.from.clone());
    let place = answer.map_or_else(|| room.to_owned(), |it| it.place.clone());
    vec![
        parts::field_day(&req.form, &name("on"), "哪天", "", &day),
        parts::field_text(&req.form, &name("from"), "几点", "", &from),
        parts::field_text(&req.form, &name("place"), "在哪儿", "", &place),
    ]
}

fn ask(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let chosen: Option<i64> = reader.id("chosen");
    let keys: Vec<&str> = TIMES.iter().map(|(key, _)| *key).collect();
    let when = reader.choice("when", "方便的时间", &keys);
    reader.check()?;
    let person = ctx.person()?;
    let (found, _) = ctx.read(|read| choosable(ctx, read, person))?;
    let chosen = chosen.filter(|id| found.iter().any(|it| it.person == *id));
    let chosen = chosen.ok_or_else(|| Error::invalid("chosen", "请从列出的人里选"))?;
    ctx.ask_to_talk(chosen, &when)?;
    Ok(Reply::to("/me/wishes").saying("已告诉对方，只有对方看得到"))
}

fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("wish")?;
    let name = |field: &str| format!("{field}_{id}");
    let reader = req.form.reader();
    let on = reader.day(&name("on"), "哪天");
    let from = reader.text(&name("from"), "几点", 5);
    let place = reader.text(&name("place"), "在哪儿", 40);
    reader.check()?;
    if crate::meeting::minute(&from).is_none() {
        return Err(Error::invalid(&name("from"), "时间要写成16:00这样"));
    }
    if on < ctx.today {
        return Err(Error::invalid(&name("on"), "这一天已经过了，请另定一天"));
    }
    ctx.answer_wish(id, Answer { on, from, place })?;
    Ok(Reply::to("/me/wishes").saying("已告诉对方时间和地点"))
}

fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    ctx.end_wish(req.id("wish")?)?;
    Ok(Reply::to("/me/wishes").saying("谈过了，到期自动删除"))
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    ctx.forget_wish(req.id("wish")?)?;
    Ok(Reply::to("/me/wishes").saying("已删除，哪儿也没有留下"))
}
