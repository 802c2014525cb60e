//! One entry as a paper: what it is, and what was held with it; of a studio also its people and pairs.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Block, Fill, Level, Paper, Table};
use exports::Format;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section};

use crate::{
    SEE,
    entry::{self, Seen},
    studio,
};

const TEMPLATE: &str = "R32/documents/entry.md";
/// A paper lists all that the viewer sees; an entry has fewer.
const ALL: i64 = 100_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/registers/{id}/paper", Door::SignedIn, print),
        Route::data("/registers/{id}/paper/{format}", Door::SignedIn, file),
    ]
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let seen = entry::seen(ctx, read, req.id("id")?)?;
    let (paper, url) = (paper(ctx, read, &seen)?, seen.entry.url());
    let sheet = ("纸面按公文格式，A4。", Markup(documents::html(&paper)));
    let files = web::word_and_pdf(&format!("{url}/paper"));
    let crumbs = [("名录".to_owned(), "/registers".to_owned()), (seen.entry.name.clone(), url)];
    Ok(Page::of_paper("打印", sheet, files)?.under(crumbs).section(Section::Life))
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let seen = entry::seen(ctx, read, req.id("id")?)?;
    let paper = paper(ctx, read, &seen)?;
    let print = format!("{}/paper", seen.entry.url());
    record::paper_file(ctx, &paper, (&seen.entry.name, format), &print)
}

fn pair(name: &str, words: impl Into<String>) -> Block {
    Block::Pair(name.to_owned(), words.into().into())
}

fn heading(words: &str) -> Block {
    Block::Heading(Level::One, words.to_owned())
}

fn line(words: impl Into<String>) -> Block {
    Block::Paragraph(words.into().into())
}

fn paper(ctx: &Ctx, read: &Read, seen: &Seen) -> Result<Paper> {
    let Seen { entry, sort, place, .. } = seen;
    let list = |total| Pager::of(&Req::default(), ALL, total);
    let (_, held) = record::naming(ctx, read, entry.id, list)?;
    ctx.viewed(&SEE, format!("register:{}", entry.id), held.len());
    let mut facts = vec![pair("由谁登记", &place.name), pair("起止日期", entry.days_zh())];
    if let (Some(studio), Some(name)) = (&sort.studio, &entry.head_name) {
        facts.push(pair(&studio.head, name));
    }
    let mut body = Vec::new();
    for (title, lines) in entry::facts(entry, sort) {
        match lines.as_slice() {
            [one] if one.chars().count() <= 40 => facts.push(pair(&title, one)),
            lines => {
                body.push(heading(&title));
                body.extend(lines.iter().map(line));
            }
        }
    }
    if sort.studio.is_some() && seen.is_whole {
        body.extend(people(ctx, read, entry.id)?);
    }
    body.push(heading("活动和记录"));
    if held.is_empty() {
        body.push(line("还没有。"));
    } else {
        let mut table = Table::new(["名称", "组织", "日期", "到会/应到"]).widths([5, 4, 3, 2]);
        for it in &held {
            let on = it.on.zh_short();
            table = table.row([&it.title, &it.unit_name, &on, &it.attendance].map(String::as_str));
        }
        body.push(Block::Table(table));
    }
    let fill = Fill::new()
        .text("unit", &place.name)
        .text("heading", format!("{}：{}", sort.title, entry.name))
        .text("day", ctx.today.zh())
        .blocks("facts", facts)
        .blocks("body", body);
    record::paper_filled(ctx, TEMPLATE, &fill)
}

fn people(ctx: &Ctx, read: &Read, id: i64) -> Result<Vec<Block>> {
    let belong = studio::store::belong(read, id, ctx.today)?;
    let names: Vec<String> = belong.iter().map(studio::Belongs::zh).collect();
    let mut body = vec![heading("负责人和成员"), line(format!("{}。", names.join("、")))];
    let pairs = studio::store::pairs(read, id, None, (0, ALL))?;
    if !pairs.is_empty() {
        body.push(heading("师徒结对"));
        body.extend(pairs.iter().map(|it| {
            let account = match it.account.as_str() {
                "" => String::new(),
                words => format!("小结：{words}"),
            };
            let (mentor, learner) = (&it.mentor_name, &it.learner_name);
            line(format!(
                "{mentor}带{learner}，{}。带什么：{}。{account}",
                it.days_zh(),
                it.work_on
            ))
        }));
    }
    Ok(body)
}
