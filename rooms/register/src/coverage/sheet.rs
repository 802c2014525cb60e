//! Branches that are not reached yet, as a spreadsheet.

use act::{Ctx, Error, Result};
use leaving::{List, text};
use sheets::write::Value;
use web::{Reply, Req};

use super::{Uncovered, pages, store};
use crate::{MOST_ROWS, SEE};

const COLUMNS: [(&str, u16); 3] = [("支部", 40), ("上级党组织", 28), ("书记", 16)];

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    let (place, lines) = ctx.read(|read| {
        let place = pages::asked(ctx, read, req)?;
        let lines = store::uncovered(read, &place, ctx.today, (0, MOST_ROWS + 1))?;
        Ok((place, lines))
    })?;
    if lines.len() as i64 > MOST_ROWS {
        let words = format!("一次最多导出{MOST_ROWS}个，请点开下级再导出");
        return Err(Error::invalid("", words));
    }
    ctx.viewed(&SEE, format!("unit:{}", place.id), lines.len());
    let list = List {
        kind: "register.coverage",
        title: format!("{}书记还没有挂到工作室的支部", place.short_name),
        scope: format!("{}及下级，{}", place.name, ctx.today.zh()),
        measure: "个".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["unit", "secretary"],
        rows: lines.iter().map(row).collect(),
        units: vec![place.id],
    };
    list.give_now(ctx)
}

fn row(it: &Uncovered) -> Vec<Value> {
    let above = it.above.as_deref().unwrap_or_default();
    let secretary = it.secretary.as_deref().unwrap_or("空缺");
    vec![text(&it.name), text(above), text(secretary)]
}
