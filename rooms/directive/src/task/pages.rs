//! One task of a post: for whoever holds it, who keeps the ledger, and everybody above.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    Outcome, Said, Stand, Task,
    actions::{self, ACCEPT, ANSWER, EXTEND, HELP, PROGRESS, REPORT},
    form, list, post_zh, said,
    store::{self, Fitting},
};
use crate::{
    SEE_INSTRUCTION,
    instruction::{self, BREAK_DOWN, Seen},
};

pub(crate) fn routes() -> Vec<Route> {
    let new = "/instructions/{id}/tasks/new";
    let amendment = "/instructions/tasks/{task}/amendment";
    let removal = "/instructions/tasks/{task}/removal";
    vec![
        Route::page("/instructions/tasks", Door::See(SEE_INSTRUCTION), list::index),
        Route::page("/instructions/tasks/{task}", Door::See(SEE_INSTRUCTION), show),
        Route::act("/instructions/tasks/{task}/progress", PROGRESS, progress).again(show),
        Route::act("/instructions/tasks/{task}/extension", EXTEND, extend).again(show),
        Route::act("/instructions/tasks/{task}/report", REPORT, report).again(show),
        Route::act("/instructions/tasks/{task}/acceptance", ACCEPT, settle).again(show),
        Route::act("/instructions/tasks/{task}/answer", ANSWER, answer).again(show),
        Route::act("/instructions/tasks/{task}/help", HELP, help).again(show),
        Route::page(amendment, Door::See(BREAK_DOWN), form::amendment),
        Route::act(amendment, BREAK_DOWN, form::amend).again(form::amendment),
        Route::page(removal, Door::See(BREAK_DOWN), form::removal),
        Route::act(removal, BREAK_DOWN, form::remove).again(form::removal),
        Route::page(new, Door::See(BREAK_DOWN), form::new),
        Route::act("/instructions/{id}/tasks", BREAK_DOWN, form::give).again(form::new),
        Route::act("/instructions/{id}/directives", BREAK_DOWN, form::link).again(form::new),
    ]
}

#[derive(Template)]
#[template(path = "task/show.html")]
struct Show {
    it: Task,
    who: String,
    tag: Markup,
    number: String,
    title: String,
    entry: String,
    basis: String,
    proof: Option<(String, Day)>,
    opens_records: bool,
    said: Vec<(Said, String)>,
    waits: bool,
    may_progress: bool,
    may_extend: bool,
    may_report: bool,
    may_settle: bool,
    is_own_report: bool,
    may_answer: bool,
    may_help: bool,
    may_amend: bool,
    problems: Markup,
    once: Markup,
    version: Markup,
    progress: Markup,
    report: Vec<Markup>,
    more: Vec<Markup>,
    settle: Vec<Markup>,
    answer: Vec<Markup>,
    help: Markup,
}

/// Whether the hat worn is the post that the task is given to: on the day it ends, so does this.
fn holds(ctx: &Ctx, it: &Task) -> bool {
    let hat = ctx.actor.hat();
    hat.is_some_and(|hat| hat.unit.id == it.unit && Some(&hat.kind) == it.post.as_ref())
}

/// A task of a post whose entry is in sight.
fn found(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Task, Seen)> {
    let sight = ctx.sight(&SEE_INSTRUCTION);
    let it = store::find(read, &sight, req.id("task")?, ctx.today)?.ok_or(Error::NotFound)?;
    let seen = instruction::find(ctx, read, it.instruction)?;
    Ok((it, seen))
}

/// What may be chosen as proof: the label says the day.
fn proofs(fitting: &[Fitting]) -> Vec<Choice> {
    let label = |it: &Fitting| format!("{}，{}", it.held_on.zh_short(), it.title);
    fitting.iter().map(|it| Choice::new(it.id.to_string(), label(it))).collect()
}

fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, seen) = found(ctx, read, req)?;
    let Seen { it: entry, place } = seen;
    let said = said(ctx, read, (it.instruction, Some(it.id)))?;
    let is_open = entry.is_open();
    let holds = holds(ctx, &it);
    let runs = is_open && it.is_running();
    let may = |act| ctx.allows(act, &place);
    let fitting = if holds && runs {
        store::fitting(read, it.unit, &it.serving(), entry.received_on)?
    } else {
        Vec::new()
    };
    let waits = it.more.as_deref() == Some("waiting") && runs;
    let asked = said.iter().rfind(|it| it.sort == super::Word::More);
    let asked_himself = asked.is_some_and(|it| it.by_id == ctx.actor.person());
    let (form, is_mine) = (&req.form, it.reported_by == ctx.actor.person());
    let is_own = ctx.actor.hat().is_some_and(|hat| hat.unit.id == it.unit);
    let page = Show {
        who: it.who(ctx),
        tag: it.tag(),
        number: entry.number.clone(),
        title: entry.title.clone(),
        entry: entry.url(),
        basis: entry.basis.clone(),
        proof: store::proof(read, it.record)?,
        opens_records: ctx.sight(&record::SEE_RECORD).holds(&place),
        said: said.into_iter().map(|word| spoken(ctx, word)).collect(),
        waits,
        may_progress: holds && runs && may(&PROGRESS),
        may_extend: holds && runs && !waits && may(&EXTEND),
        may_report: holds && runs && may(&REPORT),
        may_settle: is_open && it.stand == Stand::Reported && !is_mine && may(&ACCEPT),
        is_own_report: is_open && it.stand == Stand::Reported && is_mine && may(&ACCEPT),
        may_answer: waits && !asked_himself && may(&ANSWER),
        may_help: runs && !is_own && may(&HELP),
        may_amend: is_open && it.directive.is_none() && runs && may(&BREAK_DOWN),
        problems: parts::problems(form),
        once: req.once(),
        version: req.version(it.version),
        progress: parts::field_text(form, "words", "进展到哪一步", "一两句话，原话加密保存", ""),
        report: reporting(req, &it, &fitting),
        more: vec![
            parts::field_text(form, "reason", "为什么要延期", "原话加密保存，本级看得到", ""),
            parts::field_day(form, "until", "延到哪天", "", &it.last_on.plus_days(14).to_string()),
        ],
        settle: settling(req),
        answer: answering(req),
        help: parts::field_text(form, "offer", "能帮什么", "例如：下周派人一起去", ""),
        it,
    };
    let crumbs = [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", page.number, page.title), page.entry.clone()),
    ];
    Ok(Page::of(page.it.words.clone(), &page)?.under(crumbs).section(Section::Life))
}

/// `专职副书记 王五`
fn spoken(ctx: &Ctx, word: Said) -> (Said, String) {
    let post = if word.post.is_empty() { String::new() } else { post_zh(ctx, &word.post) };
    let by = format!("{post} {}", word.by);
    (word, by.trim().to_owned())
}

fn reporting(req: &Req, it: &Task, fitting: &[Fitting]) -> Vec<Markup> {
    let form = &req.form;
    if it.serving().is_empty() {
        let hint = "做了什么、有什么结果，原话加密保存";
        return vec![parts::field_text(form, "account", "办理情况", hint, "")];
    }
    vec![
        parts::field_select(form, "record", "哪份记录证明", &proofs(fitting), ""),
        parts::field_text(form, "account", "补一句", "可以不填", ""),
    ]
}

fn settling(req: &Req) -> Vec<Markup> {
    let offers = [Choice::new("accept", "认可办结"), Choice::new("return", "退回，说说还差什么")];
    vec![
        parts::field_choice(&req.form, "verdict", "怎么处理", &offers, "accept"),
        parts::field_text(&req.form, "said", "说一句", "认可可以不填", ""),
    ]
}

fn answering(req: &Req) -> Vec<Markup> {
    let offers = [Choice::new("approve", "同意延期"), Choice::new("refuse", "不同意，说说怎么办")];
    vec![
        parts::field_choice(&req.form, "verdict", "怎么答复", &offers, "approve"),
        parts::field_text(&req.form, "said", "说一句", "同意可以不填", ""),
    ]
}

