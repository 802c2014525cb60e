//! The forms of a directive: issued, amended, withdrawn, closed.

use std::collections::BTreeSet;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::Read;
use rules::{Rules, Who};
use systems::Systems;
use web::{
    Form, Markup, Page, Reader, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    Directive, NewDirective, Serving,
    actions::{self, AMEND, CLOSE, ISSUE, WITHDRAW},
    store,
};
use crate::{
    SEE,
    instruction::{self, BREAK_DOWN, Instruction},
};

/// A temporary branch works for its operation alone; an outside body takes no directive from here.
const NEVER_ADDRESSED: &str = "temporary_branch";
const MINUTES_AT_MOST: i64 = 2000;

/// A box to tick among several of one name.
struct Tick {
    value: String,
    label: String,
    is_on: bool,
}

#[derive(Template)]
#[template(path = "directive/new.html")]
struct New {
    unit: String,
    /// The entry of the ledger that it becomes a task of; "": none.
    instruction: String,
    problems: Markup,
    key: Markup,
    what: Vec<Markup>,
    serves: Vec<Tick>,
    serves_fault: String,
    more: Vec<Tick>,
    when: Vec<Markup>,
    addressed: Vec<Tick>,
    addressed_fault: String,
    left_out: Markup,
    burden: Vec<Markup>,
}

/// The unit that issues: the hat's own, where it may.
fn issuer(ctx: &Ctx) -> Result<&Place> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    if ctx.allows(&ISSUE, &hat.unit) { Ok(&hat.unit) } else { Err(Error::NotFound) }
}

/// The entry of the ledger that sent here, open and of the issuer's own unit.
fn entry(ctx: &Ctx, read: &Read, req: &Req) -> Result<Option<Instruction>> {
    let typed = match req.form.value("instruction") {
        "" => req.query("instruction"),
        typed => typed,
    };
    let Ok(id) = typed.parse::<i64>() else { return Ok(None) };
    let seen = instruction::find(ctx, read, id)?;
    if seen.place.id != issuer(ctx)?.id || !ctx.allows(&BREAK_DOWN, &seen.place) {
        return Err(Error::NotFound);
    }
    instruction::check_open(&seen.it)?;
    Ok(Some(seen.it))
}

pub(super) fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (place, form) = (issuer(ctx)?, &req.form);
    let entry = entry(ctx, read, req)?;
    let (title, basis) =
        entry.as_ref().map_or(("", ""), |it| (it.title.as_str(), it.basis.as_str()));
    let below = store::kinds_below(read, place)?;
    let held_by: BTreeSet<&str> = below.iter().map(|(kind, _)| kind.as_str()).collect();
    let systems = ctx.part::<Systems>();
    let can = |it: &Serving| it.kind.units.iter().any(|unit| held_by.contains(unit.as_str()));
    let is_usual =
        |it: &Serving| systems.system(&it.kind.system).is_some_and(systems::System::is_default_on);
    let serves = ticked(form, "serves", &[]);
    let tick = |it: Serving| Tick {
        is_on: serves.contains(&it.key()),
        value: it.key(),
        label: offered_as(&it),
    };
    let (usual, more): (Vec<Serving>, Vec<Serving>) =
        Serving::all().into_iter().filter(can).partition(is_usual);
    let to = ticked(form, "to", &["branch", "joint_branch"]);
    let fault = |name: &str| form.fault(name).unwrap_or_default().to_owned();
    let last = entry.as_ref().and_then(|it| it.due_on).unwrap_or_else(|| in_a_month(ctx));
    let page = New {
        unit: place.name.clone(),
        instruction: entry.as_ref().map_or_else(String::new, |it| it.id.to_string()),
        problems: parts::problems(form),
        key: req.key(),
        what: vec![
            parts::field_text(form, "title", "部署什么", "例如：2027年“七一”主题党日", title),
            parts::field_text(form, "basis", "依据", "哪份文件、哪次会议的决定，写明文号", basis),
            parts::field_area(form, "items", "要做的事", "一行一件；支部起草记录时就是议题", ""),
        ],
        serves: usual.into_iter().map(tick).collect(),
        serves_fault: fault("serves"),
        more: more.into_iter().map(tick).collect(),
        when: vec![
            parts::field_day(form, "from", "从哪天起", "", &ctx.today.to_string()),
            parts::field_day(form, "until", "最后一天", "", &last.to_string()),
        ],
        addressed: addressable(systems, below, &to),
        addressed_fault: fault("to"),
        left_out: parts::field_area(
            form,
            "left_out",
            "其中不列入的",
            "一行一个，冒号后面写原因，例如：刑侦大队党支部：全员外出办案。可以不填",
            "",
        ),
        burden: vec![
            parts::field_select(form, "duty", "哪一条已经要求", &duties(ctx), ""),
            parts::field_number(
                form,
                "minutes",
                "负担（分钟）",
                "条例没有要求的，估计每个支部每月要多花几分钟，登进负担台账",
                "",
            ),
        ],
    };
    Ok(Page::of("发布部署", &page)?.under([("部署", "/directives")]).section(Section::Life).task())
}

