//! The wizard: choose a file, look at its rehearsal, import, and the page of a batch with its undo.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use sheets::write::{Column, Head, Value, xlsx};
use web::{
    Door, Markup, Page, Pager, Reader, Reply, Req, Route, Section, parts, parts::Choice as Offer,
};

use super::{
    Batch, Choice, Choices, Doing, IMPORT, Named, Plan, UNDO,
    actions::{self, ROWS_AT_ONCE},
};
use crate::{belonging, member, roster};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/members/imports", Door::Do(IMPORT), start),
        Route::act("/members/imports/files", IMPORT, send).again(start),
        Route::page("/members/imports/files/{id}", Door::Do(IMPORT), rehearsal),
        Route::data("/members/imports/files/{id}/list", Door::Do(IMPORT), list),
        Route::act("/members/imports/files/{id}/import", IMPORT, import).again(rehearsal),
        Route::page("/members/imports/{id}", Door::Do(IMPORT), batch),
        Route::page("/members/imports/{id}/undoing", Door::Do(UNDO), undo_form),
        Route::act("/members/imports/{id}/undo", UNDO, undo).again(undo_form),
    ]
}

const MOST_UNITS: i64 = 500;
const MOST_BATCHES: i64 = 50;
const PER_PAGE: i64 = 100;
/// More known people than this are only counted on the page; the list has them all.
const MOST_KNOWN: usize = 200;

struct BatchLine {
    id: i64,
    at: String,
    file_name: String,
    unit_name: String,
    rows: i64,
    tag: Markup,
}

#[derive(Template)]
#[template(path = "import/start.html")]
struct Start {
    problems: Markup,
    key: Markup,
    unit: Markup,
    file: Markup,
    batches: Vec<BatchLine>,
}

fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let sight = ctx.sight(&IMPORT);
    let units = belonging::units_in(read, &sight, MOST_UNITS)?;
    let home = ctx.actor.hat().map_or(0, |hat| hat.unit.organ.unwrap_or(hat.unit.id));
    let units: Vec<Offer> =
        units.into_iter().map(|unit| Offer::new(unit.id.to_string(), unit.name)).collect();
    let form = &req.form;
    let hint = "xlsx、xls、csv或者txt，最多20兆、10万行。里面写了支部的，选机关就行";
    let lines =
        super::batches(read, &sight, super::MEMBERS, MOST_BATCHES)?.into_iter().map(batch_line);
    let page = Start {
        problems: parts::problems(form),
        key: req.key(),
        unit: parts::field_select(form, "unit", "导入到哪个组织", &units, &home.to_string()),
        file: parts::field_file(form, "file", "花名册文件", hint),
        batches: lines.collect(),
    };
    let page = Page::of("导入花名册", &page)?;
    Ok(page.under([("党员", "/members")]).section(Section::Members))
}

fn batch_line(it: Batch) -> BatchLine {
    let at = it.imported_at;
    BatchLine {
        id: it.id,
        at: format!("{} {}", at.day(), at.time_zh()),
        tag: state_of(&it),
        file_name: it.file_name,
        unit_name: it.unit_name.unwrap_or_default(),
        rows: it.rows_count,
    }
}

fn state_of(it: &Batch) -> Markup {
    if it.undone_at.is_some() {
        parts::tag_bare(parts::State::Void, "已撤回")
    } else if it.problem.is_some() {
        parts::tag_bare(parts::State::Late, "没有导入")
    } else if it.upload.is_some() {
        parts::tag_bare(parts::State::Soon, "正在导入")
    } else {
        parts::tag_bare(parts::State::Done, "已导入")
    }
}

fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let unit: Option<i64> = reader.id("unit");
    if unit.is_none() {
        reader.fault("unit", "请选择导入到哪个组织");
    }
    let upload = req.upload("file");
    reader.optional_text("file", "文件", 255);
    if upload.is_none() {
        reader.fault("file", "请选择花名册文件");
    }
    reader.check()?;
    let (Some(unit), Some(upload)) = (unit, upload) else { return Err(Error::NotFound) };
    // What cannot be read at all is said at once, and never kept.
    sheets::read(&upload.content).map_err(|fault| Error::invalid("file", fault.to_string()))?;
    let file_name = text::intake(&upload.name, 200).unwrap_or_else(|_| "花名册".into());
    let id = actions::put_upload(ctx, unit, &file_name, &upload.content)?;
    Ok(Reply::to(format!("/members/imports/files/{id}")))
}

