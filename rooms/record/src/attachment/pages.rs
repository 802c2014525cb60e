//! The files of a record: a card on its page, a page to add to them, and the file itself as a download.

use act::{Ctx, Error, Result};
use askama::Template;
use db::Read;
use files::Upload;
use rules::Rules;
use web::{
    Door, Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    ATTACH, DETACH, actions, may_have_papers, named,
    store::{self, Attached},
};
use crate::{
    SEE_RECORD,
    kind::Kinds,
    meeting::{self, Record, RecordId, Stage},
    show::Shown,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/{id}/files", Door::See(SEE_RECORD), list),
        Route::act("/records/{id}/files", ATTACH, add).again(list),
        Route::data("/records/{id}/files/{file}", Door::See(SEE_RECORD), give),
        Route::act("/records/{id}/files/{file}/removal", DETACH, remove).again(list),
    ]
}

/// What a photographed sheet is: no regulation names it, for none is owed.
const SHEET: &str = "签到表照片";

/// One line of either list.
struct Line {
    url: String,
    what: String,
    name: String,
    /// `1.2 MB，2026年11月20日15:03`
    size: String,
}

impl Line {
    fn of(record: &Record, file: &Attached) -> Self {
        let what = if file.what.is_empty() { "其他材料" } else { file.what.as_str() };
        Self {
            url: format!("{}/files/{}", record.url(), file.file),
            what: what.to_owned(),
            name: file.name.clone(),
            size: size_zh(file),
        }
    }
}

/// `1.2MB，2026年11月20日15:03`
pub(crate) fn size_zh(file: &Attached) -> String {
    format!("{}，{}", size(file.bytes), file.added_at.zh())
}

fn size(bytes: i64) -> String {
    match bytes {
        0..1024 => format!("{bytes}字节"),
        1024..1_048_576 => format!("{}KB", bytes / 1024),
        _ => format!("{}.{}MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[derive(Template)]
#[template(path = "attachment/card.html")]
struct Card {
    lines: Vec<Line>,
    url: String,
    key: Markup,
    sheet: &'static str,
    may_attach: bool,
}

/// What belongs to the record, for its page; empty where there is nothing to show and nothing to do.
pub(crate) fn card(ctx: &Ctx, req: &Req, shown: &Shown) -> Result<Markup> {
    let record = &shown.record;
    let may_attach = may_attach(ctx, shown);
    let files = if record.is_private() { &[][..] } else { &shown.files };
    if files.is_empty() && !may_attach {
        return Ok(Markup::default());
    }
    let lines = files.iter().map(|file| Line::of(record, file)).collect();
    let card = Card { lines, url: record.url(), key: req.once(), sheet: SHEET, may_attach };
    card.render().map(Markup).map_err(Error::broken)
}

fn may_attach(ctx: &Ctx, shown: &Shown) -> bool {
    let stands = shown.record.stage() != Stage::Withdrawn;
    stands && !shown.record.is_private() && ctx.allows(&ATTACH, &shown.place)
}

#[derive(Template)]
#[template(path = "attachment/list.html")]
struct List {
    title: String,
    lines: Vec<Line>,
    problems: Markup,
    file: Markup,
    what: Markup,
    key: Markup,
    once: Markup,
    url: String,
    /// What stays with its author.
    not_filed: String,
    may_attach: bool,
    may_detach: bool,
}

fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (record, place) = meeting::seen(ctx, read, req.id("id")?)?;
    may_have_papers(&record)?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let stands = record.stage() != Stage::Withdrawn;
    let mut offered: Vec<Choice> =
        named(ctx.part::<Rules>(), kind).iter().map(|what| Choice::new(what, what)).collect();
    offered.extend([Choice::new(SHEET, SHEET), Choice::new("", "其他材料")]);
    let files = store::of(read, record.id)?;
    let hint = "PDF、Word、Excel、图片等，每个不超过20MB。图片里的拍摄地点和设备信息会自动去掉";
    let page = List {
        title: record.title.clone(),
        lines: files.iter().map(|file| Line::of(&record, file)).collect(),
        problems: parts::problems(&req.form),
        file: parts::field_file(&req.form, "file", "选文件", hint),
        what: parts::field_select(&req.form, "what", "是什么材料", &offered, ""),
        key: req.key(),
        once: req.once(),
        url: record.url(),
        not_filed: kind.not_filed.join("、"),
        may_attach: stands && ctx.allows(&ATTACH, &place),
        may_detach: stands && ctx.allows(&DETACH, &place),
    };
    ctx.viewed(&SEE_RECORD, format!("files:{}", record.id), page.lines.len());
    Ok(Page::of(format!("{}的材料", record.title), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title.clone(), record.url()),
        ])
        .section(Section::Life))
}

fn add(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let (record, _) = ctx.read(|read| meeting::seen(ctx, read, id))?;
    let kind = Kinds::built_in().find(&record.kind).ok_or(Error::NotFound)?;
    let reader = req.form.reader();
    let back = reader.optional_text("back", "返回", 10);
    let named = named(ctx.part::<Rules>(), kind);
    let mut offered: Vec<&str> = named.iter().map(String::as_str).collect();
    offered.extend([SHEET, ""]);
    let what = reader.choice("what", "是什么材料", &offered);
    reader.check()?;
    let Some(sent) = req.upload("file") else {
        return Err(Error::invalid("file", "请先选一个文件"));
    };
    let upload = Upload::scanned(&ctx.core, "file", &sent.name, sent.content.clone())?;
    actions::attach(ctx, id, &upload, &what)?;
    let back = if back == "record" { record.url() } else { format!("{}/files", record.url()) };
    Ok(Reply::to(back).saying(format!("已附上“{}”", upload.name)))
}

fn remove(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    ctx.read(|read| meeting::seen(ctx, read, id))?;
    actions::detach(ctx, id, req.id("file")?)?;
    Ok(Reply::to(format!("{}/files", id.url())).saying("已取下这份材料"))
}

fn give(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let (record, _) = meeting::seen(ctx, read, req.id("id")?)?;
    may_have_papers(&record)?;
    let wanted: i64 = req.id("file")?;
    let is_its = store::of(read, record.id)?.iter().any(|it| it.file == wanted);
    let file = files::find(read, wanted)?.filter(|_| is_its).ok_or(Error::NotFound)?;
    let content = files::content(read, &file)?.ok_or(Error::NotFound)?;
    ctx.viewed(&SEE_RECORD, format!("files:{}", record.id), 1);
    Ok(Reply::File { media_type: files::media_type(&file), name: file.name, content })
}