fn in_a_month(ctx: &Ctx) -> Day {
    ctx.today.plus_months(1).last_of_month()
}

fn offered_as(it: &Serving) -> String {
    match it.variety.as_str() {
        "" => it.zh().to_owned(),
        _ => format!("{}（只算这一种）", it.zh()),
    }
}

fn ticked(form: &Form, name: &str, usual: &[&str]) -> BTreeSet<String> {
    let sent = form.values(name);
    let shown = if form.was_sent() { sent.as_slice() } else { usual };
    shown.iter().map(|it| (*it).to_owned()).collect()
}

fn addressable(systems: &Systems, below: Vec<(String, i64)>, on: &BTreeSet<String>) -> Vec<Tick> {
    let may_hold: BTreeSet<String> =
        Serving::all().iter().flat_map(|it| it.kind.units.iter().cloned()).collect();
    let order = |kind: &str| systems.unit_kinds().iter().position(|it| it.key() == kind);
    let mut kinds: Vec<(String, i64)> = below
        .into_iter()
        .filter(|(kind, _)| kind != NEVER_ADDRESSED && may_hold.contains(kind))
        .collect();
    kinds.sort_by_key(|(kind, _)| order(kind));
    let tick = |(kind, count): (String, i64)| Tick {
        label: format!("{}（{count}个）", systems.kind_title(&kind)),
        is_on: on.contains(&kind),
        value: kind,
    };
    kinds.into_iter().map(tick).collect()
}

/// Duties of units that some meeting serves, with their articles.
fn duties(ctx: &Ctx) -> Vec<Choice> {
    let rules = ctx.part::<Rules>();
    let kinds: BTreeSet<String> = Serving::all().iter().map(|it| it.kind.key.clone()).collect();
    let mut offered = vec![Choice::new("", "条例没有要求，登进负担台账")];
    let of_today = rules.duties().iter().filter(|it| it.in_force(ctx.today));
    let served = of_today
        .filter(|it| it.who == Who::Unit && it.serves.iter().any(|kind| kinds.contains(kind)));
    offered.extend(served.map(|it| {
        Choice::new(&it.key, format!("{}（{}）", it.title, rules.source(&it.text, &it.article)))
    }));
    offered
}

