//! The report upwards (督查情况报告): written by the system out of the facts, read over and filed; it closes the entry, or says how
//! far it is.

use act::{Act, Acting, Ctx, Error, Place, Result};
use askama::Template;
use db::{Read, bind};
use documents::{Block, Fill, Paper};
use exports::Format;
use record::{Closed, Kinds, Session};
use rules::Rules;
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, Choice},
};

use super::{
    Instruction, Seen,
    actions::stale,
    check_open, find,
    store::{self, Report},
};
use crate::{
    SEE_INSTRUCTION,
    task::{self, Said, Stand, Task, Word},
};

pub(crate) const REPORT: Act = Act::new("instruction.close", "报送督查情况报告、销号");

/// The kind of record that a Party unit's report is.
const KIND: &str = "supervision_report";
const TEMPLATE: &str = "R15/documents/report.md";

#[derive(Template)]
#[template(path = "instruction/report.html")]
struct Sheet {
    problems: Markup,
    key: Markup,
    version: Markup,
    action: String,
    fields: Vec<Markup>,
    text: String,
    fault: String,
    verdict: Markup,
    back: String,
    unfinished: i64,
}

fn reporting(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = find(ctx, read, req.id("id")?)?;
    if !ctx.allows(&REPORT, &seen.place) {
        return Err(Error::NotFound);
    }
    check_open(&seen.it)?;
    Ok(seen)
}

pub(super) fn form(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let Seen { it, .. } = reporting(ctx, read, req)?;
    let tasks = task::store::of_instructions(read, &[it.id], ctx.today)?;
    let said = task::said(ctx, read, (it.id, None))?;
    let unfinished = tasks.iter().filter(|it| it.stand != Stand::Done).count() as i64;
    let form = &req.form;
    let text = match form.value("text") {
        "" => draft(ctx, &it, &tasks, &said),
        typed => typed.to_owned(),
    };
    let offers = [
        Choice::new("close", "办结报告，报出去就销号"),
        Choice::new("interim", "阶段报告，接着办"),
    ];
    let usual = if unfinished == 0 && it.due_on.is_some() { "close" } else { "interim" };
    let page = Sheet {
        problems: parts::problems(form),
        key: req.key(),
        version: req.version(it.version),
        action: format!("{}/report", it.url()),
        fields: vec![
            parts::field_text(form, "number", "文号", "没有的可以不填", ""),
            parts::field_text(form, "to", "报送给", "", &it.body),
        ],
        text,
        fault: form.fault("text").unwrap_or_default().to_owned(),
        verdict: parts::field_choice(form, "verdict", "这份报告", &offers, usual),
        back: it.url(),
        unfinished,
    };
    let crumbs = [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", it.number, it.title), it.url()),
    ];
    Ok(Page::of("督查情况报告", &page)?.under(crumbs).section(Section::Life).task())
}

/// What the system writes first: facts alone; reasons that somebody typed stay where they are.
fn draft(ctx: &Ctx, it: &Instruction, tasks: &[Task], said: &[Said]) -> String {
    let mut lines = vec![
        format!("现将“{}”（{}）贯彻落实情况报告如下。", it.title, it.number),
        "一、要求和分工".to_owned(),
        format!(
            "{}收到{}{}。要求：{}。",
            it.received_on.zh(),
            it.body,
            it.category_zh(),
            it.summary.trim_end_matches('。')
        ),
    ];
    if tasks.is_empty() {
        return lines.join("\n");
    }
    lines.push(format!("分解成{}项任务，逐项明确由谁办、什么时候办完。", tasks.len()));
    lines.push("二、办理情况".to_owned());
    for (place, task) in tasks.iter().enumerate() {
        lines.push(format!("{}. {}", place + 1, of_task(ctx, task, said)));
    }
    let open: Vec<&Task> =
        tasks.iter().filter(|it| !matches!(it.stand, Stand::Done | Stand::Ended)).collect();
    if !open.is_empty() {
        lines.push("三、下一步".to_owned());
        for task in open {
            lines.push(format!(
                "{}，由{}在{}以前办完。",
                task.words.trim_end_matches('。'),
                task.who(ctx),
                task.last_on.zh()
            ));
        }
    }
    lines.join("\n")
}

fn of_task(ctx: &Ctx, task: &Task, said: &[Said]) -> String {
    let words = task.words.trim_end_matches('。');
    let who = task.who(ctx);
    if task.directive.is_some() {
        let (all, progress) = (task.figures.addressed, task.progress());
        return format!("{words}。发到{all}个组织，{progress}，最后一天{}。", task.last_on.zh());
    }
    let of_task = |sort: Word| said.iter().rfind(|it| it.task == Some(task.id) && it.sort == sort);
    let account = of_task(Word::Reported).filter(|it| it.words != "见记录。");
    let account =
        account.map_or_else(String::new, |it| format!("{}。", it.words.trim_end_matches('。')));
    let how = match (task.stand, task.reported_on) {
        (Stand::Done, Some(on)) => format!("{}{}。{account}", on.zh(), task.stand_zh()),
        (Stand::Reported, Some(on)) => format!("{}报办结，待认可。{account}", on.zh()),
        (Stand::Said, _) => match task.more_until {
            Some(until) => format!("说明了原因，延到{}。", until.zh()),
            None => "说明了原因。".to_owned(),
        },
        _ => format!("{}，最后一天{}。", task.stand_zh(), task.last_on.zh()),
    };
    format!("{words}。由{who}办理，{how}")
}

