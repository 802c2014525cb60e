//! Lists of units as one kind of list that comes in: below one unit, that of the address.

use std::collections::BTreeSet;

use act::{Act, Acting, Ctx, Error, Result};
use askama::Template;
use db::Read;
use imports::{
    Batch, Cell, Fate, Head, Kind, Paths, Shown, Source, Start, Taken, Wizard, Words, Writing,
    Wrote,
};
use systems::Systems;
use web::{Markup, Reader, Req, Section};

use super::{
    sheet::List,
    undo,
    units::{Finding, Plan, rehearse_list},
    write::write,
};
use crate::{
    form::{open, url},
    unit::{SEE_UNIT, Unit, store},
};

pub const IMPORT: Act = Act::new("unit.import", "导入组织");
pub const UNDO: Act = Act::new("unit.import.undo", "撤回一批组织");

/// A transaction of `PostgreSQL` holds some thousand locks; beyond this the lock of the base must do.
const MOST_LOCKS: usize = 1000;

/// The kind of batch.
pub const UNITS: &str = "units";

/// The list of units.
pub(crate) struct Units;

#[derive(Template)]
#[template(path = "import/help.html")]
struct Help {
    unit: String,
}

#[derive(Template)]
#[template(path = "import/founding.html")]
struct Founding {
    units: Vec<(String, String)>,
}

fn rendered(template: &impl Template) -> Result<Markup> {
    template.render().map(Markup).map_err(|error| Error::Broken(error.into()))
}

fn base(read: &Read, unit: i64) -> Result<Unit> {
    store::get(read, unit)?.ok_or(Error::NotFound)
}

impl Wizard for Units {
    const KIND: Kind = KIND;
    const HEADS: &'static [Head] = &[
        Head { name: "名称", is_number: false },
        Head { name: "类别", is_number: false },
        Head { name: "编码", is_number: false },
    ];
    type File = List;
    type Choices = ();
    type Plan = Plan;
    type Done = (i64, Plan);

    fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Start> {
        let unit = open(ctx, read, req, &IMPORT)?;
        Ok(Start {
            unit_field: Markup::default(),
            action: Self::start_url(unit.id),
            only: Some(unit.id),
            crumbs: above(&unit),
            help: rendered(&Help { unit: unit.name })?,
        })
    }

    fn unit(req: &Req, _: &Reader) -> Result<Option<i64>> {
        req.id("id").map(Some)
    }

    fn crumbs(_: &Ctx, read: &Read, unit: i64) -> Result<Vec<(String, String)>> {
        let unit = base(read, unit)?;
        let mut crumbs = above(&unit);
        crumbs.push((KIND.words.crumb.into(), Self::start_url(unit.id)));
        Ok(crumbs)
    }

    fn start_url(unit: i64) -> String {
        format!("{}/import", url(unit))
    }

    fn read(_: &Ctx, source: Source, (): &()) -> Result<List> {
        List::read(source.content)
    }

    fn rehearse(ctx: &Ctx, read: &Read, unit: i64, file: List, (): &()) -> Result<Plan> {
        rehearse_list(ctx, read, &base(read, unit)?, &file)
    }

    fn show(_: &Ctx, _: &Read, _: &Req, plan: Plan) -> Result<Shown> {
        let (to_write, left) = (plan.units.len(), plan.stopped());
        let stopped: BTreeSet<u32> =
            plan.findings.iter().filter(|it| it.stops).map(|it| it.row).collect();
        let tables = match to_write {
            0 => Markup::default(),
            _ => rendered(&Founding { units: plan.units })?,
        };
        Ok(Shown {
            unit_name: format!("导入到“{}”之下", plan.base),
            in_file: plan.rows,
            source: "一行一个组织".into(),
            to_write,
            to_write_words: "连同隶属、所在单位、任期".into(),
            left,
            findings: plan.findings.into_iter().map(|it| finding(it, &stopped)).collect(),
            tables,
            ..Shown::default()
        })
    }

    fn to_write(plan: &Plan) -> usize {
        plan.units.len()
    }

    fn write(it: &Writing, file: &List, (): &()) -> Result<(i64, Plan)> {
        let plan = rehearse_list(it.ctx, it.w, &base(it.w, it.unit)?, file)?;
        if plan.units.is_empty() {
            return Err(Error::invalid("file", KIND.words.nothing));
        }
        (it.told)(0, plan.units.len());
        write(it.ctx, it.w, it.batch, &plan.planned)?;
        Ok((it.batch, plan))
    }

    fn wrote((_, plan): &(i64, Plan)) -> Wrote {
        let (rows, refused) = (plan.units.len(), plan.stopped());
        let words = match refused {
            0 => format!("导入了{rows}个组织"),
            left => format!("导入了{rows}个组织，{left}行没有导入"),
        };
        Wrote { rows, refused, words }
    }

    fn rows(read: &Read, batch: i64, page: (i64, i64)) -> Result<Vec<Vec<Cell>>> {
        let cells = |it: undo::Founded| {
            let kind = Systems::built_in().kind_title(&it.kind).to_owned();
            vec![Cell::link(it.name, url(it.id)), Cell::text(kind), Cell::text(it.code)]
        };
        Ok(undo::founded(read, batch, page)?.into_iter().map(cells).collect())
    }

    fn fate(ctx: &Ctx, read: &Read, batch: &Batch) -> Result<Fate> {
        undo::fate(ctx, read, batch.id)
    }

    fn locks(read: &Read, batch: i64) -> Result<Vec<i64>> {
        let mut units = undo::ids(read, batch)?;
        units.truncate(MOST_LOCKS);
        Ok(units)
    }

    fn take_back(w: &Acting, batch: i64, fate: &Fate) -> Result<Taken> {
        undo::take_back(w, batch, fate)
    }
}