pub(super) fn issue(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let unit = issuer(ctx)?.id;
    let entry = ctx.read(|read| entry(ctx, read, req))?.map(|it| it.id);
    let reader = req.form.reader();
    let _ = reader.id::<i64>("instruction");
    let serving: Vec<Serving> =
        reader.many("serves").into_iter().filter_map(Serving::parse).collect();
    let addressed: Vec<String> = reader.many("to").into_iter().map(str::to_owned).collect();
    if serving.is_empty() {
        reader.fault("serves", "至少选一种组织生活，开了它就算办了");
    }
    let offered = duties(ctx);
    let keys: Vec<&str> = offered.iter().map(|it| it.value.as_str()).collect();
    let duty = reader.choice("duty", "哪一条已经要求", &keys);
    let left_out = crate::lines(&reader, "left_out", "其中不列入的");
    let new = NewDirective {
        title: reader.text("title", "部署什么", 50),
        basis: reader.text("basis", "依据", 100),
        items: crate::lines(&reader, "items", "要做的事"),
        kinds: serving.iter().map(Serving::key).collect(),
        from: reader.day("from", "从哪天起"),
        to: reader.day("until", "最后一天"),
        minutes: minutes(&reader, &duty),
        duty,
        left_out: left_out.iter().map(|line| named(line)).collect(),
        addressed,
        owner: None,
    };
    check(ctx, &reader, &new, &serving);
    reader.check()?;
    let id = actions::issue(ctx, unit, &new, entry)?;
    Ok(Reply::to(format!("/directives/{id}")).saying("已发布，发到的组织首页上就看得到"))
}

/// `刑侦大队党支部：全员外出办案`
fn named(line: &str) -> (String, String) {
    let (name, why) = line.split_once(['：', ':']).unwrap_or((line, ""));
    (name.trim().to_owned(), why.trim().to_owned())
}

/// What no regulation asks has its minutes.
fn minutes(reader: &Reader, duty: &str) -> i64 {
    let typed = reader.many("minutes").first().copied().unwrap_or_default();
    if duty.is_empty() || !typed.is_empty() {
        return reader.number("minutes", "负担（分钟）", 1..=MINUTES_AT_MOST);
    }
    0
}

fn check(ctx: &Ctx, reader: &Reader, new: &NewDirective, serving: &[Serving]) {
    forbidden(reader, ("title", &new.title));
    forbidden(reader, ("items", &new.items.join(" ")));
    if new.to < new.from {
        reader.fault("until", "最后一天不能早于第一天");
    }
    if new.to < ctx.today {
        reader.fault("until", "最后一天已经过了");
    }
    let systems = ctx.part::<Systems>();
    if new.addressed.is_empty() {
        reader.fault("to", "选发到哪几类组织");
    }
    for kind in &new.addressed {
        let fits = serving.is_empty() || serving.iter().any(|it| it.kind.is_for(kind));
        if kind == NEVER_ADDRESSED || !fits {
            let words = format!("{}不开展所选的组织生活", systems.kind_title(kind));
            reader.fault("to", words);
        }
    }
    let duty = ctx.part::<Rules>().duty_on(&new.duty, ctx.today);
    if duty.is_some_and(|duty| !serving.iter().any(|it| duty.serves.contains(&it.kind.key))) {
        reader.fault("duty", "这一条要求的不是所选的组织生活");
    }
}

/// What may never be demanded, photographs among it: the record is the proof.
pub(crate) fn forbidden(reader: &Reader, (field, text): (&str, &str)) {
    if let Some(measure) = rules::forbidden(text) {
        let basis = format!("{}{}", measure.source, measure.article);
        let words = format!("不得以{}作为要求（{basis}）；存档的记录就是报告", measure.title);
        reader.fault(field, words);
    }
}

