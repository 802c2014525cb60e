//! A rehearsed roster for the eye: what is odd, who is here already, which branches are unknown.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use imports::{Finding, Shown};
use web::{Markup, Req};

use super::{
    Doing, Plan,
    choose::{self, BranchLine},
};
use crate::{member, roster};

/// More known people than this are only counted on the page; the list has them all.
const MOST_KNOWN: usize = 200;

struct KnownLine {
    sheet: String,
    row: u32,
    name: String,
    what: String,
    then: &'static str,
}

#[derive(Template)]
#[template(path = "import/tables.html")]
struct Tables {
    branches: Vec<BranchLine>,
    known: Vec<KnownLine>,
    known_more: usize,
}

pub(super) fn shown(ctx: &Ctx, read: &Read, req: &Req, plan: &Plan) -> Result<Shown> {
    let mut known = known_lines(ctx, read, plan)?;
    let branches: Vec<BranchLine> = choose::unknown(plan)
        .enumerate()
        .map(|(no, it)| choose::branch_line(req, no, it))
        .collect();
    let totals = plan.rehearsal.totals;
    let added = plan.count(|it| *it == Doing::Add);
    let changed = plan.count(|it| matches!(it, Doing::Change(_) | Doing::Move(_)));
    let same = plan.count(|it| *it == Doing::Nothing);
    let (questions, further) = (known.len() + branches.len(), known.iter().map(finding).collect());
    let known_more = known.len().saturating_sub(MOST_KNOWN);
    known.truncate(MOST_KNOWN);
    let tables = Tables { branches, known, known_more };
    let tables = tables.render().map_err(|error| Error::Broken(error.into()))?;
    Ok(Shown {
        unit_name: plan.unit_name.clone(),
        in_file: totals.imported + totals.refused,
        source: sheets_words(plan),
        to_write: added + changed,
        to_write_words: format!("新增{added}人，更新{changed}人，{same}人已有且相同"),
        left: totals.refused + plan.rows.len() - added - changed - same,
        notes: notes(plan),
        findings: findings(plan),
        findings_note: "身份证号只显示前6位和后4位。",
        further,
        questions,
        tables: Markup(tables),
        options: choose::options(req, plan),
        ..Shown::default()
    })
}

fn finding(it: &KnownLine) -> Finding {
    Finding {
        sheet: it.sheet.clone(),
        row: it.row,
        name: it.name.clone(),
        reason: it.what.clone(),
        suggestion: it.then.to_owned(),
        ..Finding::default()
    }
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

fn findings(plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &plan.rehearsal.sheets {
        for row in &sheet.refused {
            for found in &row.findings {
                let (reason, suggestion) = found.reason.words();
                findings.push(Finding {
                    sheet: name_of(sheet),
                    row: row.row,
                    name: row.name.clone(),
                    column: found.heading.clone(),
                    shown: found.shown.clone(),
                    reason: reason.to_owned(),
                    suggestion: suggestion.to_owned(),
                    is_written: false,
                });
            }
        }
    }
    findings
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
