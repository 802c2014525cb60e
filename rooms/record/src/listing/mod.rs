//! Records of a period, and what they agreed, as spreadsheets: what the filters of the list show, without pages.

mod pages;
mod store;

use std::collections::BTreeSet;

use act::{Ctx, Error, Result};
use db::Read;
use exports::{Made, Out};
use leaving::{List, text};
use serde::{Deserialize, Serialize};
use sheets::write::Value;
use web::{Address, Pager, Req};

pub(crate) use self::pages::routes;
use crate::{SEE_RECORD, meeting};

/// A file of more rows than this helps nobody.
const MOST_ROWS: i64 = 100_000;

const KIND: &str = "record.list";

/// What the file lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Records,
    Tasks,
}

impl What {
    fn zh(self) -> &'static str {
        match self {
            Self::Records => "组织生活记录",
            Self::Tasks => "议定事项",
        }
    }

    fn measure(self) -> &'static str {
        match self {
            Self::Records => "条",
            Self::Tasks => "项",
        }
    }

    /// Keys of the columns: `task` names who is to do it.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Records => &[
                "held", "unit", "kind", "title", "number", "topic", "expected", "present", "state",
                "late", "closed",
            ],
            Self::Tasks => &["held", "unit", "meeting", "task", "owner", "due", "done"],
        }
    }

    fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Records => &[
                ("日期", 12),
                ("组织", 24),
                ("种类", 14),
                ("名称", 32),
                ("编号", 16),
                ("主题或文号", 28),
                ("应到", 8),
                ("实到", 8),
                ("状态", 12),
                ("补录", 8),
                ("存档日期", 12),
            ],
            Self::Tasks => &[
                ("议定日期", 12),
                ("组织", 24),
                ("会议", 32),
                ("事项", 44),
                ("负责人", 14),
                ("期限", 12),
                ("办结日期", 12),
            ],
        }
    }
}

/// What a long list remembers of the page that asked for it.
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    at: Address,
    what: What,
}

/// Lists of records as a kind of export.
pub fn kind() -> exports::Kind {
    exports::Kind { key: KIND, act: |_| SEE_RECORD, make }
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    let wanted: Wanted = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
    listed(ctx, read, &Req::at(wanted.at), wanted.what)?.made_by(ctx, out)
}

fn listed(ctx: &Ctx, read: &Read, req: &Req, what: What) -> Result<List> {
    let filter = meeting::filter(ctx, read, req)?;
    let scope = meeting::scope_words(ctx, &filter).replace("范围：", "");
    let total = meeting::count(ctx, read, &filter)?;
    if total > MOST_ROWS {
        return Err(Error::invalid("", format!("一次最多导出{MOST_ROWS}条，请先筛选")));
    }
    let lines = meeting::list(ctx, read, &filter, Pager::of(&Req::default(), MOST_ROWS, total))?;
    let units: BTreeSet<i64> = lines.iter().map(|line| line.unit).collect();
    let rows = match what {
        What::Records => lines.iter().map(record).collect(),
        What::Tasks => {
            let records: Vec<i64> = lines.iter().map(|line| line.id.0).collect();
            store::tasks(read, &records)?.iter().map(store::Agreed::row).collect()
        }
    };
    Ok(List {
        kind: KIND,
        title: what.zh().to_owned(),
        scope,
        measure: what.measure().to_owned(),
        columns: leaving::columns(what.columns()),
        keys: what.keys(),
        rows,
        units: units.into_iter().collect(),
    })
}

fn record(line: &meeting::Line) -> Vec<Value> {
    let number = |n: Option<i64>| n.map_or(Value::Empty, |n| Value::Number(n as f64));
    let closed = line.closed_at.map_or_else(String::new, |at| at.day().to_string());
    vec![
        leaving::day(line.plan_on),
        text(&line.unit_name),
        text(&line.kind_short()),
        text(&line.title),
        text(&line.number_zh()),
        text(&line.topic),
        number(line.expected.filter(|_| line.batch.is_none())),
        number(line.present),
        text(line.stage().zh()),
        text(if line.late_reason.is_some() { "补录" } else { "" }),
        text(&closed),
    ]
}
