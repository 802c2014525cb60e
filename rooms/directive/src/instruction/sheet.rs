//! The ledger on paper: what the filters of the page show, as print page, Word and PDF.

use act::{Ctx, Error, Result};
use calendar::Day;
use db::Read;
use documents::{Block, Fill, Paper, Table};
use exports::Format;
use web::{Markup, Page, Reply, Req, Section};

use super::{
    lists::{Entry, entries},
    pages, scope_of,
};

const TEMPLATE: &str = "R13/documents/ledger.md";

pub(super) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let paper = paper(ctx, read, req)?;
    let file = |format: &str| {
        req.with_query("page", "").replacen("/print", &format!("/print/{format}"), 1)
    };
    let words = "A4；内容就是台账上的，下级组织办得怎么样由存档的记录汇成。";
    let sheet = (words, Markup(documents::html(&paper)));
    let files = [("Word", file("docx")), ("PDF", file("pdf"))];
    Ok(Page::of_paper("打印台账", sheet, files)?
        .under([("批示台账", "/instructions")])
        .section(Section::Life))
}

pub(super) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let paper = paper(ctx, read, req)?;
    record::paper_file(ctx, &paper, ("批示台账", format), "/instructions/print")
}

fn paper(ctx: &Ctx, read: &Read, req: &Req) -> Result<Paper> {
    let filter = pages::filter(ctx, read, req)?;
    let entries = entries(ctx, read, &filter)?;
    let scope = scope_of(ctx, filter.under.as_ref(), filter.year).replace("范围：", "");
    let facts = vec![
        Block::Pair("范　　围".into(), scope.into()),
        Block::Pair("件　　数".into(), format!("{}件", entries.len()).into()),
    ];
    let body = if entries.is_empty() {
        Block::Paragraph("没有登记。".into())
    } else {
        Block::Table(table(ctx, &entries))
    };
    let unit = ctx.actor.hat().map_or("", |hat| hat.unit.name.as_str());
    let fill = Fill::new()
        .text("unit", unit)
        .text("day", ctx.today.zh())
        .blocks("facts", facts)
        .blocks("body", vec![body]);
    record::paper_filled(ctx, TEMPLATE, &fill)
}

fn table(ctx: &Ctx, entries: &[Entry]) -> Table {
    let mut table = Table::new(["编号", "题目", "最后一天", "任务", "由谁办", "怎么样"])
        .widths([4, 7, 3, 7, 4, 3]);
    for Entry { it, tasks, .. } in entries {
        let due = it.due_on.map_or_else(|| "长期".to_owned(), |due| day(due, ctx.today));
        let own = [it.number.clone(), it.title.clone(), due];
        let none = [String::new(), String::new(), it.state_zh(ctx.today).to_owned()];
        let of = |task: &crate::task::Task| {
            [task.words.clone(), task.who(ctx), task.stand_zh().to_owned()]
        };
        let cells = if tasks.is_empty() { vec![none] } else { tasks.iter().map(of).collect() };
        for (place, of_task) in cells.into_iter().enumerate() {
            let own = if place == 0 { own.clone() } else { Default::default() };
            table = table.row([own, of_task].concat());
        }
    }
    table
}

/// `12月25日`, with its year where that is another one.
fn day(on: Day, today: Day) -> String {
    if on.year() == today.year() { on.zh_short() } else { on.zh() }
}
