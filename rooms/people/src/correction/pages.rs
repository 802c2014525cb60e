//! 申请更正 and its answers, for the member and for who keeps his data; the copy.

use act::{Ctx, Result};
use askama::Template;
use crypto::Keys;
use db::Read;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{
    Correction, ITEMS, OUTCOMES,
    actions::{self, ANSWER, COPY},
    copy, item_zh, outcome_zh, store,
};
use crate::{form::offers, protect};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/corrections", Door::SignedIn, mine),
        Route::own_act("/me/corrections", ask).again(mine),
        Route::own_act("/me/information/copy", take).fresh(),
        Route::page("/members/corrections", Door::Do(ANSWER), open),
        Route::act("/members/corrections/{id}/answer", ANSWER, answer).again(open),
    ]
}

const PER_PAGE: i64 = 20;

pub(super) struct Line {
    id: i64,
    person: i64,
    who: String,
    pub(super) item: String,
    pub(super) said: String,
    asked: String,
    /// 已改, 没有改; "" while it waits.
    pub(super) outcome: &'static str,
    pub(super) answer: String,
}

pub(super) fn line(keys: &Keys, it: Correction) -> Result<Line> {
    let whose = (it.person, it.own_key.as_deref());
    let open = |column: &str, sealed: &[u8]| -> Result<String> {
        let plain = protect::open_text(keys, whose, &actions::place(column, it.id), sealed)?;
        Ok(plain.unwrap_or_else(|| "（已按保管期限清除）".into()))
    };
    let said = open("said", &it.said)?;
    let answer = it.answer.as_deref().map(|sealed| open("answer", sealed)).transpose()?;
    let answer = match (it.answered_at, answer) {
        (Some(at), Some(words)) => format!("{}：{words}", at.zh()),
        _ => String::new(),
    };
    Ok(Line {
        id: it.id,
        person: it.person,
        who: format!("{}，{}", it.name, it.unit_name.unwrap_or_default()),
        item: item_zh(&it.item).to_owned(),
        said,
        asked: it.asked_at.zh(),
        outcome: match it.outcome.as_deref() {
            Some("changed") => outcome_zh("changed"),
            Some(_) => outcome_zh("refused"),
            None => "",
        },
        answer,
    })
}

#[derive(Template)]
#[template(path = "correction/mine.html")]
struct Mine {
    problems: Markup,
    key: Markup,
    once: Markup,
    fields: Vec<Markup>,
    scope: Markup,
    lines: Vec<Line>,
    pager: Markup,
    parts: Vec<&'static str>,
}

fn mine(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (form, keys) = (&req.form, &ctx.core.keys);
    let hint = "写清现在是什么、应该是什么、凭什么。别写别人的事";
    let person = ctx.person()?;
    let pager = Pager::of(req, PER_PAGE, store::count_of(read, person)?);
    let lines = store::of(read, person, (pager.offset(), PER_PAGE))?;
    let page = Mine {
        problems: parts::problems(form),
        key: req.key(),
        once: req.once(),
        fields: vec![
            parts::field_select(form, "item", "哪一项不对", &offers(&ITEMS), ""),
            parts::field_area(form, "said", "怎么不对，应该是什么", hint, ""),
        ],
        scope: parts::scope("我申请过的", &pager.words("件")),
        lines: lines.into_iter().map(|it| line(keys, it)).collect::<Result<_>>()?,
        pager: parts::pager(req, pager),
        parts: copy::holds(ctx),
    };
    Ok(Page::of("更正本人信息", &page)?.section(Section::Me).under([("我的", "/me")]).task())
}

fn ask(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let keys: Vec<&str> = ITEMS.iter().map(|(key, _)| *key).collect();
    let item = reader.choice("item", "哪一项不对", &keys);
    let said = reader.text("said", "怎么不对，应该是什么", 300);
    reader.check()?;
    actions::ask(ctx, &item, &said)?;
    Ok(Reply::to("/me/corrections").saying("已交给管理您信息的人，答复会出现在这里"))
}

/// Everything that is kept about the person at work.
fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let format = reader.choice("format", "格式", &["xlsx", "json"]);
    reader.check()?;
    let person = ctx.person()?;
    let all = ctx.read(|read| copy::of(ctx, read, person))?;
    let file = if format == "json" { copy::json(&all)? } else { copy::xlsx(&all)? };
    ctx.act_own(&COPY, |w, _| {
        w.rows(1);
        Ok(())
    })?;
    Ok(file)
}

#[derive(Template)]
#[template(path = "correction/open.html")]
struct Open {
    problems: Markup,
    key: Markup,
    scope: Markup,
    outcomes: [(&'static str, &'static str); 2],
    lines: Vec<Line>,
    pager: Markup,
}

fn open(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&ANSWER);
    let pager = Pager::of(req, PER_PAGE, store::count_open(read, &sight)?);
    let found = store::open(read, &sight, (pager.offset(), PER_PAGE))?;
    for it in &found {
        ctx.viewed(&crate::member::actions::SEE, format!("person:{}", it.person), 1);
    }
    let lines = found.into_iter().map(|it| line(&ctx.core.keys, it)).collect::<Result<_>>()?;
    let page = Open {
        problems: parts::problems(&req.form),
        key: req.once(),
        scope: parts::scope("等您答复的，先交的在前", &pager.words("件")),
        outcomes: OUTCOMES,
        lines,
        pager: parts::pager(req, pager),
    };
    Ok(Page::of("更正申请", &page)?.section(Section::Members).under([("党员", "/members")]))
}

fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let keys: Vec<&str> = OUTCOMES.iter().map(|(key, _)| *key).collect();
    let outcome = reader.choice("outcome", "改了没有", &keys);
    let words = reader.text("answer", "答复", 300);
    reader.check()?;
    actions::answer(ctx, req.id("id")?, &outcome, &words)?;
    Ok(Reply::to("/members/corrections").saying("已答复，他会收到消息"))
}