/// Rehearses a kept file against what stands here now.
fn plan_of(ctx: &Ctx, read: &Read, id: i64, choices: &Choices) -> Result<Plan> {
    let file = actions::open_upload(ctx, read, id)?;
    let codes = super::codes(ctx)?;
    let source = (file.content.as_slice(), file.file_name.as_str());
    super::rehearse(read, &ctx.core.keys, file.unit, source, &codes, choices)
}

/// A row with something wrong in it.
struct RefusedLine {
    sheet: String,
    row: u32,
    column: String,
    shown: String,
    what: String,
    todo: &'static str,
}

struct KnownLine {
    sheet: String,
    row: u32,
    name: String,
    what: String,
    then: &'static str,
}

struct BranchLine {
    name: String,
    rows: usize,
    /// (value, label, chosen)
    offers: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "import/rehearsal.html")]
struct RehearsalPage {
    id: i64,
    problems: Markup,
    key: Markup,
    list_url: String,
    in_file: usize,
    sheets: String,
    to_write: usize,
    to_write_words: String,
    to_look: usize,
    done_tag: Markup,
    late_tag: Markup,
    notes: Vec<String>,
    refused: Vec<RefusedLine>,
    refused_words: String,
    branches: Vec<BranchLine>,
    known: Vec<KnownLine>,
    known_more: usize,
    left: usize,
    options: Markup,
}

fn rehearsal(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let id: i64 = req.id("id")?;
    let plan = plan_of(ctx, read, id, &Choices::default())?;
    let title = plan.rehearsal.file.clone();
    let page = rehearsal_page(ctx, read, req, id, &plan)?;
    let page = Page::of(title, &page)?;
    Ok(page
        .under([("党员", "/members"), ("导入", "/members/imports")])
        .section(Section::Members)
        .task())
}

fn rehearsal_page(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    id: i64,
    plan: &Plan,
) -> Result<RehearsalPage> {
    let refused = refused_lines(plan);
    let mut known = known_lines(ctx, read, plan)?;
    let branches: Vec<BranchLine> =
        unknown(plan).enumerate().map(|(no, it)| branch_line(req, no, it)).collect();
    let to_look = refused.len() + known.len() + branches.len();
    let known_more = known.len().saturating_sub(MOST_KNOWN);
    known.truncate(MOST_KNOWN);
    let totals = plan.rehearsal.totals;
    let (added, changed) = (
        plan.count(|it| *it == Doing::Add),
        plan.count(|it| matches!(it, Doing::Change(_) | Doing::Move(_))),
    );
    let same = plan.count(|it| *it == Doing::Nothing);
    Ok(RehearsalPage {
        id,
        problems: parts::problems(&req.form),
        key: req.key(),
        list_url: format!("/members/imports/files/{id}/list"),
        in_file: totals.imported + totals.refused,
        sheets: sheets_words(plan),
        to_write: added + changed,
        to_write_words: format!("新增{added}人，更新{changed}人，{same}人已有且相同"),
        to_look,
        done_tag: parts::tag_bare(parts::State::Done, "可以导入"),
        late_tag: parts::tag_bare(parts::State::Late, "要看一下"),
        notes: notes(plan),
        refused_words: format!(
            "只列有问题的行，共{}处。身份证号只显示前6位和后4位。",
            refused.len()
        ),
        refused,
        branches,
        known,
        known_more,
        left: totals.refused + plan.rows.len() - added - changed - same,
        options: options(req, plan),
    })
}

fn sheets_words(plan: &Plan) -> String {
    let named = plan.rehearsal.sheets.iter().filter_map(|sheet| sheet.sheet.as_deref());
    let named: Vec<&str> = named.take(5).collect();
    let format = plan.rehearsal.format;
    let encoding = plan.rehearsal.encoding.map(|it| format!("，{it}编码")).unwrap_or_default();
    if named.is_empty() {
        return format!("{format}{encoding}");
    }
    format!("{format}{encoding}，工作表：{}", named.join("、"))
}

