//! The wizard: choose a sheet, look at its rehearsal, import, and the page of a batch with its undo.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use people::import::{Batch, batch_in_sight, batches, open};
use web::{
    Door, Markup, Page, Pager, Reply, Req, Route, Section,
    parts::{self, Choice, State},
};

use super::{Good, IMPORT, MEETINGS, Refused, Rehearsal, UNDO, actions, store};
use crate::{SEE_RECORD, kind::Kinds, meeting};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/import", Door::Do(IMPORT), start),
        Route::act("/records/import/files", IMPORT, send).again(start),
        Route::page("/records/import/files/{file}", Door::Do(IMPORT), rehearsal),
        Route::act("/records/import/files/{file}/import", IMPORT, import).again(rehearsal),
        Route::page("/records/import/{batch}", Door::Do(IMPORT), batch),
        Route::page("/records/import/{batch}/undoing", Door::Do(UNDO), undo_form),
        Route::act("/records/import/{batch}/undo", UNDO, undo).again(undo_form),
    ]
}

const MOST_BATCHES: i64 = 50;
const PER_PAGE: i64 = 100;
const CRUMBS: [(&str, &str); 2] = [("组织生活", "/records"), ("导入往年会议", "/records/import")];

struct BatchLine {
    id: i64,
    at: String,
    file_name: String,
    unit_name: String,
    rows: i64,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "past/start.html")]
struct Start {
    problems: Markup,
    key: Markup,
    unit: Markup,
    file: Markup,
    batches: Vec<BatchLine>,
}

fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let mut units: Vec<Choice> = Vec::new();
    let organ = ctx.actor.hat().map(|hat| &hat.unit).filter(|unit| ctx.allows(&IMPORT, unit));
    if let Some(unit) = organ {
        units.push(Choice::new(unit.id.to_string(), &unit.name));
    }
    for unit in meeting::units_in_sight(ctx, read, &IMPORT)? {
        if organ.is_none_or(|organ| organ.id != unit.id) {
            units.push(Choice::new(unit.id.to_string(), &unit.name));
        }
    }
    let form = &req.form;
    let hint =
        "xlsx、xls、csv或者txt。三列：日期、会议类型、到会人数；几个支部的放一张表，加一列“党支部”";
    let first = organ.map_or_else(String::new, |unit| unit.id.to_string());
    let lines = batches(read, &ctx.sight(&IMPORT), MEETINGS, MOST_BATCHES)?;
    let page = Start {
        problems: parts::problems(form),
        key: req.key(),
        unit: parts::field_select(form, "unit", "哪个组织的会议", &units, &first),
        file: parts::field_file(form, "file", "会议台账", hint),
        batches: lines.into_iter().map(line).collect(),
    };
    Ok(Page::of("导入往年会议", &page)?.under([CRUMBS[0]]).section(Section::Life))
}

fn line(it: Batch) -> BatchLine {
    BatchLine {
        id: it.id,
        at: format!("{} {}", it.imported_at.day(), it.imported_at.time_zh()),
        tag: tag(&it),
        file_name: it.file_name,
        unit_name: it.unit_name.unwrap_or_default(),
        rows: it.rows_count,
    }
}

fn tag(it: &Batch) -> Markup {
    if it.undone_at.is_some() {
        parts::tag_bare(State::Void, "已撤回")
    } else {
        parts::tag_bare(State::Done, "已导入")
    }
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    if unit.is_none() {
        reader.fault("unit", "请选择是哪个组织的会议");
    }
    let upload = req.upload("file");
    reader.optional_text("file", "文件", 255);
    if upload.is_none() {
        reader.fault("file", "请选择会议台账");
    }
    reader.check()?;
    let (Some(unit), Some(upload)) = (unit, upload) else { return Err(Error::NotFound) };
    // What cannot be read at all is said at once, and never kept.
    people::import::meetings(&upload.content, ctx.today)?;
    let file_name = text::intake(&upload.name, 200).unwrap_or_else(|_| "会议台账".into());
    let id = actions::keep(ctx, unit, &file_name, &upload.content)?;
    Ok(Reply::to(format!("/records/import/files/{id}")))
}

