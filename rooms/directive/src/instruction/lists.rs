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
    let due = it.due_on.map_or_else(|| "长期".to_owned(), |due| due.to_string());
    let received = it.received_on.to_string();
    let own = [
        entry.unit.as_str(),
        it.number.as_str(),
        &received,
        it.category_zh(),
        it.level_zh(),
        it.body.as_str(),
        it.title.as_str(),
        it.summary.as_str(),
        it.basis.as_str(),
        &due,
        it.state_zh(ctx.today),
    ];
    let with = |task: [String; 5]| -> Vec<Value> {
        own.iter().copied().chain(task.iter().map(String::as_str)).map(text).collect()
    };
    if entry.tasks.is_empty() {
        return vec![with(Default::default())];
    }
    let of = |task: &Task| {
        let stand = task.stand_zh().to_owned();
        let (who, last) = (task.who(ctx), task.last_on.to_string());
        with([task.words.clone(), who, last, stand, task.progress()])
    };
    entry.tasks.iter().map(of).collect()
}