/// What is true of the file as a whole.
fn notes(plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    for sheet in &plan.rehearsal.sheets {
        for reason in &sheet.reasons {
            let (what, todo) = reason.words();
            notes.push(format!("工作表“{}”没有导入：{what}。{todo}。", name_of(sheet)));
        }
    }
    if plan.rehearsal.macros {
        notes.push("文件带宏。宏没有运行，只读了数据。".into());
    }
    let has_branches = plan.rows.iter().any(|row| row.named.is_some());
    if !plan.rows.is_empty() && !has_branches && plan.rows[0].unit == Some(plan.unit) {
        let words = format!("表里没有写支部，都记在{}名下，导入后再编入支部。", plan.unit_name);
        notes.push(words);
    }
    notes
}

fn name_of(sheet: &roster::SheetRehearsal) -> String {
    sheet.sheet.clone().unwrap_or_else(|| "全文".into())
}

fn refused_lines(plan: &Plan) -> Vec<RefusedLine> {
    let mut lines = Vec::new();
    for sheet in &plan.rehearsal.sheets {
        for row in &sheet.refused {
            for finding in &row.findings {
                let (what, todo) = finding.reason.words();
                lines.push(RefusedLine {
                    sheet: name_of(sheet),
                    row: row.row,
                    column: finding.heading.clone(),
                    shown: finding.shown.clone(),
                    what: what.to_owned(),
                    todo,
                });
            }
        }
    }
    lines
}

fn known_lines(ctx: &Ctx, read: &Read, plan: &Plan) -> Result<Vec<KnownLine>> {
    let sight = ctx.sight(&member::actions::SEE);
    let mut lines = Vec::new();
    for row in &plan.rows {
        let (what, then) = match &row.doing {
            Doing::Change(known) => (changed_words(&known.fields), "用文件里的"),
            Doing::Differs(known) => (format!("同一证件号在这里叫{}", known.name), "不动"),
            Doing::Elsewhere(known) | Doing::Move(known) => {
                let place = known.unit.map(|unit| Place::find(read, unit)).transpose()?.flatten();
                let seen = place.filter(|place| sight.holds(place)).map(|place| place.name);
                let elsewhere = known.unit.map_or("已不在册的名单", |_| "别的单位的支部");
                let moved = matches!(row.doing, Doing::Move(_));
                let then =
                    if moved { "编入这个支部" } else { "不动，下面可以选转过来" };
                (format!("现在在{}", seen.as_deref().unwrap_or(elsewhere)), then)
            }
            _ if row.police_number_taken => ("警号已经是别人的".to_owned(), "照常导入，警号不带"),
            _ => continue,
        };
        let sheet = name_of(&plan.rehearsal.sheets[row.sheet]);
        lines.push(KnownLine { sheet, row: row.row, name: row.name.clone(), what, then });
    }
    Ok(lines)
}

fn changed_words(fields: &[&str]) -> String {
    let zh = |field: &&str| match *field {
        "name" => "姓名",
        "ethnic" => "民族",
        "education" => "学历",
        "joined_on" => "入党时间",
        "full_on" => "转正时间",
        "staff_class" => "人员类别",
        "duty_title" => "职务",
        "police_number" => "警号",
        _ => "参加工作时间",
    };
    let fields: Vec<&str> = fields.iter().map(zh).collect();
    format!("{}不一样", fields.join("、"))
}

fn unknown(plan: &Plan) -> impl Iterator<Item = &Named> {
    plan.branches.iter().filter(|named| !named.is_known)
}

fn branch_line(req: &Req, no: usize, named: &Named) -> BranchLine {
    let mut offers: Vec<(String, String)> = named
        .suggestions
        .iter()
        .map(|branch| (format!("unit-{}", branch.id), format!("就是{}", branch.name)))
        .collect();
    offers.push(("list".into(), "先不编支部，记在机关名下".into()));
    offers.push(("found".into(), format!("新建“{}”", named.name)));
    offers.push(("leave".into(), "不导入这些人".into()));
    let first = offers[0].0.clone();
    let shown = req.form.shown(&format!("branch-{no}"), &first);
    let offers = offers.into_iter().map(|(value, label)| {
        let on = value == shown;
        (value, label, on)
    });
    BranchLine { name: named.name.clone(), rows: named.rows, offers: offers.collect() }
}

