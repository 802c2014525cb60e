//! The form of one item, and how it comes to its session.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use record::DRAFT;
use web::{
    Door, Markup, Page, Reader, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{Entry, Item, actions, speakers, store};
use crate::{
    PLAN,
    plan::{Seen, seen},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/study/plans/{id}/items/new", Door::Do(PLAN), new),
        Route::act("/study/plans/{id}/items", PLAN, add).again(new),
        Route::page("/study/items/{item}", Door::Do(PLAN), edit),
        Route::act("/study/items/{item}", PLAN, change).again(edit),
        Route::act("/study/items/{item}/removal", PLAN, remove).again(edit),
        Route::act("/study/items/{item}/draft", DRAFT, draft).again(edit),
        Route::act("/study/items/{item}/session", PLAN, tie).again(edit),
    ]
}

#[derive(Template)]
#[template(path = "item/form.html")]
struct Form<'p> {
    req: &'p Req,
    heading: String,
    say: String,
    problems: Markup,
    action: String,
    version: Markup,
    fields: Vec<Markup>,
    button: &'static str,
    back: String,
    /// Where a session is drafted out of it.
    draft: Option<String>,
    /// Where one that was held is chosen, with the choice.
    session: Option<(String, Markup)>,
    removal: Option<String>,
}

fn fields(ctx: &Ctx, read: &Read, req: &Req, seen: &Seen, entry: &Entry) -> Result<Vec<Markup>> {
    let form = &req.form;
    let months: Vec<Choice> =
        (1..=12).map(|it: i64| Choice::new(it.to_string(), format!("{it}月"))).collect();
    let mut people = vec![Choice::new("", "还没有定")];
    let may_lead = speakers(read, seen.group, &seen.place, ctx.today)?;
    people.extend(may_lead.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)));
    let speaker = entry.speaker.map_or_else(String::new, |id| id.to_string());
    Ok(vec![
        parts::field_select(form, "month", "哪个月学", &months, &entry.month.to_string()),
        parts::field_text(form, "topic", "专题", "", &entry.topic),
        parts::field_area(
            form,
            "reading",
            "学什么",
            "文件、著作、讲话的名称，一行一个",
            &entry.reading,
        ),
        parts::field_select(form, "speaker", "谁领学", &people, &speaker),
    ])
}

/// The plan of the request, for who may change it.
fn planned(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = seen::find(ctx, read, req.id("id")?)?;
    if seen.may_plan { Ok(seen) } else { Err(Error::NotFound) }
}

fn crumbs(seen: &Seen) -> [(String, String); 2] {
    [("学习".to_owned(), "/study".to_owned()), (seen.title(), seen.plan.url())]
}

fn new(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = planned(ctx, read, req)?;
    let month = match req.query_as::<i64>("month") {
        Some(month) if (1..=12).contains(&month) => month,
        _ if seen.plan.year == ctx.today.year() => i64::from(ctx.today.month()),
        _ => 1,
    };
    let (topic, reading) = (String::new(), String::new());
    let entry = Entry { month, topic, reading, speaker: None };
    let form = Form {
        req,
        heading: "加一项".to_owned(),
        say: format!("{}。", seen.title()),
        problems: parts::problems(&req.form),
        action: format!("{}/items", seen.plan.url()),
        version: Markup::default(),
        fields: fields(ctx, read, req, &seen, &entry)?,
        button: "加进计划",
        back: seen.plan.url(),
        draft: None,
        session: None,
        removal: None,
    };
    Ok(Page::of("加一项", &form)?.under(crumbs(&seen)).section(Section::Learning).task())
}

fn edit(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (item, seen) = actions::found(ctx, read, req.id("item")?)?;
    if !seen.may_plan {
        return Err(Error::NotFound);
    }
    let is_open = item.session().is_none();
    let may_draft = is_open && ctx.allows(&DRAFT, &seen.place);
    let form = Form {
        req,
        heading: item.entry.topic.clone(),
        say: format!("{}。{}。", seen.title(), item.standing(seen.plan.year, ctx.today).zh()),
        problems: parts::problems(&req.form),
        action: item.url(),
        version: req.version(item.version),
        fields: fields(ctx, read, req, &seen, &item.entry)?,
        button: "保存",
        back: seen.plan.url(),
        draft: may_draft.then(|| format!("{}/draft", item.url())),
        session: if is_open { session(read, req, &seen, &item)? } else { None },
        removal: item.held_on.is_none().then(|| format!("{}/removal", item.url())),
    };
    Ok(Page::of(item.entry.topic.clone(), &form)?
        .under(crumbs(&seen))
        .section(Section::Learning)
        .task())
}