/// A report as it is filed.
#[derive(Debug, Clone)]
pub struct NewReport {
    pub number: String,
    pub to: String,
    pub text: String,
    pub closes: bool,
}

pub(super) fn send(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let Seen { it, place } = ctx.read(|read| reporting(ctx, read, req))?;
    let reader = req.form.reader();
    let typed = reader.many("text").first().copied().unwrap_or_default();
    let text = text::intake_lines(typed, 12_000).unwrap_or_else(|fault| {
        reader.fault("text", format!("报告：{fault}"));
        "？".to_owned()
    });
    if text.is_empty() {
        reader.fault("text", "请写报告");
    }
    let new = NewReport {
        number: reader.optional_text("number", "文号", 40),
        to: reader.text("to", "报送给", 120),
        closes: reader.choice("verdict", "这份报告", &["close", "interim"]) == "close",
        text,
    };
    let version = reader.version();
    reader.check()?;
    let url = ctx.act(&REPORT, it.unit, |w| {
        let now = store::get(w, it.id)?.ok_or(Error::NotFound)?;
        check_open(&now)?;
        stale(now.version == version)?;
        let url = file_in(w, ctx, it.id, &new)?;
        w.about("instruction", it.id).changed(&["report"]).reply(url.clone());
        Ok(url)
    })?;
    let kept = if is_record(&place) { "存成记录了" } else { "存好了" };
    let said = if new.closes {
        format!("报告{kept}，这一件已销号")
    } else {
        format!("报告{kept}，接着办")
    };
    Ok(Reply::to(url).saying(said))
}

fn is_record(place: &Place) -> bool {
    Kinds::built_in().find(KIND).is_some_and(|kind| kind.is_for(&place.kind))
}

/// Within an act of the caller: a record where the unit keeps records, else a text of its own; where it is read.
pub fn file_in(w: &Acting, ctx: &Ctx, instruction: i64, new: &NewReport) -> Result<String> {
    let it = store::get(w, instruction)?.ok_or(Error::NotFound)?;
    stale(store::step(w, it.id, it.version)?)?;
    let place = Place::find(w, it.unit)?.ok_or(Error::NotFound)?;
    let record = if is_record(&place) { Some(file_record(w, ctx, &it, new)?) } else { None };
    let (id, own) = (w.id(), if record.is_some() { "" } else { new.text.as_str() });
    let first = bind![id, it.id, new.closes, record, new.number, new.to];
    store::file(w, &[first, bind![own, w.now, ctx.actor.person()]].concat())?;
    Ok(match record {
        Some(record) => format!("/records/{record}"),
        None => format!("{}/reports/{id}", it.url()),
    })
}

fn heading(it: &Instruction) -> String {
    format!("关于{}贯彻落实情况的报告", it.title.trim_start_matches("关于"))
}

fn file_record(w: &Acting, ctx: &Ctx, it: &Instruction, new: &NewReport) -> Result<i64> {
    let empty = String::new;
    let session = Session { on: w.now.day(), from: empty(), to: empty(), place: empty() };
    let closed = Closed {
        title: heading(it),
        topic: new.number.clone(),
        guests: new.to.clone(),
        recorder: ctx.actor.person(),
        minutes: new.text.clone(),
        ..Closed::new(it.unit, KIND, session, w.now)
    };
    let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    ids.first().map(|it| it.0).ok_or(Error::NotFound)
}

/// A report that is no record: of an organ of the line.
fn kept(ctx: &Ctx, read: &Read, req: &Req) -> Result<(Seen, Report)> {
    let seen = find(ctx, read, req.id("id")?)?;
    let wanted: i64 = req.id("report")?;
    let mut reports = store::reports(read, seen.it.id)?.into_iter();
    let report = reports.find(|it| it.id == wanted && it.record.is_none());
    Ok((seen, report.ok_or(Error::NotFound)?))
}

fn paper(ctx: &Ctx, read: &Read, (seen, report): (&Seen, &Report)) -> Result<Paper> {
    let place = &seen.place;
    let leader = people::holder(read, place.id, "organ_leader", report.filed_at.day())?;
    ctx.viewed(&SEE_INSTRUCTION, format!("instruction:{}", seen.it.id), 1);
    let fill = Fill::new()
        .text("issuer", format!("{}文件", place.name))
        .text("number", &report.number)
        .text("signer", leader.map_or_else(String::new, |it| it.name))
        .text("to", &report.addressee)
        .text("unit", &place.name)
        .text("heading", heading(&seen.it))
        .text("day", report.filed_at.day().zh())
        .text("contact", "")
        .blocks("body", Block::paragraphs(&report.text));
    record::paper_filled(ctx, TEMPLATE, &fill)
}

pub(super) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (seen, report) = kept(ctx, read, req)?;
    let paper = paper(ctx, read, (&seen, &report))?;
    let url = format!("{}/reports/{}", seen.it.url(), report.id);
    let sheet = ("纸面按公文格式，A4。", Markup(documents::html(&paper)));
    let files = web::word_and_pdf(&url);
    let crumbs = [
        ("批示台账".to_owned(), "/instructions".to_owned()),
        (format!("{} {}", seen.it.number, seen.it.title), seen.it.url()),
    ];
    Ok(Page::of_paper("督查情况报告", sheet, files)?.under(crumbs).section(Section::Life))
}

pub(super) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let (seen, report) = kept(ctx, read, req)?;
    let paper = paper(ctx, read, (&seen, &report))?;
    let url = format!("{}/reports/{}", seen.it.url(), report.id);
    record::paper_file(ctx, &paper, (&heading(&seen.it), format), &url)
}
