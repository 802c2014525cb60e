//! The list as a spreadsheet: the node and all below it, every report that is owed or was sent.

use act::{Ctx, Error, Result};
use db::Read;
use exports::{Made, Out};
use leaving::{AtPage, List, text};
use sheets::write::Value;
use web::{Reply, Req, Route};

use crate::{
    SEE,
    kind::Report,
    list::{self, Line, Sent, Wanted},
};

const KIND: &str = "receipt.list";
const TITLE: &str = "报告收报清单";

const COLUMNS: [(&str, u16); 11] = [
    ("级别", 10),
    ("组织", 32),
    ("报告", 28),
    ("最后一天", 12),
    ("依据", 40),
    ("报送日期", 12),
    ("文号", 20),
    ("报给", 28),
    ("收到日期", 12),
    ("怎么样", 14),
    ("期限", 18),
];

const KEYS: [&str; 11] = [
    "level", "unit", "report", "last_day", "basis", "sent", "number", "to", "received", "stand",
    "term",
];

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/receipts/lists", give)]
}

/// The list as a kind of export.
pub fn kind() -> exports::Kind {
    exports::Kind { key: KIND, act: |_| SEE, make }
}

fn listed(ctx: &Ctx, read: &Read, req: &Req) -> Result<List> {
    let (node, year) = (list::node(ctx, read, req)?, list::year_of(ctx, req));
    let report = Report::find(req.query("kind"));
    let kind = report.map_or("", |it| it.kind.as_str());
    let lines = list::gather(ctx, read, &Wanted { node: &node, year, kind })?;
    let mut units: Vec<i64> = lines.iter().map(|it| it.unit.id).collect();
    units.sort_unstable();
    units.dedup();
    let of_kind = report.map_or_else(String::new, |it| format!("，{}", it.short()));
    Ok(List {
        kind: KIND,
        title: TITLE.to_owned(),
        scope: format!("{}及下级，{year}年{of_kind}", node.name),
        measure: "行".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &KEYS,
        rows: lines.iter().map(row).collect(),
        units,
    })
}

fn row(line: &Line) -> Vec<Value> {
    let (owed, sent) = (line.owed.as_ref(), line.sent.as_ref());
    let term = match owed {
        Some(owed) if sent.is_none() => owed.words.as_str(),
        _ => line.beside(),
    };
    vec![
        text(list::level_zh(line.unit.organ_kind.as_deref())),
        text(&line.unit.name),
        text(&line.title),
        leaving::maybe_day(owed.map(|it| it.last_day)),
        text(owed.map_or("", |it| it.source.as_str())),
        leaving::maybe_day(sent.map(|it| it.held_on)),
        text(sent.map_or("", |it| it.number.as_str())),
        text(line.unit.receiver.as_deref().unwrap_or_default()),
        leaving::maybe_day(sent.and_then(Sent::received_on)),
        text(line.stand.zh()),
        text(term),
    ]
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    listed(ctx, read, &AtPage::back(wanted)?)?.made_by(ctx, out)
}

fn give(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    ctx.read(|read| listed(ctx, read, req))?.give(ctx, &AtPage::of(req))
}