/// The sessions that were held and may have been this one.
fn session(read: &Read, req: &Req, seen: &Seen, item: &Item) -> Result<Option<(String, Markup)>> {
    let held = store::sessions(read, seen.plan.unit, &seen.group.session, seen.plan.year)?;
    if held.is_empty() {
        return Ok(None);
    }
    let same =
        held.iter().rev().find(|it| it.topic == item.entry.topic).map(|it| it.id.to_string());
    let offered: Vec<Choice> = held
        .into_iter()
        .map(|it| {
            let topic =
                if it.topic.is_empty() { String::new() } else { format!("：{}", it.topic) };
            Choice::new(
                it.id.to_string(),
                format!("{}，{}{topic}", it.held_on.zh_short(), it.title),
            )
        })
        .collect();
    let last = offered.last().map_or("", |it| it.value.as_str()).to_owned();
    let last = same.unwrap_or(last);
    let choice = parts::field_select(&req.form, "record", "在哪一次学的", &offered, &last);
    Ok(Some((format!("{}/session", item.url()), choice)))
}

fn entry(reader: &Reader) -> Entry {
    let month = reader.number("month", "哪个月学", 1..=12);
    let topic = reader.text("topic", "专题", 80);
    let typed = reader.many("reading").first().copied().unwrap_or_default();
    let reading = text::intake_lines(typed, 600).unwrap_or_else(|fault| {
        reader.fault("reading", format!("学什么：{fault}"));
        String::new()
    });
    Entry { month, topic, reading, speaker: reader.id("speaker") }
}

/// As typed; who leads is one of those offered.
fn sent(ctx: &Ctx, req: &Req, seen: &Seen, before: Option<i64>) -> Result<(Entry, i64)> {
    let reader = req.form.reader();
    let entry = entry(&reader);
    if let Some(speaker) = entry.speaker.filter(|it| Some(*it) != before) {
        let may_lead = ctx.read(|read| speakers(read, seen.group, &seen.place, ctx.today))?;
        if !may_lead.iter().any(|(id, _)| *id == speaker) {
            reader.fault("speaker", "请从列出的人里选");
        }
    }
    let version = reader.version();
    reader.check()?;
    Ok((entry, version))
}

fn add(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let seen = ctx.read(|read| planned(ctx, read, req))?;
    let (entry, _) = sent(ctx, req, &seen, None)?;
    actions::add(ctx, seen.plan.id, &entry)?;
    Ok(Reply::to(seen.plan.url()).saying(format!("“{}”已加进计划", entry.topic)))
}

fn change(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("item")?;
    let (item, seen) = ctx.read(|read| actions::found(ctx, read, id))?;
    let (entry, version) = sent(ctx, req, &seen, item.entry.speaker)?;
    actions::change(ctx, id, version, &entry)?;
    Ok(Reply::to(seen.plan.url()).saying(format!("“{}”已保存", entry.topic)))
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("item")?;
    let (item, seen) = ctx.read(|read| actions::found(ctx, read, id))?;
    let reader = req.form.reader();
    let version = reader.version();
    reader.check()?;
    actions::remove(ctx, id, version)?;
    Ok(Reply::to(seen.plan.url()).saying(format!("“{}”已移出计划", item.entry.topic)))
}

fn draft(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let url = actions::draft(ctx, req.id("item")?)?;
    Ok(Reply::to(url).saying("已按计划起草，专题和领学人都填好了"))
}

fn tie(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("item")?;
    let seen = ctx.read(|read| actions::found(ctx, read, id))?.1;
    let reader = req.form.reader();
    let record: i64 = reader.id("record").unwrap_or_default();
    reader.check()?;
    actions::tie(ctx, id, record)?;
    Ok(Reply::to(seen.plan.url()).saying("已连上那一次学习"))
}
