//! What a draw came to, and the sheet of one hearing, on paper; the draw as a spreadsheet.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Paper, Table};
use leaving::{List, Printed};
use record::Kinds;
use sheets::write::Value;
use web::{Page, Reply, Req};

use super::{
    one::{self, Found},
    round::{self, Drawn, Line},
    sheet::{self, MARKS, VERDICTS, word},
};
use crate::{SEE, printed};

impl Drawn {
    fn title(&self) -> String {
        format!("{}抽签结果", self.round.title)
    }

    fn paper(&self) -> Paper {
        let Self { round, input, .. } = self;
        let table = Table::new(["序号", "组织", "听会人", "时间", "结果"]).widths([2, 6, 4, 6, 3]);
        let row = |table: Table, (at, it): (usize, &Line)| {
            let number = (at + 1).to_string();
            table.row([number, it.name.clone(), who(it), it.when.clone(), it.state.to_owned()])
        };
        let mut paper = Paper::new(self.title())
            .pair("组织单位", &self.place.name)
            .pair("会议类型", self.kind.as_str())
            .pair("期间", format!("{}至{}", round.from_on.zh(), round.to_on.zh()))
            .pair("抽签时间", round.drawn_at.zh())
            .pair(
                "抽取范围",
                format!(
                    "{}个组织里抽{}个，{}人里抽听会的人",
                    input.branches.len(),
                    self.lines.len(),
                    input.auditors.len()
                ),
            )
            .pair("抽签种子", round.seed.as_str());
        if let Some(why) = &round.ended_why {
            paper = paper.pair("已取消", why.as_str());
        }
        let same = if self.is_same {
            "按种子和公开的办法重算，和上面完全一样。"
        } else {
            "按种子重算的结果和记下的不一样。"
        };
        paper.table(self.lines.iter().enumerate().fold(table, row)).paragraph(same)
    }
}

fn who(it: &Line) -> String {
    it.seats.iter().map(|seat| seat.who.as_str()).collect::<Vec<_>>().join("、")
}

fn looked_at(ctx: &Ctx, read: &Read, req: &Req) -> Result<Drawn> {
    let drawn = round::drawn(ctx, read, req.id("round")?)?;
    ctx.viewed(&SEE, format!("round:{}", drawn.round.id), drawn.lines.len());
    Ok(drawn)
}

fn round_printed(ctx: &Ctx, read: &Read, req: &Req) -> Result<Printed> {
    let drawn = looked_at(ctx, read, req)?;
    let url = format!("/review/rounds/{}", drawn.round.id);
    Ok(printed(drawn.paper(), (drawn.title(), "A4，可以存档。"), (&drawn.round.title, url)))
}

pub(super) fn print_round(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    round_printed(ctx, read, req)?.page()
}

pub(super) fn file_round(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    round_printed(ctx, read, req)?.file(ctx, req)
}

const COLUMNS: [(&str, u16); 6] =
    [("序号", 6), ("组织", 28), ("抽中原因", 28), ("听会人", 20), ("时间", 30), ("结果", 10)];

pub(super) fn take_round(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let drawn = ctx.read(|read| looked_at(ctx, read, req))?;
    let row = |(at, it): (usize, &Line)| {
        let words =
            [it.name.clone(), it.why.clone(), who(it), it.when.clone(), it.state.to_owned()];
        let number = Value::Number((at + 1) as f64);
        [number].into_iter().chain(words.iter().map(|it| leaving::text(it))).collect()
    };
    let list = List {
        kind: "review.round",
        title: drawn.title(),
        scope: format!("{}，种子{}", drawn.place.name, drawn.round.seed),
        measure: "个".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["no", "unit", "why", "auditor", "when", "result"],
        rows: drawn.lines.iter().enumerate().map(row).collect(),
        units: vec![drawn.place.id],
    };
    list.give_now(ctx)
}

/// Blank to be taken along, or as it was filed.
fn sheet_of(ctx: &Ctx, read: &Read, found: &Found) -> Result<Paper> {
    let Found { hearing, round, .. } = found;
    let (names, courses) = one::names_and_courses(read, found)?;
    let planned = one::heard_of(&courses, hearing, round);
    ctx.viewed(&SEE, format!("hearing:{}", hearing.id), names.len());
    let kind = Kinds::built_in().find(&round.kind).ok_or(Error::NotFound)?;
    let is_filed = hearing.verdict.is_some();
    let given = hearing.marks();
    let options = |words: &[(&str, &str)]| {
        words.iter().map(|(_, it)| format!("□{it}")).collect::<Vec<_>>().join("　")
    };
    let table = Table::new(["项目", "评议要点", "评价", "存在不足"]).widths([4, 8, 4, 6]);
    let row = |table: Table, it: &sheet::Item| {
        let mark = given.iter().find(|mark| mark.item == it.key);
        let (word, why) = match mark {
            Some(mark) => (word(&MARKS, &mark.given).to_owned(), mark.why.clone()),
            None => (options(&MARKS), String::new()),
        };
        table.row([it.title.clone(), it.hint.clone(), word, why])
    };
    let verdict = match hearing.verdict.as_deref() {
        Some(verdict) => word(&VERDICTS, verdict).to_owned(),
        None => options(&VERDICTS),
    };
    let mut paper = Paper::new(title(found))
        .pair("组织", hearing.unit_name.as_str())
        .pair("会议", kind.title.as_str())
        .pair("时间地点", planned.map_or_else(String::new, super::Course::when))
        .pair("听会人", names.join("、"))
        .paragraph("对会不对人：不写谁怎么样，只写会开得怎么样。")
        .table(sheet::items(&round.kind).iter().fold(table, row))
        .pair("结论", verdict)
        .pair("反馈", if is_filed { hearing.words.replace('\n', "") } else { String::new() });
    if let Some(reply) = &hearing.reply {
        paper = paper.pair("答复", reply.replace('\n', ""));
    }
    let paper = paper.sign("听会人");
    Ok(match hearing.filed_on {
        Some(on) => paper.dated(on),
        None => paper,
    })
}

fn title(found: &Found) -> String {
    let called = sheet::words(&found.round.kind).0;
    format!("{}{called}记录表", found.hearing.unit_name)
}

/// The blank one is for who sits in; others see it when it is filed.
fn with_sheet(ctx: &Ctx, read: &Read, req: &Req) -> Result<Found> {
    let found = one::found(ctx, read, req.id("hearing")?)?;
    if found.is_mine || found.hearing.verdict.is_some() { Ok(found) } else { Err(Error::NotFound) }
}

fn sheet_printed(ctx: &Ctx, read: &Read, req: &Req) -> Result<Printed> {
    let found = with_sheet(ctx, read, req)?;
    let (paper, url) = (sheet_of(ctx, read, &found)?, found.hearing.url());
    Ok(printed(paper, (title(&found), "A4，可以带去听会。"), (&found.hearing.unit_name, url)))
}

pub(super) fn print_sheet(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    sheet_printed(ctx, read, req)?.page()
}

pub(super) fn file_sheet(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    sheet_printed(ctx, read, req)?.file(ctx, req)
}
