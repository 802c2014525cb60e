//! The list as a spreadsheet: what the filters of the page show, without pages.

use act::{Ctx, Error, Result};
use leaving::{List, text};
use sheets::write::Value;
use web::{Reply, Req};

use super::{Entry, pages, store};
use crate::{MOST_ROWS, SEE, sort::Sort};

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    let (sort, entries) = ctx.read(|read| {
        let (sort, filter) = pages::asked(ctx, read, req)?;
        if store::count(ctx, read, &filter)? > MOST_ROWS {
            return Err(Error::invalid("", format!("一次最多导出{MOST_ROWS}条，请先筛选")));
        }
        Ok((sort, store::list(ctx, read, &filter, (0, MOST_ROWS))?))
    })?;
    ctx.viewed(&SEE, format!("register:{}", sort.key), entries.len());
    let list = List {
        kind: "register.list",
        title: sort.title.clone(),
        scope: pages::scope_words(ctx, sort),
        measure: sort.measure.clone(),
        columns: columns(sort),
        keys: if sort.studio.is_some() { &["name", "head", "unit"] } else { &["name", "unit"] },
        rows: entries.iter().map(|it| row(ctx, sort, it)).collect(),
        units: Vec::new(),
    };
    list.give_now(ctx)
}

fn columns(sort: &Sort) -> Vec<(String, u16)> {
    let column = |heading: &str, width| (heading.to_owned(), width);
    let mut found = vec![column("名称", 28)];
    found.extend(sort.studio.iter().map(|it| column(&it.head, 14)));
    found.extend(sort.fields.iter().map(|it| column(&it.title, if it.is_long { 40 } else { 24 })));
    found.extend([column("由谁登记", 24), column("从", 12), column("到", 12), column("状态", 10)]);
    found
}

fn row(ctx: &Ctx, sort: &Sort, entry: &Entry) -> Vec<Value> {
    let facts = entry.facts();
    let mut cells = vec![text(&entry.name)];
    cells.extend(sort.studio.iter().map(|_| text(entry.head_name.as_deref().unwrap_or_default())));
    let fact = |key: &String| text(facts.get(key).map_or("", String::as_str));
    cells.extend(sort.fields.iter().map(|it| fact(&it.key)));
    let until = entry.to_on.map(|to| to.plus_days(-1).to_string()).unwrap_or_default();
    let state = if entry.is_over(ctx.today) { "已结束" } else { "在用" };
    let last = [&entry.unit_name, &entry.from_on.to_string(), &until].map(|it| text(it));
    cells.extend(last);
    cells.push(text(state));
    cells
}
