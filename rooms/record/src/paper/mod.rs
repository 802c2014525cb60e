//! Papers of a record: minutes or letter, notice, sign-in sheet, what is put right, each as PDF, Word and print page,
//! and who came as a spreadsheet. Templates are data, filled from the record.

mod attendance;
mod notice;
mod pages;
mod rectification;
mod sheet;
mod sign_in;

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;
use documents::{Block, Fill, Level, Motion as Vote, Paper, Table, Template};
use rules::Rules;
use systems::Systems;

use crate::{
    kind::Expects,
    meeting::{Record, Session},
    motion::Motion,
    show::{NUMBER, Shown, WHEN},
    speaker::{self, Spoken},
    task::Task,
};

pub(crate) use self::{
    attendance::has_names,
    pages::routes,
    sheet::{Sheet, links},
};
pub use leaving::{FontFolder, paper_file as file};

/// The paper of a record. What the viewer may not read is not on it.
pub(crate) fn paper(read: &Read, systems: &Systems, rules: &Rules, shown: &Shown) -> Result<Paper> {
    let template = template(systems, &shown.kind.document)?;
    let is_talk = shown.record.partner.is_some();
    let fill = Fill::new()
        .text("unit", &shown.place.name)
        .text("heading", heading_of(shown))
        .text("day", shown.record.plan_on.zh())
        .blocks("facts", facts(rules, shown)?)
        .blocks("body", body(shown))
        .text("chair_role", if is_talk { "谈话人" } else { "主持人" })
        .text("recorder_role", if is_talk { "谈话对象" } else { "记录人" });
    let fill = if shown.kind.is_filing() { letter(read, fill, shown)? } else { fill };
    template.fill(&fill.kept_for(&template)).map_err(Error::broken)
}

/// What a letter with a red head says besides: who issues it, under which number, who signed it, whom to ask.
fn letter(read: &Read, fill: Fill, shown: &Shown) -> Result<Fill> {
    let record = &shown.record;
    let signer = match &shown.signer {
        Some(signer) => signer.clone(),
        None => signer(read, &shown.place, record.plan_on)?,
    };
    let contact = match shown.name(record.drafted_by) {
        name if name.is_empty() => name,
        name => format!("联系人：{name}"),
    };
    Ok(fill
        .text("issuer", format!("{}文件", shown.place.name))
        .text("number", &record.topic)
        .text("signer", signer)
        .text("to", &record.guests)
        .text("contact", contact))
}

/// 签发人 of what goes upwards: the secretary of the day.
fn signer(read: &Read, place: &Place, on: Day) -> Result<String> {
    let secretary = people::holder(read, place.id, "secretary", on)?;
    Ok(secretary.map_or_else(String::new, |post| post.name))
}

/// A paper out of a template of `systems/`, which must have a place for everything in `fill`.
pub fn filled(ctx: &Ctx, path: &str, fill: &Fill) -> Result<Paper> {
    template(ctx.part::<Systems>(), path)?.fill(fill).map_err(Error::broken)
}

/// A template of `systems/`, checked.
pub fn template(systems: &Systems, path: &str) -> Result<Template> {
    let missing = || Error::broken(format!("没有公文模板 {path}"));
    let text = systems.text(path).ok_or_else(missing)?;
    Template::parse(path, text).map_err(Error::broken)
}

fn heading_of(shown: &Shown) -> String {
    if shown.kind.is_filing() {
        return shown.record.title.clone();
    }
    let number = match shown.record.number {
        Some(_) => format!("（{}）", shown.record.number_zh()),
        None => String::new(),
    };
    format!("{}记录{number}", shown.short_title())
}

fn facts(rules: &Rules, shown: &Shown) -> Result<Vec<Block>> {
    if shown.kind.is_filing() {
        let rows = shown.facts(rules)?.into_iter();
        return Ok(rows.map(|(name, words)| Block::Pair(name, words.into())).collect());
    }
    let sessions = shown.record.sessions();
    let times: Vec<String> = sessions.iter().map(Session::time_zh).collect();
    let mut places: Vec<&str> = sessions.iter().map(|it| it.place.as_str()).collect();
    places.dedup();
    let mut rows = vec![("时间".to_owned(), times.join("；"))];
    rows.push(("地点".to_owned(), places.join("；")));
    rows.extend(shown.facts(rules)?.into_iter().filter(|(name, _)| name != WHEN && name != NUMBER));
    rows.push(("出席人员".to_owned(), came(shown)));
    rows.push(("议题".to_owned(), unsaid(&shown.record)));
    // The form promises that the paper says so, too.
    if let Some((reason, day)) = shown.record.late_reason.as_ref().zip(shown.record.closed_at) {
        rows.push(("补录".to_owned(), format!("{}录入。{reason}", day.day().zh())));
    }
    rows.retain(|(_, words)| !words.is_empty());
    let end = |words: String| if words.ends_with('。') { words } else { format!("{words}。") };
    let pair = |(name, words): (String, String)| {
        let words =
            if words.contains('；') || name.contains("到会") { end(words) } else { words };
        Block::Pair(name, words.into())
    };
    Ok(rows.into_iter().map(pair).collect())
}