/// A running task of the hat worn; else it is nobody's but the post's.
fn own(ctx: &Ctx, req: &Req) -> Result<(Task, Seen)> {
    let (it, seen) = ctx.read(|read| found(ctx, read, req))?;
    if !holds(ctx, &it) {
        return Err(Error::NotFound);
    }
    instruction::check_open(&seen.it)?;
    if it.is_running() {
        return Ok((it, seen));
    }
    Err(Error::Conflict("这项任务已经报了办结，不用再写".into()))
}

fn progress(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, _) = own(ctx, req)?;
    let reader = req.form.reader();
    let words = reader.text("words", "进展到哪一步", 200);
    reader.check()?;
    actions::progress(ctx, &it, &words)?;
    Ok(Reply::to(it.url()).saying("进展记下了"))
}

fn extend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, _) = own(ctx, req)?;
    let reader = req.form.reader();
    let why = reader.text("reason", "为什么要延期", 200);
    let until = reader.day("until", "延到哪天");
    if until <= it.last_on {
        reader.fault("until", format!("要晚于现在的最后一天{}", it.last_on.zh()));
    }
    if until < ctx.today {
        reader.fault("until", "这一天已经过了");
    }
    let it = Task { version: reader.version(), ..it };
    reader.check()?;
    actions::ask_more(ctx, &it, &why, until)?;
    Ok(Reply::to(it.url()).saying("申请交了，等答复"))
}

fn report(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = own(ctx, req)?;
    let serving = it.serving();
    let reader = req.form.reader();
    let (record, words) = if serving.is_empty() {
        (None, reader.text("account", "办理情况", 200))
    } else {
        let fitting =
            ctx.read(|read| store::fitting(read, it.unit, &serving, seen.it.received_on))?;
        let chosen = reader.id::<i64>("record");
        if !fitting.iter().any(|it| Some(it.id) == chosen) {
            let words = format!("选一份{}：先把会开了、存档，再来报", it.proof_zh());
            reader.fault("record", words);
        }
        (chosen, reader.optional_text("account", "补一句", 200))
    };
    let it = Task { version: reader.version(), ..it };
    reader.check()?;
    let words = if words.is_empty() { "见记录。" } else { &words };
    actions::report(ctx, &it, record, words)?;
    Ok(Reply::to(it.url()).saying("已报办结，等认可"))
}

fn settle(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = ctx.read(|read| found(ctx, read, req))?;
    instruction::check_open(&seen.it)?;
    let reader = req.form.reader();
    let accepts = reader.choice("verdict", "怎么处理", &["accept", "return"]) == "accept";
    let words = said_words(&reader, accepts);
    let version = reader.version();
    reader.check()?;
    if it.stand != Stand::Reported {
        return Err(Error::Conflict("这项任务没有等着认可".into()));
    }
    let outcome = if accepts { Outcome::Accepted } else { Outcome::Returned };
    let words = if words.is_empty() { "认可。" } else { &words };
    actions::settle(ctx, &it, outcome, words, version)?;
    let said = if accepts { "已认可办结" } else { "已退回，办的人会收到通知" };
    Ok(Reply::to(it.url()).saying(said))
}

/// What is refused says why.
fn said_words(reader: &web::Reader, accepts: bool) -> String {
    if accepts {
        reader.optional_text("said", "说一句", 200)
    } else {
        reader.text("said", "说一句", 200)
    }
}

fn answer(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = ctx.read(|read| found(ctx, read, req))?;
    instruction::check_open(&seen.it)?;
    let reader = req.form.reader();
    let gives = reader.choice("verdict", "怎么答复", &["approve", "refuse"]) == "approve";
    let words = said_words(&reader, gives);
    reader.check()?;
    let words = if words.is_empty() { "同意。" } else { &words };
    actions::answer(ctx, &it, gives, words)?;
    Ok(Reply::to(it.url()).saying("已答复，办的人会收到通知"))
}

fn help(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = ctx.read(|read| found(ctx, read, req))?;
    instruction::check_open(&seen.it)?;
    let reader = req.form.reader();
    let words = reader.text("offer", "能帮什么", 200);
    reader.check()?;
    actions::help(ctx, &it, &words)?;
    Ok(Reply::to(it.url()).saying("办的人会收到通知"))
}
