//! 整改清单 of one life meeting: what was found, what is done about it by whom until when, and how far it is.

use act::{Ctx, Result};
use calendar::Day;
use documents::{Block, Fill, Paper, Table};

use super::filled;
use crate::{kind::Expects, show::Shown, task::Task};

const TEMPLATE: &str = "R17/documents/rectification.md";

pub(super) fn paper(ctx: &Ctx, shown: &Shown) -> Result<Paper> {
    let matters: Vec<&Task> = shown.tasks.iter().filter(|it| !it.problem.is_empty()).collect();
    let head = match shown.place.kind.as_str() {
        _ if shown.kind.expects == Expects::Committee => "主要负责人",
        "subgroup" => "党小组组长",
        _ => "党支部书记",
    };
    let fill = Fill::new()
        .text("unit", &shown.place.name)
        .text("heading", format!("{}整改清单", shown.record.title))
        .blocks("facts", facts(ctx, shown, &matters))
        .blocks("matters", list(&matters, ctx.today))
        .text("head_role", head)
        .text("day", ctx.today.zh());
    filled(ctx, TEMPLATE, &fill)
}

fn facts(ctx: &Ctx, shown: &Shown, matters: &[&Task]) -> Vec<Block> {
    let done = matters.iter().filter(|it| it.done_at.is_some()).count();
    let so_far = match matters.len() {
        0 => "没有列整改事项".to_owned(),
        all => format!("{all}项，到{}办结{done}项", ctx.today.zh()),
    };
    let rows = [
        ("会议", shown.record.title.clone()),
        ("召开时间", shown.record.plan_on.zh()),
        ("主题", shown.record.topic.clone()),
        ("整改事项", so_far),
    ];
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty());
    rows.map(|(name, words)| Block::Pair(name.to_owned(), words.into())).collect()
}

fn list(matters: &[&Task], today: Day) -> Vec<Block> {
    if matters.is_empty() {
        return Vec::new();
    }
    let headings = ["序号", "问题", "整改措施", "责任人", "期限", "完成情况"];
    let table = Table::new(headings).widths([2, 6, 6, 3, 4, 6]);
    let row = |table: Table, (at, task): (usize, &&Task)| {
        let due = task.due_on.map_or_else(String::new, Day::zh);
        let (problem, text, owner) = (task.problem.clone(), task.text.clone(), task.owner.clone());
        table.row([(at + 1).to_string(), problem, text, owner, due, state(task, today)])
    };
    vec![Block::Table(matters.iter().enumerate().fold(table, row))]
}

fn state(task: &Task, today: Day) -> String {
    let open = if task.is_late(today) { "逾期" } else { "在办" };
    task.ended().unwrap_or_else(|| open.to_owned())
}
