//! The ledger as a spreadsheet: every task of the entries that the page shows, without pages.

use act::{Ctx, Error, Result};
use db::Read;
use leaving::{AtPage, List, text};
use sheets::write::Value;
use web::{Reply, Req};

use super::{
    Instruction, pages, scope_of,
    store::{self, Filter},
};
use crate::{
    SEE_INSTRUCTION,
    task::{self, Task},
};

const KIND: &str = "instruction.list";
const TITLE: &str = "批示台账";
/// As many entries are read at once.
const AT_ONCE: i64 = 500;

const COLUMNS: [(&str, u16); 16] = [
    ("组织", 28),
    ("编号", 18),
    ("收到", 12),
    ("类别", 12),
    ("哪一级", 10),
    ("哪个机关", 24),
    ("题目", 36),
    ("要求摘要", 40),
    ("依据", 28),
    ("最后一天", 12),
    ("状态", 10),
    ("任务", 36),
    ("由谁办", 20),
    ("任务最后一天", 14),
    ("怎么样", 14),
    ("下级组织", 30),
];

const KEYS: [&str; 16] = [
    "unit", "number", "received", "category", "level", "body", "title", "summary", "basis", "due",
    "state", "task", "who", "task_due", "stand", "below",
];

/// The ledger as a kind of export.
pub fn kind() -> exports::Kind {
    exports::Kind {
        key: KIND,
        act: |_| SEE_INSTRUCTION,
        make: |ctx, read, wanted, out| listed(ctx, read, &AtPage::back(wanted)?)?.made_by(ctx, out),
    }
}

pub(super) fn list(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE_INSTRUCTION) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    ctx.read(|read| listed(ctx, read, req))?.give(ctx, &AtPage::of(req))
}

/// An entry with the unit that keeps it and its tasks.
pub(super) struct Entry {
    pub(super) it: Instruction,
    pub(super) unit: String,
    pub(super) tasks: Vec<Task>,
}

/// All that a filter finds, the latest first: two statements for each 500 entries.
pub(super) fn entries(ctx: &Ctx, read: &Read, filter: &Filter) -> Result<Vec<Entry>> {
    let sight = ctx.sight(&SEE_INSTRUCTION);
    let (mut all, mut skip) = (Vec::new(), 0);
    loop {
        let found = store::list(read, &sight, (filter, ctx.today), (skip, AT_ONCE))?;
        let is_last = (found.len() as i64) < AT_ONCE;
        let ids: Vec<i64> = found.iter().map(|seen| seen.it.id).collect();
        let tasks = task::store::of_instructions(read, &ids, ctx.today)?;
        all.extend(found.into_iter().map(|seen| Entry {
            tasks: tasks.iter().filter(|it| it.instruction == seen.it.id).cloned().collect(),
            unit: seen.place.name,
            it: seen.it,
        }));
        if is_last {
            return Ok(all);
        }
        skip += AT_ONCE;
    }
}

fn listed(ctx: &Ctx, read: &Read, req: &Req) -> Result<List> {
    let filter = pages::filter(ctx, read, req)?;
    let entries = entries(ctx, read, &filter)?;
    let mut units: Vec<i64> = entries.iter().map(|it| it.it.unit).collect();
    units.sort_unstable();
    units.dedup();
    let scope = scope_of(ctx, filter.under.as_ref(), filter.year).replace("范围：", "");
    Ok(List {
        kind: KIND,
        title: TITLE.to_owned(),
        scope,
        measure: "行".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &KEYS,
        rows: entries.iter().flat_map(|it| rows(ctx, it)).collect(),
        units,
    })
}

/// One for each task; one for an entry without any.
fn rows(ctx: &Ctx, entry: &Entry) -> Vec<Vec<Value>> {
    let it = &entry.it;
    let own = || {
        vec![
            text(&entry.unit),
            text(&it.number),
            leaving::day(it.received_on),
            text(it.category_zh()),
            text(it.level_zh()),
            text(&it.body),
            text(&it.title),
            text(&it.summary),
            text(&it.basis),
            it.due_on.map_or_else(|| text("长期"), leaving::day),
            text(it.state_zh(ctx.today)),
        ]
    };
    let with = |task: [Value; 5]| own().into_iter().chain(task).collect::<Vec<_>>();
    if entry.tasks.is_empty() {
        return vec![with([const { Value::Empty }; 5])];
    }
    let of = |task: &Task| {
        let (words, who) = (text(&task.words), text(&task.who(ctx)));
        let last = leaving::day(task.last_on);
        with([words, who, last, text(task.stand_zh()), text(&task.progress())])
    };
    entry.tasks.iter().map(of).collect()
}
