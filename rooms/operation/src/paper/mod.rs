//! Papers: the summary of an operation for its committee, and a member's part for himself and his home.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Block, Fill, Level, Paper, Table};
use exports::Format;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use crate::{
    operation::{self, Access, Seen, Stage},
    part::{self, Part},
    word::{self, Word},
};

const TEMPLATE: &str = "R33/documents/summary.md";
const FORM: &str = "纸面按公文格式，A4。";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/operations/{id}/paper", Door::SignedIn, print),
        Route::data("/operations/{id}/paper/{format}", Door::SignedIn, file),
        Route::page("/operations/{id}/members/{person}/paper", Door::SignedIn, print_part),
        Route::data("/operations/{id}/members/{person}/paper/{format}", Door::SignedIn, file_part),
    ]
}

/// For whom the whole or one branch of it is; members have their own part.
fn seen(ctx: &Ctx, read: &Read, req: &Req) -> Result<Seen> {
    let seen = operation::find(ctx, read, req.id("id")?)?;
    let is_part = matches!(seen.access, Access::Part { .. });
    if is_part || seen.operation.stage(ctx.today) == Stage::Prepared {
        return Err(Error::NotFound);
    }
    Ok(seen)
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = seen(ctx, read, req)?;
    let (paper, url) = (summary(ctx, read, &seen)?, seen.operation.url());
    let sheet = (FORM, Markup(documents::html(&paper)));
    let files = web::word_and_pdf(&format!("{url}/paper"));
    let crumbs =
        [("战时工作".to_owned(), "/operations".to_owned()), (seen.operation.code.clone(), url)];
    Ok(Page::of_paper("小结", sheet, files)?.under(crumbs).section(Section::Life))
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let seen = seen(ctx, read, req)?;
    let paper = summary(ctx, read, &seen)?;
    let name = format!("{}小结", seen.operation.code);
    record::paper_file(
        ctx,
        &paper,
        (&name, format(req)?),
        &format!("{}/paper", seen.operation.url()),
    )
}

fn format(req: &Req) -> Result<Format> {
    Format::of_paper(req.param("format")).ok_or(Error::NotFound)
}

fn print_part(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let part = part_of(ctx, read, req)?;
    let url = format!("/operations/{}/members/{}", part.operation.id, part.member.person);
    let sheet = (FORM, Markup(documents::html(&of_part(ctx, &part)?)));
    let files = web::word_and_pdf(&format!("{url}/paper"));
    Ok(Page::of_paper("执行任务情况", sheet, files)?
        .under([(part.member.name.clone(), url)])
        .section(Section::Life))
}

fn file_part(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let part = part_of(ctx, read, req)?;
    let url = format!("/operations/{}/members/{}/paper", part.operation.id, part.member.person);
    let name = format!("{}执行任务情况", part.member.name);
    record::paper_file(ctx, &of_part(ctx, &part)?, (&name, format(req)?), &url)
}

fn part_of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Part> {
    let (id, person) = (req.id("id")?, req.id("person")?);
    let part = part::find(ctx, read, id, person)?;
    if ctx.actor.person() != Some(person) {
        ctx.viewed(&crate::RECEIVE, format!("person:{person}"), 1);
    }
    Ok(part)
}

fn pair(name: &str, words: impl Into<String>) -> Block {
    Block::Pair(name.to_owned(), words.into().into())
}

fn heading(words: &str) -> Block {
    Block::Heading(Level::One, words.to_owned())
}

