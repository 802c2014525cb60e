//! A transcript is chosen, looked at, moved about, and taken over. Until then nothing is written.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    actions, manuscript, parse,
    sent::Arranged,
    upload,
    who::{LEFT_OUT, UNNAMED},
};
use crate::{
    closing::MINUTE,
    meeting::{self, Record, RecordId, Stage},
    show::{Shown, Wanted},
    speaker::{self, Candidate},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/{id}/transcript", Door::Do(MINUTE), page),
        Route::act("/records/{id}/transcript", MINUTE, arrange).again(page),
        Route::act("/records/{id}/transcript/taking", MINUTE, take).again(page),
        Route::page("/records/{id}/manuscript", Door::Do(MINUTE), manuscript::page),
        Route::act("/records/{id}/manuscript", MINUTE, manuscript::look).again(manuscript::page),
        Route::act("/records/{id}/manuscript/taking", MINUTE, manuscript::take)
            .again(manuscript::page),
    ]
}

/// A record whose minutes the viewer writes: held, not closed, and no private talk.
pub(super) fn written(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Record, Place)> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    if record.is_private() || !ctx.allows(&MINUTE, &place) {
        return Err(Error::NotFound);
    }
    if record.stage() != Stage::Held {
        return Err(Error::Conflict("记下会议开过以后、存档以前，才能放进现成的文字".into()));
    }
    Ok((record, place))
}

pub(super) fn crumbs(record: &Record) -> Vec<(String, String)> {
    vec![("组织生活".to_owned(), "/records".to_owned()), (record.title.clone(), record.url())]
}

#[derive(Template)]
#[template(path = "transcript/choose.html")]
struct Choose {
    title: String,
    problems: Markup,
    file: Markup,
    key: Markup,
    url: String,
}

/// One speaker of the file.
struct Label {
    name: String,
    choice: Markup,
}

/// One item of the agenda with what was said to it.
struct Item {
    title: String,
    turns: Vec<Line>,
}

struct Line {
    at: usize,
    /// Place of its item.
    item: usize,
    by: usize,
    name: String,
    text: String,
}

#[derive(Template)]
#[template(path = "transcript/arranged.html")]
struct Shows {
    title: String,
    conclusion: String,
    problems: Markup,
    labels: Vec<Label>,
    items: Vec<Item>,
    last: usize,
    key: Markup,
    version: Markup,
    url: String,
}

/// What was sent, laid out; without anything the choice of a file.
fn page(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = written(ctx, read, req)?;
    if !req.form.values("text").is_empty() {
        let shown = Shown::of(ctx, read, record, place, Wanted::Itself)?;
        let items = shown.record.agenda().len().max(1);
        let arranged = Arranged::read(&req.form, items).map_err(Error::Invalid)?;
        return drawn(ctx, req, &shown, &arranged);
    }
    let hint = "录音转文字的软件导出的.txt、.docx，字幕.srt、.vtt都可以";
    let choose = Choose {
        title: record.title.clone(),
        problems: parts::problems(&req.form),
        file: parts::field_file(&req.form, "file", "转写稿", hint),
        key: req.once(),
        url: record.url(),
    };
    Ok(Page::of(format!("{}：放入转写稿", record.title), &choose)?
        .under(crumbs(&record))
        .section(Section::Life))
}

fn drawn(ctx: &Ctx, req: &Req, shown: &Shown, arranged: &Arranged) -> Result<Page> {
    let record = &shown.record;
    ctx.viewed(&crate::SEE_RECORD, format!("record:{}", record.id), shown.people.len());
    let candidates = speaker::candidates(shown);
    let agenda = record.agenda();
    let titles: Vec<String> = if agenda.is_empty() {
        vec!["发言".to_owned()]
    } else {
        (1..).zip(&agenda).map(|(number, item)| format!("{number}. {item}")).collect()
    };
    let page = Shows {
        title: record.title.clone(),
        conclusion: conclusion(arranged, agenda.len()),
        problems: parts::problems(&req.form),
        labels: labels(req, arranged, &candidates),
        last: titles.len() - 1,
        items: items(arranged, titles),
        key: req.once(),
        version: req.version(record.version),
        url: record.url(),
    };
    Ok(Page::of(format!("{}：转写稿", record.title), &page)?
        .under(crumbs(record))
        .section(Section::Life)
        .task())
}

