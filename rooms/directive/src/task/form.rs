//! The forms of a task: given, amended, taken out.

use std::collections::BTreeSet;

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Form, Markup, Page, Reader, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{NewTask, Stand, Task, actions, posts, store};
use crate::{
    SEE_INSTRUCTION,
    directive::{Serving, forbidden},
    instruction::{self, BREAK_DOWN, Instruction, Seen},
};

/// A kind of record to tick.
struct Tick {
    value: String,
    label: String,
    is_on: bool,
}

#[derive(Template)]
#[template(path = "task/form.html")]
struct Sheet {
    heading: String,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    action: String,
    words: Markup,
    post: Markup,
    due: Markup,
    /// Empty where the unit keeps no records.
    kinds: Vec<Tick>,
    kinds_open: bool,
    button: &'static str,
    back: String,
    /// Only for a new one: the other two ways.
    other: Option<Other>,
}

struct Other {
    issue: String,
    link: String,
    choice: Markup,
    has_any: bool,
    once: Markup,
}

/// An open entry, for who breaks it down.
pub(super) fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = instruction::find(ctx, read, req.id("id")?)?;
    if !ctx.allows(&BREAK_DOWN, &seen.place) {
        return Err(Error::NotFound);
    }
    instruction::check_open(&seen.it)?;
    Ok(seen)
}

/// Post and kinds as they are now, for the fields.
struct Now<'n> {
    words: &'n str,
    post: &'n str,
    due: String,
    kinds: Vec<&'n str>,
}

fn sheet(ctx: &Ctx, req: &Req, (seen, now): (&Seen, Now), action: String) -> Sheet {
    let form = &req.form;
    let kind = &seen.place.kind;
    let posts = posts(ctx, kind).into_iter().map(|(key, title)| Choice::new(key, title));
    let choices: Vec<Choice> =
        std::iter::once(Choice::new("", "选一个职务")).chain(posts).collect();
    let sent: BTreeSet<&str> = if form.was_sent() {
        form.values("kinds").into_iter().collect()
    } else {
        now.kinds.into_iter().collect()
    };
    let may_hold = Serving::all().into_iter().filter(|it| it.kind.is_for(kind));
    let kinds: Vec<Tick> = may_hold
        .map(|it| Tick {
            is_on: sent.contains(it.key().as_str()),
            value: it.key(),
            label: it.zh().to_owned(),
        })
        .collect();
    Sheet {
        heading: String::new(),
        say: String::new(),
        problems: parts::problems(form),
        key: req.key(),
        version: Markup(String::new()),
        action,
        words: parts::field_text(form, "words", "做什么", "一项任务一句话，公开的话", now.words),
        post: parts::field_select(form, "post", "由哪个职务办", &choices, now.post),
        due: parts::field_day(form, "due", "最后一天", "", &now.due),
        kinds_open: kinds.iter().any(|it| it.is_on),
        kinds,
        button: "交办",
        back: seen.it.url(),
        other: None,
    }
}

fn page(sheet: &Sheet, it: &Instruction) -> Result<Page> {
    let crumbs = [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", it.number, it.title), it.url()),
    ];
    Ok(Page::of(sheet.heading.clone(), sheet)?.under(crumbs).section(Section::Life).task())
}

pub(super) fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen(ctx, read, req)?;
    let usual = seen.it.due_on.unwrap_or_else(|| ctx.today.plus_months(1));
    let now = Now { words: "", post: "", due: usual.max(ctx.today).to_string(), kinds: Vec::new() };
    let free = store::free_directives(read, seen.it.unit)?;
    let free = free.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone()));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "选一件部署")).chain(free).collect();
    let url = seen.it.url();
    let mut it = sheet(ctx, req, (&seen, now), format!("{url}/tasks"));
    it.heading = "分解任务".into();
    it.say = format!("{}：{}，最后一天：{}。", seen.it.number, seen.it.title, seen.it.due_zh());
    it.other = Some(Other {
        issue: format!("/directives/new?instruction={}", seen.it.id),
        link: format!("{url}/directives"),
        choice: parts::field_select(&req.form, "directive", "已经发布的部署", &choices, ""),
        has_any: choices.len() > 1,
        once: req.once(),
    });
    page(&it, &seen.it)
}

struct Typed {
    words: String,
    post: String,
    due: Day,
    kinds: Vec<String>,
}

