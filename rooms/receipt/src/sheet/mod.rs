//! The list as a spreadsheet: the node and all below it, every report that is owed or was sent.

use act::{Acting, Ctx, Error, Result};
use db::Read;
use exports::{Format, Leaving, Made, Order, Out};
use serde::{Deserialize, Serialize};
use sheets::{
    Mark,
    write::{Column, Head, Value, xlsx, xlsx_marked},
};
use web::{Address, Reply, Req, Route};

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

#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    at: Address,
}

struct Listed {
    scope: String,
    rows: Vec<Vec<Value>>,
    units: Vec<i64>,
}

impl Listed {
    fn of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Self> {
        let (node, year) = (list::node(ctx, read, req)?, list::year_of(ctx, req));
        let report = Report::find(req.query("kind"));
        let kind = report.map_or("", |it| it.kind.as_str());
        let lines = list::gather(ctx, read, &Wanted { node: &node, year, kind })?;
        let mut units: Vec<i64> = lines.iter().map(|it| it.unit.id).collect();
        units.sort_unstable();
        units.dedup();
        let of_kind = report.map_or_else(String::new, |it| format!("，{}", it.short()));
        let scope = format!("{}及下级，{year}年{of_kind}", node.name);
        Ok(Self { scope, rows: lines.iter().map(row).collect(), units })
    }

    fn made(self, ctx: &Ctx, mark: Option<&Mark>) -> Result<Made> {
        let columns = COLUMNS.map(|(heading, width)| Column { heading, width });
        let head = Head {
            sheet: TITLE,
            title: TITLE,
            scope: &self.scope,
            measure: "行",
            columns: &columns,
        };
        let rows = self.rows.len();
        let content = match mark {
            Some(mark) => xlsx_marked(&head, self.rows.into_iter(), mark),
            None => xlsx(&head, self.rows.into_iter()),
        }
        .map_err(|it| Error::Broken(it.into()))?;
        Ok(Made {
            file_name: format!("{TITLE}{rows}行{}.xlsx", ctx.today),
            format: Format::Xlsx,
            content,
            rows,
            units: self.units,
        })
    }
}

fn row(line: &Line) -> Vec<Value> {
    let text = |words: &str| {
        if words.is_empty() { Value::Empty } else { Value::Text(words.to_owned()) }
    };
    let (owed, sent) = (line.owed.as_ref(), line.sent.as_ref());
    let sent_on = sent.map(|it| it.held_on.to_string());
    let received = sent.and_then(Sent::received_on).map(|it| it.to_string());
    let term = match owed {
        Some(owed) if sent.is_none() => owed.words.as_str(),
        _ => line.beside(),
    };
    vec![
        text(list::level_zh(line.unit.organ_kind.as_deref())),
        text(&line.unit.name),
        text(&line.title),
        text(&owed.map_or_else(String::new, |it| it.last_day.to_string())),
        text(owed.map_or("", |it| it.source.as_str())),
        text(&sent_on.unwrap_or_default()),
        text(sent.map_or("", |it| it.number.as_str())),
        text(line.unit.receiver.as_deref().unwrap_or_default()),
        text(&received.unwrap_or_default()),
        text(line.stand.zh()),
        text(term),
    ]
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    let wanted: Asked = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
    let listed = Listed::of(ctx, read, &Req::at(wanted.at))?;
    (out.told)(0, listed.rows.len());
    listed.made(ctx, out.mark)
}

/// A short list at once; a long one is made by a job and waits on 我的导出.
fn give(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    let listed = ctx.read(|read| Listed::of(ctx, read, req))?;
    let rows = listed.rows.len();
    if !exports::is_long(ctx, rows) {
        let mark = note(ctx, &listed, |_, _| Ok(()))?;
        let Made { file_name: name, format, content, .. } = listed.made(ctx, Some(&mark))?;
        return Ok(Reply::File { name, media_type: format.media_type(), content });
    }
    let wanted = serde_json::to_value(Asked { at: req.address() }).map_err(Error::broken)?;
    let scope = listed.scope.as_str();
    let order = Order { kind: KIND, title: TITLE, scope, purpose: "", rows, wanted };
    note(ctx, &listed, |w, mark| exports::ask(w, ctx, &order, Some(mark)).map(|_| ()))?;
    Ok(Reply::to("/me/exports").saying(format!("已排上，{rows}行。生成后在这里下载")))
}

/// Notes that the list leaves; `also` is done in the same act.
fn note(ctx: &Ctx, listed: &Listed, also: impl Fn(&Acting, &Mark) -> Result<()>) -> Result<Mark> {
    let leaving = Leaving {
        kind: KIND,
        title: TITLE,
        scope: &listed.scope,
        purpose: "",
        rows: listed.rows.len(),
        measure: "行",
        columns: &KEYS,
        with_numbers: false,
        units: &[],
    };
    ctx.act_own(&exports::ASK, |w, _| {
        let mark = exports::leave(w, ctx, &leaving)?;
        also(w, &mark)?;
        w.rows(listed.rows.len());
        Ok(mark)
    })
}