#[derive(Template)]
#[template(path = "past/rehearsal.html")]
struct RehearsalPage {
    id: i64,
    problems: Markup,
    key: Markup,
    unit_name: String,
    good: Vec<(Good, &'static str)>,
    refused: Vec<Refused>,
}

fn rehearsal(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let id: i64 = req.id("file")?;
    let file = open(ctx, read, MEETINGS, id)?;
    let Rehearsal { unit_name, good, refused, .. } =
        super::rehearse(ctx, read, file.unit, &file.content)?;
    let short = |it: Good| {
        let short = Kinds::built_in().find(&it.kind).map_or("", |kind| kind.short.as_str());
        (it, short)
    };
    let page = RehearsalPage {
        id,
        problems: parts::problems(&req.form),
        key: req.once(),
        unit_name,
        good: good.into_iter().map(short).collect(),
        refused,
    };
    Ok(Page::of(file.file_name, &page)?.under(CRUMBS).section(Section::Life).task())
}

fn import(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("file")?;
    req.form.reader().check()?;
    let file = ctx.read(|read| open(ctx, read, MEETINGS, id))?;
    let source = (file.content.as_slice(), file.file_name.as_str());
    let done = actions::import(ctx, file.unit, source, Some(id))?;
    let words = format!("已导入{}次会议", done.written);
    Ok(Reply::to(format!("/records/import/{}", done.batch)).saying(words))
}

// A batch ---------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "past/batch.html")]
struct BatchPage {
    unit_name: String,
    by: String,
    tag: Markup,
    may_undo: bool,
    words: String,
    rows: Vec<store::Line>,
    pager: Markup,
    b: Batch,
}

fn seen(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Batch> {
    let id: i64 = req.id("batch")?;
    batch_in_sight(read, &ctx.sight(act), MEETINGS, id)?.ok_or(Error::NotFound)
}

fn importer(b: &Batch) -> String {
    b.importer.clone().unwrap_or_else(|| "命令行".into())
}

fn batch(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen(ctx, read, req, &IMPORT)?;
    let pager = Pager::of(req, PER_PAGE, b.rows_count);
    let rows = store::records(read, b.id, (pager.offset(), PER_PAGE))?;
    let page = BatchPage {
        unit_name: b.unit_name.clone().unwrap_or_default(),
        by: importer(&b),
        tag: tag(&b),
        may_undo: b.undone_at.is_none() && ctx.carries(&UNDO),
        words: pager.words("次"),
        rows,
        pager: parts::pager(req, pager),
        b,
    };
    ctx.viewed(&SEE_RECORD, format!("import_batch:{}", page.b.id), page.rows.len());
    let title = page.b.file_name.clone();
    Ok(Page::of(title, &page)?.under(CRUMBS).section(Section::Life))
}

#[derive(Template)]
#[template(path = "past/undo.html")]
struct UndoPage {
    problems: Markup,
    key: Markup,
    by: String,
    untouched: i64,
    kept: i64,
    reason: Markup,
    b: Batch,
}

fn undo_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen(ctx, read, req, &UNDO)?;
    let (untouched, kept) = store::fate(read, b.id)?;
    let page = UndoPage {
        problems: parts::problems(&req.form),
        key: req.key(),
        by: importer(&b),
        untouched,
        kept,
        reason: parts::field_text(&req.form, "reason", "撤回的原因", "写给以后查记录的人看", ""),
        b,
    };
    Ok(Page::of("撤回", &page)?.under(CRUMBS).section(Section::Life).task())
}

fn undo(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("batch")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "撤回的原因", 100);
    reader.check()?;
    let undone = super::undo(ctx, id, &reason)?;
    let mut words = format!("已撤回{}次会议", undone.removed);
    if undone.kept > 0 {
        words = format!("{words}。{}次导入后有人改过，没有动", undone.kept);
    }
    Ok(Reply::to(format!("/records/import/{id}")).saying(words))
}