fn options(req: &Req, plan: &Plan) -> Markup {
    let form = &req.form;
    let hint = "空着：支部第一次有人，从启用日算起；以后从今天算起。新建的支部也从这天起用";
    let mut html = parts::field_day(form, "since", "从哪天起在这个支部", hint, "").0;
    let mut tick = |name: &str, label: &str, is_wanted: bool| {
        if is_wanted {
            html.push_str(&parts::field_check(form, name, label, false).0);
        }
    };
    let has = |is: fn(&Doing) -> bool| plan.count(is) > 0;
    let is_small = plan.rows.len() <= ROWS_AT_ONCE;
    tick(
        "move_here",
        "在别的支部的人，转到文件里写的支部",
        is_small && has(|it| matches!(it, Doing::Elsewhere(_))),
    );
    tick("take_names", "姓名不一样的，用文件里的", has(|it| matches!(it, Doing::Differs(_))));
    let hidden = plan.rehearsal.sheets.iter().any(|sheet| {
        let is_hidden = |it: &roster::Finding| it.reason == roster::Reason::HiddenRow;
        sheet.reasons.contains(&roster::Reason::HiddenSheet)
            || sheet.refused.iter().any(|row| row.findings.iter().any(is_hidden))
    });
    tick("take_hidden", "隐藏的行和工作表也导入", hidden);
    Markup(html)
}

/// The file's rows with what was found, as a list to work through.
fn list(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    const COLUMNS: [Column; 7] = [
        Column { heading: "工作表", width: 16 },
        Column { heading: "行", width: 6 },
        Column { heading: "姓名", width: 14 },
        Column { heading: "列", width: 14 },
        Column { heading: "文件里写的", width: 22 },
        Column { heading: "结果", width: 36 },
        Column { heading: "建议", width: 44 },
    ];
    let plan = plan_of(ctx, read, req.id("id")?, &Choices::default())?;
    let mut rows = Vec::new();
    for sheet in &plan.rehearsal.sheets {
        for row in &sheet.refused {
            for finding in &row.findings {
                let (what, todo) = finding.reason.words();
                let (heading, shown) = (finding.heading.as_str(), finding.shown.as_str());
                let cells = [row.name.as_str(), heading, shown, what, todo];
                rows.push(cells_of(&name_of(sheet), row.row, cells));
            }
        }
    }
    for line in known_lines(ctx, read, &plan)? {
        let cells = [line.name.as_str(), "", "", line.what.as_str(), line.then];
        rows.push(cells_of(&line.sheet, line.row, cells));
    }
    let scope = format!("{}，导入到{}", plan.rehearsal.file, plan.unit_name);
    let head = Head {
        sheet: "问题清单",
        title: "导入彩排问题清单",
        scope: &scope,
        measure: "条",
        columns: &COLUMNS,
    };
    let content = xlsx(&head, rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Reply::File { name: "导入彩排问题清单.xlsx".into(), media_type, content })
}

fn cells_of(sheet: &str, row: u32, rest: [&str; 5]) -> Vec<Value> {
    let mut cells = vec![Value::Text(sheet.to_owned()), Value::Number(f64::from(row))];
    cells.extend(rest.map(|text| Value::Text(text.to_owned())));
    cells
}

fn import(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let mut choices = Choices {
        move_here: reader.is_ticked("move_here"),
        take_names: reader.is_ticked("take_names"),
        take_hidden: reader.is_ticked("take_hidden"),
        since: reader.optional_day("since", "从哪天起"),
        ..Choices::default()
    };
    if choices.since.is_some_and(|since| since > ctx.today) {
        reader.fault("since", "日期在今天之后");
    }
    let plain = ctx.read(|read| plan_of(ctx, read, id, &Choices::default()))?;
    let names: Vec<String> = unknown(&plain).map(|named| named.name.clone()).collect();
    choices.branches = branch_choices(&reader, &names);
    reader.check()?;
    let plan = ctx.read(|read| plan_of(ctx, read, id, &choices))?;
    if plan.to_write() == 0 {
        return Err(Error::Conflict("没有要写入的人：都已经有了，或者都有问题".into()));
    }
    if plan.to_write() > ROWS_AT_ONCE {
        let batch = actions::begin(ctx, id, plan.unit, &plan.rehearsal, &choices)?;
        return Ok(Reply::to(format!("/members/imports/{batch}")));
    }
    let decided = (&plan.rehearsal, &choices);
    let done = actions::commit_file(ctx, Some(id), plan.unit, decided, &|_, _| {})?;
    let words = format!("已导入：新增{}人，更新{}人", done.added, done.changed + done.moved);
    Ok(Reply::to(format!("/members/imports/{}", done.batch)).saying(words))
}