fn summary(ctx: &Ctx, read: &Read, seen: &Seen) -> Result<Paper> {
    let operation = &seen.operation;
    let members = operation::store::members(read, operation.id, &seen.wanted())?;
    ctx.viewed(&crate::SEE, format!("operation:{}", operation.id), members.len());
    let mut facts = vec![pair("代　　号", &operation.code), pair("起止日期", operation.days_zh())];
    if seen.is_whole() {
        let decisions = operation::store::decisions(read, operation.id)?;
        facts.extend(decisions.iter().map(|it| pair("决　　定", it.zh())));
    }
    facts.push(pair("编入人数", format!("{}人", members.len())));
    let mut body = Vec::new();
    let units: Vec<i64> = seen.shown_teams().iter().filter_map(|team| team.unit).collect();
    let held = record::held_by(read, &units)?;
    for team in seen.shown_teams() {
        body.push(heading(&team.name));
        let leader = team.leader_name.clone().unwrap_or_default();
        body.push(Block::Paragraph(format!("{}：{leader}。", team.sort.leader_zh()).into()));
        let mut table = Table::new(["姓名", "原支部", "起止", "鉴定"]).widths([2, 4, 3, 2]);
        for it in
            members.iter().filter(|it| it.branch == Some(team.id) || it.vanguard == Some(team.id))
        {
            let is_all = it.from_on == operation.from_on && it.to_on == operation.to_on;
            let days = operation::days_zh(it.from_on, it.to_on);
            let days = if is_all { "全程".to_owned() } else { days };
            let appraised = if it.is_appraised { "有" } else { "无" };
            table = table.row([it.name.as_str(), &it.home_name, &days, appraised]);
        }
        body.push(Block::Table(table));
        let mut of_team = held.iter().filter(|it| Some(it.unit) == team.unit).peekable();
        if of_team.peek().is_some() {
            body.push(Block::Paragraph("组织生活：".into()));
        }
        body.extend(of_team.map(|it| {
            let came = it.roll.iter().filter(|entry| entry.presence.came()).count();
            let words = format!(
                "{}，{}，应到{}人，实到{came}人。",
                it.held_on.zh(),
                it.title,
                it.roll.len()
            );
            Block::Paragraph(words.into())
        }));
    }
    let words = word::store::commendations(
        read,
        (operation.id, seen.own_teams().as_deref()),
        (0, i64::MAX),
    )?;
    body.extend(said("火线表扬", &words, true));
    let fill = Fill::new()
        .text("unit", &seen.place.name)
        .text("heading", format!("{}临时组织工作小结", operation.code))
        .text("day", ctx.today.zh())
        .blocks("facts", facts)
        .blocks("body", body);
    record::paper_filled(ctx, TEMPLATE, &fill)
}

fn of_part(ctx: &Ctx, part: &Part) -> Result<Paper> {
    let mut facts = vec![
        pair("姓　　名", &part.member.name),
        pair("原 支 部", &part.home.name),
        pair("起止日期", operation::days_zh(part.member.from_on, part.member.to_on)),
        pair("编　　入", part.team_names().join("、")),
    ];
    if part.is_inside {
        facts.insert(0, pair("代　　号", &part.operation.code));
    }
    let mut body = Vec::new();
    let (appraisals, commendations): (Vec<Word>, Vec<Word>) =
        part.words.iter().cloned().partition(|it| it.sort == word::WordSort::Appraisal);
    body.extend(said("鉴定", &appraisals, false));
    body.extend(said("火线表扬", &commendations, false));
    if !part.attended.is_empty() {
        body.push(heading("参加的组织生活"));
        let line = |it: &part::Attended| format!("{}，{}，{}。", it.on.zh(), it.title, it.how);
        body.extend(part.attended.iter().map(|it| Block::Paragraph(line(it).into())));
    }
    let fill = Fill::new()
        .text("unit", &part.home.name)
        .text("heading", format!("{}同志执行任务期间情况", part.member.name))
        .text("day", ctx.today.zh())
        .blocks("facts", facts)
        .blocks("body", body);
    record::paper_filled(ctx, TEMPLATE, &fill)
}

/// Nothing where nothing was said.
fn said(title: &str, words: &[Word], with_whom: bool) -> Vec<Block> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![heading(title)];
    for word in words {
        let whom = if with_whom { format!("{}：", word.whom()) } else { String::new() };
        blocks.push(Block::Paragraph(format!("{whom}{}", word.words).into()));
        blocks.push(Block::Paragraph(format!("（{}，{}）", word.body, word.given_on.zh()).into()));
    }
    blocks
}