fn conclusion(arranged: &Arranged, items: usize) -> String {
    let turns = arranged.turns.len();
    match arranged.heard {
        None => format!("{turns}段话，按您的调整排好。"),
        Some(_) if items < 2 => format!("{turns}段话。"),
        Some(0) => format!("{turns}段话，没有听出讲到哪一项，先按篇幅分开，请移一移。"),
        Some(heard) => format!("{turns}段话，听出了{heard}项议题从哪里讲起，请看一遍。"),
    }
}

fn labels(req: &Req, arranged: &Arranged, candidates: &[Candidate]) -> Vec<Label> {
    let mut offered = vec![Choice::new("", "请选择")];
    offered.extend(candidates.iter().map(|it| {
        let note = if it.note.is_empty() { String::new() } else { format!("（{}）", it.note) };
        Choice::new(&it.key, format!("{}{note}", it.name))
    }));
    offered.push(Choice::new(UNNAMED, "不写名字，放进正文"));
    offered.push(Choice::new(LEFT_OUT, "不放进记录"));
    let label = |(at, (name, key)): (usize, &(String, String))| {
        let shown = if name.is_empty() { "没有写明是谁说的" } else { name.as_str() };
        let field = format!("who_{at}");
        let choice = parts::field_select(&req.form, &field, shown, &offered, key);
        Label { name: name.clone(), choice }
    };
    arranged.labels.iter().enumerate().map(label).collect()
}

fn items(arranged: &Arranged, titles: Vec<String>) -> Vec<Item> {
    let mut items: Vec<Item> =
        titles.into_iter().map(|title| Item { title, turns: Vec::new() }).collect();
    for (at, turn) in arranged.turns.iter().enumerate() {
        let line = Line {
            at,
            item: turn.at,
            by: turn.by,
            name: arranged.labels[turn.by].0.clone(),
            text: turn.text.clone(),
        };
        items[turn.at].turns.push(line);
    }
    items
}

/// Reads a file, or moves what was read before; answers with the page and writes nothing.
fn arrange(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let shown = ctx.read(|read| {
        let (record, place) = written(ctx, read, req)?;
        Shown::of(ctx, read, record, place, Wanted::Itself)
    })?;
    let agenda = shown.record.agenda();
    let items = agenda.len().max(1);
    if !req.form.values("text").is_empty() {
        let arranged = Arranged::read(&req.form, items).map_err(Error::Invalid)?;
        let arranged = arranged.moved(req.form.value("move"), items);
        return Ok(drawn(ctx, req, &shown, &arranged)?.into());
    }
    let text = upload::text_of(req)?;
    let candidates = speaker::candidates(&shown);
    let names: Vec<&str> = candidates.iter().map(|it| it.name.as_str()).collect();
    let turns = parse::parse(&text, &names);
    if turns.is_empty() {
        return Err(Error::invalid("file", "这个文件里没有文字，请换一个"));
    }
    let arranged = Arranged::of(&turns, &agenda, &candidates);
    // What was sent was the choice of a file: the page that follows is another form.
    let mut fresh = req.clone();
    fresh.form = web::Form::default();
    Ok(drawn(ctx, &fresh, &shown, &arranged)?.into())
}

fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| written(ctx, read, req))?;
    let items = record.agenda().len().max(1);
    let arranged = Arranged::read(&req.form, items).map_err(Error::Invalid)?;
    actions::take(ctx, id, req.form.reader().version(), &arranged)?;
    Ok(Reply::to(id.url()).saying("转写稿已放进会议记录，原文件没有存。看一遍，改好再存档"))
}