/// Those of a committee who came, by name: of a whole branch the sign-in sheet says so.
fn came(shown: &Shown) -> String {
    if shown.kind.expects != Expects::Committee {
        return String::new();
    }
    let came = shown.people.iter().filter(|it| it.presence.came());
    came.map(|it| it.name.as_str()).collect::<Vec<_>>().join("、")
}

/// The agenda, where the minutes do not go by it.
fn unsaid(record: &Record) -> String {
    let agenda = record.agenda();
    if record.is_private() || agenda.iter().all(|item| record.minutes.contains(item)) {
        return String::new();
    }
    let numbered = (1..).zip(agenda).map(|(number, item)| format!("{number}. {item}"));
    numbered.collect::<Vec<_>>().join("；")
}

fn body(shown: &Shown) -> Vec<Block> {
    let mut blocks = Vec::new();
    if shown.record.is_private() {
        blocks.push(Block::Paragraph("谈心谈话的内容只由谈话双方掌握，不在记录里。".into()));
        return blocks;
    }
    blocks.extend(minutes(&shown.record.minutes, speaker::spoken(shown)));
    if !shown.motions.is_empty() {
        blocks.push(Block::Heading(Level::One, "表决事项".into()));
    }
    for motion in &shown.motions {
        blocks.push(Block::Motion(vote(motion)));
    }
    if shown.kind.rectifies {
        blocks.extend(rectification(&shown.tasks));
        return blocks;
    }
    if !shown.tasks.is_empty() {
        blocks.push(Block::Heading(Level::One, "议定事项".into()));
    }
    for (place, task) in shown.tasks.iter().enumerate() {
        blocks.push(Block::Paragraph(format!("{}. {}。", place + 1, Task::zh(task)).into()));
    }
    blocks
}

/// The text, and below the head of each item of the agenda who spoke to it; last who spoke to none that has a head.
fn minutes(text: &str, spoken: Vec<Spoken>) -> Vec<Block> {
    let (mut blocks, mut left) = (Vec::new(), spoken);
    let mut here: Option<Spoken> = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some(words) = heading(line) else {
            blocks.push(Block::Paragraph(line.into()));
            continue;
        };
        blocks.extend(here.take().iter().flat_map(said));
        let place = left.iter().position(|it| it.item == words);
        here = place.map(|at| left.remove(at));
        blocks.push(Block::Heading(Level::One, words.to_owned()));
    }
    blocks.extend(here.iter().flat_map(said));
    if !left.is_empty() {
        blocks.push(Block::Heading(Level::One, "发言".into()));
    }
    for part in &left {
        if !part.item.is_empty() {
            blocks.push(Block::Heading(Level::Two, part.item.clone()));
        }
        blocks.extend(said(part));
    }
    blocks
}

fn said(spoken: &Spoken) -> Vec<Block> {
    let lines = spoken.lines.iter().flat_map(speaker::Line::zh);
    lines.map(|line| Block::Paragraph(line.as_str().into())).collect()
}

/// 整改清单 as a table; nothing where there is none.
fn rectification(tasks: &[Task]) -> Vec<Block> {
    if tasks.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(["问题", "整改措施", "责任人", "期限"]).widths([4, 4, 2, 2]);
    for task in tasks {
        let due = task.due_on.map_or_else(String::new, calendar::Day::zh);
        table = table.row([&task.problem, &task.text, &task.owner, &due]);
    }
    vec![Block::Heading(Level::One, "整改清单".into()), Block::Table(table)]
}

/// `一、听取工作报告`: people number their own heads; the paper counts again.
pub(crate) fn heading(line: &str) -> Option<&str> {
    let (number, words) = line.split_once('、')?;
    let is_number =
        !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c));
    (is_number && !words.is_empty()).then(|| words.trim_end_matches('。'))
}

fn vote(motion: &Motion) -> Vote {
    let figure = |count: Option<i64>| u32::try_from(count.unwrap_or_default()).unwrap_or_default();
    let count = |count: i64| figure(Some(count));
    let written = match motion.written_yes {
        0 => String::new(),
        n => format!("会前书面赞成{n}人。"),
    };
    Vote {
        text: motion.text.clone(),
        manner: motion.manner_zh().to_owned(),
        due: figure(motion.should_attend),
        present: figure(motion.present),
        yes: count(motion.yes),
        no: count(motion.no),
        abstain: count(motion.abstain),
        result: format!("{written}{}。", motion.outcome.clone().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn a_line_with_a_chinese_number_is_a_heading() {
        assert_eq!(heading("一、听取工作报告"), Some("听取工作报告"));
        assert_eq!(heading("十二、其他。"), Some("其他"));
        assert_eq!(heading("周立群、陈晓梅发言"), None);
        assert_eq!(heading("一、"), None);
    }
}
