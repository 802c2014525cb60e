//! The register of directives as a spreadsheet: every addressed unit in sight and how it stands.

use act::{Acting, Ctx, Error, Result};
use calendar::Day;
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
    directive::{
        Directive, Stand, list_year,
        store::{self, Line, Wanted},
    },
};

const KIND: &str = "directive.list";
const TITLE: &str = "部署台账";
/// As many directives are read at once.
const AT_ONCE: i64 = 500;

const COLUMNS: [(&str, u16); 12] = [
    ("部署", 32),
    ("发布组织", 24),
    ("依据", 28),
    ("第一天", 12),
    ("最后一天", 12),
    ("部署状态", 12),
    ("组织", 28),
    ("怎么样", 16),
    ("开展日期", 12),
    ("记录", 32),
    ("应到", 8),
    ("实到", 8),
];

const KEYS: [&str; 12] = [
    "directive",
    "issuer",
    "basis",
    "from",
    "to",
    "state",
    "unit",
    "stand",
    "held",
    "record",
    "expected",
    "present",
];

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::own_act("/directives/lists", list)]
}

/// The register as a kind of export.
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

/// `范围：翠湖区公安局机关党委及下级，2026年`
pub(crate) fn scope(ctx: &Ctx, year: Option<i16>) -> String {
    let year = year.map_or_else(|| "各年".to_owned(), |year| format!("{year}年"));
    match ctx.actor.hat() {
        Some(hat) => format!("范围：{}及下级，{year}", hat.unit.short_name),
        None => format!("范围：{year}"),
    }
}

impl Listed {
    fn of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Self> {
        let (sight, year) = (ctx.sight(&SEE), list_year(ctx, req));
        let (mut rows, mut units, mut skip) = (Vec::new(), Vec::new(), 0);
        loop {
            let found = store::list(read, &sight, year, (skip, AT_ONCE))?;
            let is_last = (found.len() as i64) < AT_ONCE;
            for it in &found {
                let issuer = it.place().name;
                let wanted = Wanted { sight: Some(&sight), ..Wanted::default() };
                for line in store::lines(read, &it.directive, wanted, ctx.today)? {
                    rows.push(row(&it.directive, &issuer, &line, ctx.today));
                    units.push(line.unit);
                }
            }
            if is_last {
                break;
            }
            skip += AT_ONCE;
        }
        units.sort_unstable();
        units.dedup();
        Ok(Self { scope: scope(ctx, year).replace("范围：", ""), rows, units })
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

fn row(it: &Directive, issuer: &str, line: &Line, today: Day) -> Vec<Value> {
    let number = |n: Option<i64>| n.map_or(Value::Empty, |n| Value::Number(n as f64));
    let state = match (it.withdrawn_at, it.closed_at) {
        (Some(_), _) => "已撤回",
        (_, Some(_)) => "已收尾",
        _ if today > it.to_on => "已到期",
        _ => "进行中",
    };
    let is_late = line.held_on.is_some_and(|on| on > it.to_on);
    let stand = if line.stand == Stand::Held && is_late { "逾期完成" } else { line.stand.zh() };
    vec![
        text(&it.title),
        text(issuer),
        text(&it.basis),
        text(&it.from_on.to_string()),
        text(&it.to_on.to_string()),
        text(state),
        text(&line.full_name),
        text(stand),
        text(&line.held_on.map_or_else(String::new, |on| on.to_string())),
        text(line.title.as_deref().unwrap_or_default()),
        number(line.expected),
        number(line.present),
    ]
}

fn text(words: &str) -> Value {
    if words.is_empty() { Value::Empty } else { Value::Text(words.to_owned()) }
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    let wanted: Asked = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
    let listed = Listed::of(ctx, read, &Req::at(wanted.at))?;
    (out.told)(0, listed.rows.len());
    listed.made(ctx, out.mark)
}

/// A short register at once; a long one is made by a job and waits on 我的导出.
fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
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

/// Notes that the register leaves; `also` is done in the same act.
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
