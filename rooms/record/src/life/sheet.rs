//! 整改清单 as a spreadsheet: what the list shows, without pages.

use std::collections::BTreeSet;

use act::{Ctx, Error, Result};
use calendar::Day;
use db::Read;
use exports::{Made, Out};
use leaving::{AtPage, List, text};
use sheets::write::Value;
use web::{Pager, Reply, Req};

use super::{
    list::{Asked, may_take},
    store::{self, Item},
};
use crate::SEE_RECORD;

const KIND: &str = "record.rectification";
/// A file of more rows than this helps nobody.
const MOST_ROWS: i64 = 100_000;
const COLUMNS: [(&str, u16); 10] = [
    ("序号", 6),
    ("组织", 24),
    ("会议", 28),
    ("召开日期", 12),
    ("问题", 40),
    ("整改措施", 40),
    ("责任人", 14),
    ("期限", 12),
    ("状态", 8),
    ("办结日期和结果", 40),
];

/// Lists of what is put right as a kind of export.
pub fn kind() -> exports::Kind {
    exports::Kind { key: KIND, act: |_| SEE_RECORD, make }
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    listed(ctx, read, &AtPage::back(wanted)?)?.made_by(ctx, out)
}

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !may_take(ctx) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    ctx.read(|read| listed(ctx, read, req))?.give(ctx, &AtPage::of(req))
}

fn listed(ctx: &Ctx, read: &Read, req: &Req) -> Result<List> {
    let Asked { wanted, scope } = Asked::of(ctx, read, req)?;
    let (total, _) = store::count(ctx, read, &wanted)?;
    if total > MOST_ROWS {
        return Err(Error::invalid("", format!("一次最多导出{MOST_ROWS}项，请先筛选")));
    }
    let items = store::list(ctx, read, &wanted, Pager::of(&Req::default(), MOST_ROWS, total))?;
    let units: BTreeSet<i64> = items.iter().map(|it| it.unit).collect();
    Ok(List {
        kind: KIND,
        title: "整改清单".to_owned(),
        scope,
        measure: "项".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &[
            "no", "unit", "meeting", "held", "problem", "task", "owner", "due", "state", "outcome",
        ],
        rows: items.iter().enumerate().map(|(at, it)| row(at + 1, it, ctx.today)).collect(),
        units: units.into_iter().collect(),
    })
}

fn row(number: usize, item: &Item, today: Day) -> Vec<Value> {
    let done = item.done_at.map_or_else(String::new, |at| at.day().to_string());
    let end = [done.as_str(), item.outcome.as_str()];
    let end: Vec<&str> = end.into_iter().filter(|it| !it.is_empty()).collect();
    let (_, state) = item.state(today);
    vec![
        Value::Number(number as f64),
        text(&item.unit_name),
        text(&item.title),
        leaving::day(item.plan_on),
        text(&item.problem),
        text(&item.text),
        text(&item.owner),
        leaving::maybe_day(item.due_on),
        text(state),
        text(&end.join("，")),
    ]
}
