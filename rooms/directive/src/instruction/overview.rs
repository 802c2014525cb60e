//! How the ledgers stand at and below a node: figures, each opening what it is made of. Never ranked.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use web::{Markup, Page, Req, Section, parts};

use super::{
    filter_year, scope_of,
    store::{self, Standing},
};
use crate::{
    SEE_INSTRUCTION,
    task::{Counts, Stand},
};

/// A count with what it is made of.
struct Cell {
    label: &'static str,
    number: i64,
    url: String,
}

struct Row {
    name: String,
    /// Further down.
    down: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "instruction/overview.html")]
struct Overview {
    scope: Markup,
    heads: Vec<&'static str>,
    total: Option<Row>,
    rows: Vec<Row>,
    years: Vec<(i16, bool)>,
    is_every_year: bool,
    under: String,
    up: Option<String>,
}

/// Entries and tasks of one row.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    entries: i64,
    open: i64,
    overdue: i64,
    closed: i64,
    tasks: Counts,
}

impl Sums {
    fn add(&mut self, of: &Standing) {
        if of.sort == "task" {
            if let Some(stand) = Stand::find(&of.stand) {
                self.tasks.add(stand, of.count);
            }
            return;
        }
        self.entries += of.count;
        match of.stand.as_str() {
            "closed" => self.closed += of.count,
            "overdue" => {
                self.open += of.count;
                self.overdue += of.count;
            }
            _ => self.open += of.count,
        }
    }

    /// `rest` narrows: `&under=7&year=2026`.
    fn cells(self, rest: &str) -> Vec<Cell> {
        let entry = |label, number, state: &str| Cell {
            label,
            number,
            url: format!("/instructions?state={state}{rest}"),
        };
        let task = |label, number, stand: &str| Cell {
            label,
            number,
            url: format!("/instructions/tasks?stand={stand}{rest}"),
        };
        let tasks = self.tasks;
        vec![
            entry("登记", self.entries, ""),
            entry("在办", self.open, "open"),
            entry("逾期的件", self.overdue, "overdue"),
            entry("已销号", self.closed, "closed"),
            task("任务", tasks.total, ""),
            task("已办结", tasks.done, "done"),
            task("待认可", tasks.reported, "reported"),
            task("有说明", tasks.said, "said"),
            task("在办的任务", tasks.open, "open"),
            task("逾期的任务", tasks.overdue, "overdue"),
        ]
    }
}

/// The node asked for, else the hat's own unit.
fn node(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    match (req.query_as::<i64>("under"), ctx.actor.hat()) {
        (None, Some(hat)) => Ok(hat.unit.clone()),
        (None, None) => Err(Error::NotFound),
        (Some(unit), _) => {
            let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
            let is_seen = ctx.sight(&SEE_INSTRUCTION).holds(&place);
            if is_seen { Ok(place) } else { Err(Error::NotFound) }
        }
    }
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let node = node(ctx, read, req)?;
    let year = match req.query("year") {
        "all" => None,
        "" => Some(ctx.today.year()),
        _ => filter_year(req),
    };
    let found = store::standing(read, &ctx.sight(&SEE_INSTRUCTION), (&node, year), ctx.today)?;
    let of_year = year.map_or_else(String::new, |year| format!("&year={year}"));
    let mut total = Sums::default();
    for it in &found {
        total.add(it);
    }
    let mut rows: Vec<Row> = Vec::new();
    for of_unit in found.chunk_by(|a, b| a.unit == b.unit) {
        let mut sums = Sums::default();
        for it in of_unit {
            sums.add(it);
        }
        let (unit, is_own) = (of_unit[0].unit, of_unit[0].unit == node.id);
        let alone = if is_own { "&alone=1" } else { "" };
        let leads_on = !is_own && of_unit.iter().any(|it| it.is_node);
        rows.push(Row {
            name: if is_own { "本级".into() } else { of_unit[0].name.clone() },
            down: leads_on.then(|| req.with_queries(&[("under", &unit.to_string())])),
            cells: sums.cells(&format!("&under={unit}{alone}{of_year}")),
        });
    }
    let whole = total.cells(&format!("&under={}{of_year}", node.id));
    let heads = whole.iter().map(|it| it.label).collect();
    let is_top = ctx.actor.hat().is_some_and(|hat| hat.unit.id == node.id);
    let place = crate::task::Under { place: node.clone(), is_alone: false };
    let page = Overview {
        scope: parts::scope(&scope_of(ctx, Some(&place), year), &format!("{}件", total.entries)),
        heads,
        total: (rows.len() > 1).then(|| Row { name: "合计".into(), down: None, cells: whole }),
        rows,
        years: (ctx.today.year() - 4..=ctx.today.year())
            .rev()
            .map(|it| (it, year == Some(it)))
            .collect(),
        is_every_year: year.is_none(),
        under: req.query("under").to_owned(),
        up: (!is_top).then(|| req.with_query("under", "")),
    };
    Ok(Page::of("批示办理总的情况", &page)?
        .under([("批示台账", "/instructions")])
        .section(Section::Life))
}