/// A directive that has not ended, for who may do this to it.
fn open(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Directive> {
    let found = store::find(read, &ctx.sight(&SEE), req.id("id")?)?.ok_or(Error::NotFound)?;
    if !ctx.allows(act, &found.place()) || !found.directive.is_open() {
        return Err(Error::NotFound);
    }
    Ok(found.directive)
}

#[derive(Template)]
#[template(path = "directive/form.html")]
pub(crate) struct Simple {
    pub(crate) heading: String,
    pub(crate) say: String,
    pub(crate) problems: Markup,
    pub(crate) key: Markup,
    pub(crate) version: Markup,
    pub(crate) action: String,
    pub(crate) fields: Vec<Markup>,
    pub(crate) button: &'static str,
    pub(crate) back: String,
}

/// A form of a few fields about one directive.
pub(crate) fn simple(
    req: &Req,
    it: &Directive,
    (heading, say): (&str, &str),
    (noun, button): (&str, &'static str),
    fields: Vec<Markup>,
) -> Result<Page> {
    let page = Simple {
        heading: heading.to_owned(),
        say: say.to_owned(),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(it.version),
        action: format!("{}/{noun}", it.url()),
        fields,
        button,
        back: it.url(),
    };
    let crumbs = [("部署".to_owned(), "/directives".to_owned()), (it.title.clone(), it.url())];
    Ok(Page::of(heading, &page)?.under(crumbs).section(Section::Life).task())
}

pub(super) fn amendment(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (it, form) = (open(ctx, read, req, &AMEND)?, &req.form);
    let fields = vec![
        parts::field_text(form, "title", "部署什么", "", &it.title),
        parts::field_text(form, "basis", "依据", "", &it.basis),
        parts::field_area(form, "items", "要做的事", "一行一件", &it.items),
        parts::field_day(form, "until", "最后一天", "", &it.to_on.to_string()),
    ];
    let say = "改了以后，发到的组织都会收到通知，看得到改了什么、什么时候改的。已经开展的照样算。";
    simple(req, &it, ("修改部署", say), ("amendment", "改好，通知各组织"), fields)
}

pub(super) fn amend(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let before = ctx.read(|read| open(ctx, read, req, &AMEND))?;
    let reader = req.form.reader();
    let items = crate::lines(&reader, "items", "要做的事");
    let after = Directive {
        title: reader.text("title", "部署什么", 50),
        basis: reader.text("basis", "依据", 100),
        items: items.join("\n"),
        to_on: reader.day("until", "最后一天"),
        ..before.clone()
    };
    forbidden(&reader, ("title", &after.title));
    forbidden(&reader, ("items", &items.join(" ")));
    if after.to_on < before.from_on {
        reader.fault("until", "最后一天不能早于第一天");
    }
    let said = |it: &Directive| (it.title.clone(), it.basis.clone(), it.items.clone(), it.to_on);
    if said(&after) == said(&before) {
        reader.fault("", "还没有改动");
    }
    reader.check()?;
    actions::amend(ctx, &after, reader.version())?;
    Ok(Reply::to(after.url()).saying("已修改，各组织都通知到了"))
}

pub(super) fn withdrawal(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let it = open(ctx, read, req, &WITHDRAW)?;
    let fields = vec![parts::field_text(&req.form, "reason", "为什么撤回", "", "")];
    let say = "撤回以后谁也不用再办，已经开展的记录不受影响。";
    simple(req, &it, ("撤回部署", say), ("withdrawal", "撤回"), fields)
}

pub(super) fn withdraw(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = ctx.read(|read| open(ctx, read, req, &WITHDRAW))?;
    let reader = req.form.reader();
    let why = reader.text("reason", "为什么撤回", 200);
    reader.check()?;
    actions::withdraw(ctx, &it, &why, reader.version())?;
    Ok(Reply::to(it.url()).saying("已撤回"))
}

pub(super) fn closing(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let it = open(ctx, read, req, &CLOSE)?;
    let hint = "写在小结最后，可以不填";
    let fields = vec![parts::field_area(&req.form, "conclusion", "要补充的话", hint, "")];
    let say = "小结由各组织存档的记录汇成：开展情况、数字和议定事项都在里面，不用再要材料。收尾以后不再催办。";
    simple(req, &it, ("收尾", say), ("closing", "收尾，出小结"), fields)
}

pub(super) fn close(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let it = ctx.read(|read| open(ctx, read, req, &CLOSE))?;
    let reader = req.form.reader();
    let conclusion = crate::lines(&reader, "conclusion", "要补充的话").join("\n");
    reader.check()?;
    actions::close(ctx, &it, &conclusion, reader.version())?;
    Ok(Reply::to(format!("{}/paper", it.url())).saying("已收尾，小结在这里"))
}
