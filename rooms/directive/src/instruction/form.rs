//! The forms of an entry: entered, amended, cancelled.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use web::{
    Form, Markup, Page, Reader, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    Instruction, NewInstruction,
    actions::{self, AMEND, CANCEL, ENTER},
    find, keeps_one,
    ledger::{categories, choices, levels},
};
use crate::{SEE, directive};

#[derive(Template)]
#[template(path = "instruction/form.html")]
struct Sheet {
    heading: &'static str,
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    action: String,
    what: Vec<Markup>,
    due: Markup,
    is_long_term: bool,
    directive: String,
    button: &'static str,
    back: String,
}

/// The unit that keeps the ledger: the hat's own, where it may.
fn keeper(ctx: &Ctx) -> Result<&Place> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    if ctx.allows(&ENTER, &hat.unit) && keeps_one(ctx, &hat.unit.kind) {
        Ok(&hat.unit)
    } else {
        Err(Error::NotFound)
    }
}

/// As the form begins.
struct Now<'n> {
    number: &'n str,
    received_on: Day,
    category: &'n str,
    level: &'n str,
    body: &'n str,
    title: &'n str,
    summary: &'n str,
    basis: &'n str,
    due_on: Option<Day>,
}

fn fields(form: &Form, now: &Now) -> Vec<Markup> {
    let of = |list, key| {
        let key: &str = key;
        (choices(list), key.to_owned())
    };
    let ((categories, category), (mut levels, level)) =
        (of(categories(), now.category), of(levels(), now.level));
    if level.is_empty() {
        levels.insert(0, Choice::new("", "选一级"));
    }
    vec![
        parts::field_text(
            form,
            "number",
            "编号",
            "来文的文号，或者本级编的号；一年里不重",
            now.number,
        ),
        parts::field_day(form, "received", "收到哪天", "", &now.received_on.to_string()),
        parts::field_select(form, "category", "哪一类", &categories, &category),
        parts::field_select(form, "level", "哪一级交办", &levels, &level),
        parts::field_text(
            form,
            "body",
            "哪个机关",
            "写机关，不写人名，例如：省公安厅党委",
            now.body,
        ),
        parts::field_text(
            form,
            "title",
            "题目",
            "公开的话，例如：关于做好冬季安全防范的批示",
            now.title,
        ),
        parts::field_text(form, "summary", "要求摘要", "一两句公开的话；不抄批示原话", now.summary),
        parts::field_text(form, "basis", "依据", "来文文号、哪次会议传达的", now.basis),
    ]
}

/// The directive from above that is carried on, where its page sent here.
fn carried(ctx: &Ctx, read: &Read, req: &Req) -> Result<Option<directive::store::Issued>> {
    let typed = match req.form.value("directive") {
        "" => req.query("directive").parse::<i64>().ok(),
        typed => typed.parse().ok(),
    };
    let Some(id) = typed else { return Ok(None) };
    let found = directive::store::find(read, &ctx.sight(&SEE), id)?.ok_or(Error::NotFound)?;
    let hat = ctx.actor.hat().map(|hat| hat.unit.id);
    Ok(Some(found).filter(|it| Some(it.directive.unit) != hat))
}

pub(super) fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let place = keeper(ctx)?;
    let number = actions::proposed(read, place.id, ctx.today.year())?;
    let carried = carried(ctx, read, req)?;
    let of = carried.as_ref().map(|it| (&it.directive, it.place()));
    let body = of.as_ref().map_or("", |it| it.1.name.as_str());
    let summary = of.as_ref().map_or_else(String::new, |it| it.0.items.replace('\n', "；"));
    let now = Now {
        number: &number,
        received_on: ctx.today,
        category: "decision",
        level: "",
        body,
        title: of.as_ref().map_or("", |it| it.0.title.as_str()),
        summary: &summary,
        basis: of.as_ref().map_or("", |it| it.0.basis.as_str()),
        due_on: of.as_ref().map(|it| it.0.to_on),
    };
    let mut page = sheet(req, &now);
    page.heading = "登记批示";
    page.say = format!("{}。登记一次，再分解成任务；谁也不用另外交材料和照片。", place.name);
    page.action = "/instructions".into();
    page.directive = of.map_or_else(String::new, |it| it.0.id.to_string());
    page.button = "登记";
    page.back = "/instructions".into();
    Ok(Page::of("登记批示", &page)?
        .under([("批示台账", "/instructions")])
        .section(Section::Life)
        .task())
}

fn sheet(req: &Req, now: &Now) -> Sheet {
    let form = &req.form;
    let due = now.due_on.map_or_else(String::new, |it| it.to_string());
    let is_long_term = if form.was_sent() {
        form.has("long_term")
    } else {
        now.due_on.is_none() && !now.title.is_empty()
    };
    Sheet {
        heading: "",
        say: String::new(),
        problems: parts::problems(form),
        key: req.key(),
        version: Markup(String::new()),
        action: String::new(),
        what: fields(form, now),
        due: parts::field_day(form, "due", "最后一天", "", &due),
        is_long_term,
        directive: String::new(),
        button: "",
        back: String::new(),
    }
}