fn branch_choices(reader: &Reader, names: &[String]) -> std::collections::BTreeMap<String, Choice> {
    let sent: std::collections::BTreeMap<&str, &str> =
        reader.starting_with("branch-").into_iter().collect();
    let choice = |place: usize| {
        Some(match *sent.get(place.to_string().as_str())? {
            "found" => Choice::Found,
            "leave" => Choice::Leave,
            "list" => Choice::List,
            unit => Choice::Unit(unit.strip_prefix("unit-")?.parse().ok()?),
        })
    };
    let chosen = names.iter().enumerate().map(|(place, name)| (name.clone(), choice(place)));
    chosen.filter_map(|(name, choice)| Some((name, choice?))).collect()
}

// A batch ------------------------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "import/batch.html")]
struct BatchPage {
    unit_name: String,
    by: String,
    tag: Markup,
    is_running: bool,
    done: usize,
    total: usize,
    may_undo: bool,
    words: String,
    rows: Vec<(i64, String, i64, String)>,
    pager: Markup,
    b: Batch,
}

fn seen_batch(ctx: &Ctx, read: &Read, req: &Req, act: &act::Act) -> Result<Batch> {
    let id: i64 = req.id("id")?;
    super::batch_unit(read, &ctx.sight(act), id)?.ok_or(Error::NotFound)?;
    super::batch(read, id)?.ok_or(Error::NotFound)
}

fn importer(b: &Batch) -> String {
    b.importer.clone().unwrap_or_else(|| "命令行".into())
}

fn batch(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen_batch(ctx, read, req, &IMPORT)?;
    let is_running = b.upload.is_some();
    let (done, total) = super::progress(b.id).unwrap_or((0, b.rows_count as usize));
    let pager = Pager::of(req, PER_PAGE, b.rows_count);
    let is_here = b.undone_at.is_none() && !is_running && b.problem.is_none();
    let page = BatchPage {
        unit_name: b.unit_name.clone().unwrap_or_default(),
        by: importer(&b),
        tag: state_of(&b),
        is_running,
        done,
        total,
        may_undo: is_here && ctx.carries(&UNDO),
        words: pager.words("人"),
        rows: if is_here {
            super::members_of(read, b.id, (pager.offset(), PER_PAGE))?
        } else {
            Vec::new()
        },
        pager: parts::pager(req, pager),
        b,
    };
    ctx.viewed(&member::actions::SEE, format!("import_batch:{}", page.b.id), page.rows.len());
    let title = page.b.file_name.clone();
    let page = Page::of(title, &page)?;
    Ok(page.under([("党员", "/members"), ("导入", "/members/imports")]).section(Section::Members))
}

#[derive(Template)]
#[template(path = "import/undo.html")]
struct UndoPage {
    problems: Markup,
    key: Markup,
    by: String,
    untouched: i64,
    kept: Vec<(i64, String)>,
    reason: Markup,
    b: Batch,
}

fn undo_form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let b = seen_batch(ctx, read, req, &UNDO)?;
    let (untouched, kept) = super::fate(read, b.id)?;
    let page = UndoPage {
        problems: parts::problems(&req.form),
        key: req.key(),
        by: importer(&b),
        untouched,
        kept,
        reason: parts::field_text(&req.form, "reason", "撤回的原因", "写给以后查记录的人看", ""),
        b,
    };
    let crumbs = [("党员", "/members"), ("导入", "/members/imports")];
    Ok(Page::of("撤回", &page)?.under(crumbs).section(Section::Members).task())
}

fn undo(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    let reader = req.form.reader();
    let reason = reader.text("reason", "撤回的原因", 100);
    reader.check()?;
    let undone = super::undo(ctx, id, &reason)?;
    let mut words = format!("已撤回{}人", undone.withdrawn + undone.restored);
    if !undone.kept.is_empty() {
        let names: Vec<&str> = undone.kept.iter().take(10).map(|(_, name)| name.as_str()).collect();
        let (kept, names) = (undone.kept.len(), names.join("、"));
        words = format!("{words}。{kept}人导入后有人改过，没有动：{names}");
    }
    Ok(Reply::to(format!("/members/imports/{id}")).saying(words))
}