fn above(unit: &Unit) -> Vec<(String, String)> {
    vec![("组织".to_owned(), "/units".to_owned()), (unit.name.clone(), url(unit.id))]
}

/// Whatever else is odd in a row that stays out does not make it go in.
fn finding(it: Finding, stopped: &BTreeSet<u32>) -> imports::Finding {
    let Finding { row, column, value, reason, suggestion, .. } = it;
    imports::Finding {
        row,
        column,
        shown: value,
        reason,
        suggestion,
        is_written: !stopped.contains(&row),
        ..imports::Finding::default()
    }
}

const KIND: Kind = Kind {
    key: UNITS,
    import: IMPORT,
    undo: UNDO,
    see: SEE_UNIT,
    job: "unit.import",
    paths: Paths {
        start: "/units/{id}/import",
        files: "/units/{id}/import",
        file: "/units/import/files/{file}",
        list: "/units/import/files/{file}/list",
        import: "/units/import/files/{file}/import",
        batch: "/units/import/{batch}",
        undoing: "/units/import/{batch}/undoing",
        undo: "/units/import/{batch}/undo",
    },
    words: Words {
        section: Section::Units,
        above: ("组织", "/units"),
        title: "从表格导入下级",
        intro: "先彩排，看清楚再写入。一行一个组织，上级和下级可以写在同一张表里。",
        crumb: "从表格导入",
        unit_missing: "",
        file: "表格文件",
        file_hint: "xlsx、xls、csv都可以，老的编码也能读",
        file_missing: "请选一个文件",
        nameless: "组织表",
        measure: "个组织",
        count: "组织",
        nothing: "没有一行可以导入，先把表里的问题改好",
        promise: "导入后可以整批撤回；已经有了党员、记录、下级或者被人改过的组织会单独列出，不会撤掉。",
        undo_title: "撤回这一批组织？",
        stay: "已经用起来了",
        all_go: "没有组织在导入后被改过，也都还没有党员、记录和下级",
    },
};