fn typed(ctx: &Ctx, reader: &Reader) -> NewInstruction {
    let keys = |list: &'static [super::ledger::Named]| -> Vec<&'static str> {
        list.iter().map(|it| it.key.as_str()).collect()
    };
    let is_long_term = reader.is_ticked("long_term");
    let due_on = reader.optional_day("due", "最后一天");
    let new = NewInstruction {
        number: reader.text("number", "编号", 40),
        received_on: reader.day("received", "收到哪天"),
        category: reader.choice("category", "哪一类", &keys(categories())),
        level: reader.choice("level", "哪一级交办", &keys(levels())),
        body: reader.text("body", "哪个机关", 40),
        title: reader.text("title", "题目", 60),
        summary: reader.text("summary", "要求摘要", 120),
        basis: reader.text("basis", "依据", 100),
        due_on: due_on.filter(|_| !is_long_term),
        directive: None,
    };
    directive::forbidden(reader, ("title", &new.title));
    directive::forbidden(reader, ("summary", &new.summary));
    if new.received_on > ctx.today {
        reader.fault("received", "这一天还没有到");
    }
    match new.due_on {
        None if !is_long_term => reader.fault("due", "写最后一天；没有期限的，勾“长期”"),
        Some(due) if due < new.received_on => reader.fault("due", "最后一天不能早于收到那天"),
        _ => {}
    }
    new
}

pub(super) fn enter(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let unit = keeper(ctx)?.id;
    let carried = ctx.read(|read| carried(ctx, read, req))?;
    let reader = req.form.reader();
    let _ = reader.id::<i64>("directive");
    let mut new = typed(ctx, &reader);
    new.directive = carried.map(|it| it.directive.id);
    reader.check()?;
    let id = actions::enter(ctx, unit, &new)?;
    Ok(Reply::to(super::url(id)).saying("已登记，接着分解成任务"))
}

/// An open entry, for who may do this to it.
fn open(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Instruction> {
    let seen = find(ctx, read, req.id("id")?)?;
    if !ctx.allows(act, &seen.place) || !seen.it.is_open() {
        return Err(Error::NotFound);
    }
    Ok(seen.it)
}

fn crumbs(it: &Instruction) -> [(String, String); 2] {
    [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", it.number, it.title), it.url()),
    ]
}

pub(super) fn amendment(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let it = open(ctx, read, req, &AMEND)?;
    let now = Now {
        number: &it.number,
        received_on: it.received_on,
        category: &it.category,
        level: &it.level,
        body: &it.body,
        title: &it.title,
        summary: &it.summary,
        basis: &it.basis,
        due_on: it.due_on,
    };
    let mut page = sheet(req, &now);
    page.heading = "修改登记";
    page.say = "任务不跟着变；任务的最后一天在任务里改。".into();
    page.version = req.version(it.version);
    page.action = format!("{}/amendment", it.url());
    page.button = "改好";
    page.back = it.url();
    Ok(Page::of("修改登记", &page)?.under(crumbs(&it)).section(Section::Life).task())
}

pub(super) fn amend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = ctx.read(|read| open(ctx, read, req, &AMEND))?;
    let reader = req.form.reader();
    let new = typed(ctx, &reader);
    let _ = reader.id::<i64>("directive");
    let version = reader.version();
    reader.check()?;
    let after = Instruction {
        year: i64::from(new.received_on.year()),
        number: new.number,
        received_on: new.received_on,
        category: new.category,
        level: new.level,
        body: new.body,
        title: new.title,
        summary: new.summary,
        basis: new.basis,
        due_on: new.due_on,
        ..it
    };
    actions::amend(ctx, &after, version)?;
    Ok(Reply::to(after.url()).saying("登记改好了"))
}

pub(super) fn cancellation(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let it = open(ctx, read, req, &CANCEL)?;
    let page = directive::Simple {
        heading: "撤销登记".into(),
        say: "登记错了的才撤销，编号留着，不再用；任务谁也不用再办，部署本身不动。".into(),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(it.version),
        action: format!("{}/cancellation", it.url()),
        fields: vec![parts::field_text(&req.form, "reason", "为什么撤销", "原话加密保存", "")],
        button: "撤销登记",
        back: it.url(),
    };
    Ok(Page::of("撤销登记", &page)?.under(crumbs(&it)).section(Section::Life).task())
}

pub(super) fn cancel(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = ctx.read(|read| open(ctx, read, req, &CANCEL))?;
    let reader = req.form.reader();
    let why = reader.text("reason", "为什么撤销", 200);
    let version = reader.version();
    reader.check()?;
    actions::cancel(ctx, &it, &why, version)?;
    Ok(Reply::to(it.url()).saying("登记撤销了"))
}