fn read_form(ctx: &Ctx, reader: &Reader, seen: &Seen) -> Typed {
    let offered = posts(ctx, &seen.place.kind);
    let keys: Vec<&str> = offered.iter().map(|it| it.0.as_str()).collect();
    let kinds = reader.many("kinds").into_iter().filter_map(Serving::parse);
    let found = Typed {
        words: reader.text("words", "做什么", 80),
        post: reader.choice("post", "由哪个职务办", &keys),
        due: reader.day("due", "最后一天"),
        kinds: kinds.filter(|it| it.kind.is_for(&seen.place.kind)).map(|it| it.key()).collect(),
    };
    forbidden(reader, ("words", &found.words));
    if found.due < ctx.today {
        reader.fault("due", "最后一天已经过了");
    }
    if seen.it.due_on.is_some_and(|last| found.due > last) {
        reader.fault("due", format!("批示的最后一天是{}，任务不能更晚", seen.it.due_zh()));
    }
    found
}

pub(super) fn give(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| seen(ctx, read, req))?;
    let reader = req.form.reader();
    let Typed { words, post, due: due_on, kinds } = read_form(ctx, &reader, &seen);
    reader.check()?;
    actions::add(ctx, &seen.it, &NewTask { words, post, due_on, kinds })?;
    Ok(Reply::to(seen.it.url()).saying("已交办，任这个职务的人首页上看得到"))
}

pub(super) fn link(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| seen(ctx, read, req))?;
    let reader = req.form.reader();
    let chosen = reader.id::<i64>("directive");
    if chosen.is_none() {
        reader.fault("directive", "选一件部署");
    }
    reader.check()?;
    actions::add_directive(ctx, &seen.it, chosen.unwrap_or_default())?;
    Ok(Reply::to(seen.it.url()).saying("算作一项任务了，办得怎么样看部署"))
}

/// A task of an open entry that is not done, for who breaks it down.
fn running(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Task, Seen)> {
    let sight = ctx.sight(&SEE_INSTRUCTION);
    let it = store::find(read, &sight, req.id("task")?, ctx.today)?.ok_or(Error::NotFound)?;
    let seen = instruction::find(ctx, read, it.instruction)?;
    if !ctx.allows(&BREAK_DOWN, &seen.place) {
        return Err(Error::NotFound);
    }
    instruction::check_open(&seen.it)?;
    if it.stand == Stand::Done && it.directive.is_none() {
        return Err(Error::Conflict("已经办结的任务不再改".into()));
    }
    Ok((it, seen))
}

/// Of a post alone: a directive is amended where it is.
fn of_post(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Task, Seen)> {
    let (it, seen) = running(ctx, read, req)?;
    if it.post.is_none() {
        return Err(Error::Conflict("这项任务是部署，请到部署里改".into()));
    }
    Ok((it, seen))
}

pub(super) fn amendment(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, seen) = of_post(ctx, read, req)?;
    let now = Now {
        words: &it.words,
        post: it.post.as_deref().unwrap_or_default(),
        due: it.due_on.to_string(),
        kinds: it.kinds.split(' ').filter(|key| !key.is_empty()).collect(),
    };
    let mut shown = sheet(ctx, req, (&seen, now), format!("{}/amendment", it.url()));
    shown.heading = "修改任务".into();
    shown.say = "改了以后，任这个职务的人会收到通知。".into();
    shown.version = req.version(it.version);
    shown.button = "改好";
    shown.back = it.url();
    page(&shown, &seen.it)
}

pub(super) fn amend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = ctx.read(|read| of_post(ctx, read, req))?;
    let reader = req.form.reader();
    let Typed { words, post, due, kinds } = read_form(ctx, &reader, &seen);
    let version = reader.version();
    reader.check()?;
    let after = Task { words, post: Some(post), due_on: due, kinds: kinds.join(" "), ..it };
    actions::amend(ctx, &after, version)?;
    Ok(Reply::to(after.url()).saying("任务改好了"))
}

fn reason(form: &Form) -> Vec<Markup> {
    vec![parts::field_text(form, "reason", "为什么撤下", "原话加密保存", "")]
}

pub(super) fn removal(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, seen) = running(ctx, read, req)?;
    let say = match it.directive {
        Some(_) => "只是不再算作这件批示的任务，部署本身不动。",
        None => "撤下以后谁也不用再办，写过的进展还看得到。",
    };
    let page = crate::directive::Simple {
        heading: "撤下任务".into(),
        say: format!("{}。{say}", it.words.trim_end_matches('。')),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(it.version),
        action: format!("{}/removal", it.url()),
        fields: reason(&req.form),
        button: "撤下",
        back: seen.it.url(),
    };
    let crumbs = [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", seen.it.number, seen.it.title), seen.it.url()),
    ];
    Ok(Page::of("撤下任务", &page)?.under(crumbs).section(Section::Life).task())
}

pub(super) fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let (it, seen) = ctx.read(|read| running(ctx, read, req))?;
    let reader = req.form.reader();
    let why = reader.text("reason", "为什么撤下", 200);
    let version = reader.version();
    reader.check()?;
    actions::set_aside(ctx, &it, &why, version)?;
    Ok(Reply::to(seen.it.url()).saying("任务撤下了"))
}
