//! The register of directives as a spreadsheet: every addressed unit in sight and how it stands.

use act::{Ctx, Error, Result};
use calendar::Day;
use db::Read;
use leaving::{AtPage, List, text};
use sheets::write::Value;
use web::{Reply, Req, Route};

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
    exports::Kind {
        key: KIND,
        act: |_| SEE,
        make: |ctx, read, wanted, out| listed(ctx, read, &AtPage::back(wanted)?)?.made_by(ctx, out),
    }
}

fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    ctx.read(|read| listed(ctx, read, req))?.give(ctx, &AtPage::of(req))
}

/// `范围：翠湖区公安局机关党委及下级，2026年`
pub(crate) fn scope(ctx: &Ctx, year: Option<i16>) -> String {
    let year = year.map_or_else(|| "各年".to_owned(), |year| format!("{year}年"));
    match ctx.actor.hat() {
        Some(hat) => format!("范围：{}及下级，{year}", hat.unit.short_name),
        None => format!("范围：{year}"),
    }
}

fn listed(ctx: &Ctx, read: &Read, req: &Req) -> Result<List> {
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
    Ok(List {
        kind: KIND,
        title: TITLE.to_owned(),
        scope: scope(ctx, year).replace("范围：", ""),
        measure: "行".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &KEYS,
        rows,
        units,
    })
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
        leaving::day(it.from_on),
        leaving::day(it.to_on),
        text(state),
        text(&line.full_name),
        text(stand),
        leaving::maybe_day(line.held_on),
        text(line.title.as_deref().unwrap_or_default()),
        number(line.expected),
        number(line.present),
    ]
}
