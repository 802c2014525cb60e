//! Rosters as one kind of list that comes in.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;
use imports::{
    Batch, Cell, Fate, Head, Kind, Paths, Shown, Source, Start, Taken, Wizard, Words, Writing,
    Wrote,
};
use web::{Reader, Req, Section, parts};

use super::{Choices, Done, Plan, choose, codes, hidden, plan, show, store, undo, write};
use crate::{
    belonging, member,
    roster::{Rehearsal, rehearse_asked},
};

pub const IMPORT: Act = Act::new("member.import", "导入花名册");
pub const UNDO: Act = Act::new("member.import.undo", "撤回一批导入");

/// The list of members.
pub(crate) struct Members;

impl Wizard for Members {
    const KIND: Kind = KIND;
    const HEADS: &'static [Head] = &[
        Head { name: "行", is_number: true },
        Head { name: "姓名", is_number: false },
        Head { name: "做了什么", is_number: false },
    ];
    type File = Rehearsal;
    type Choices = Choices;
    type Plan = Plan;
    type Done = Done;

    fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Start> {
        let units = belonging::units_in(read, &ctx.sight(&IMPORT))?;
        let home = ctx.actor.hat().map_or(0, |hat| hat.unit.organ.unwrap_or(hat.unit.id));
        let choice = |unit: belonging::Choice| parts::Choice::new(unit.id.to_string(), unit.name);
        let units: Vec<parts::Choice> = units.into_iter().map(choice).collect();
        let home = home.to_string();
        Ok(Start {
            unit_field: parts::field_select(&req.form, "unit", "导入到哪个组织", &units, &home),
            action: KIND.paths.files.into(),
            only: None,
            crumbs: vec![("党员".into(), "/members".into())],
            help: web::Markup::default(),
        })
    }

    fn read(ctx: &Ctx, source: Source, choices: &Choices) -> Result<Rehearsal> {
        let refused = |fault: sheets::Fault| Error::invalid("file", fault.to_string());
        let Source { content, file_name } = source;
        rehearse_asked(content, file_name, &codes(ctx)?, hidden(choices)).map_err(refused)
    }

    fn rehearse(
        ctx: &Ctx,
        read: &Read,
        unit: i64,
        file: Rehearsal,
        choices: &Choices,
    ) -> Result<Plan> {
        plan(read, &ctx.core.keys, unit, file, choices)
    }

    fn show(ctx: &Ctx, read: &Read, req: &Req, plan: Plan) -> Result<Shown> {
        show::shown(ctx, read, req, &plan)
    }

    fn to_write(plan: &Plan) -> usize {
        plan.to_write()
    }

    fn choose(ctx: &Ctx, reader: &Reader, plan: &Plan) -> Result<Choices> {
        Ok(choose::choices(ctx, reader, plan))
    }

    fn write(it: &Writing, file: &Rehearsal, choices: &Choices) -> Result<Done> {
        write::write(it, file, choices)
    }

    fn wrote(done: &Done) -> Wrote {
        let Done { added, changed, moved, refused, .. } = *done;
        let words = format!("已导入：新增{added}人，更新{}人", changed + moved);
        Wrote { rows: added + changed + moved, refused, words }
    }

    fn rows(read: &Read, batch: i64, page: (i64, i64)) -> Result<Vec<Vec<Cell>>> {
        let cells = |(id, name, row, was): (i64, String, i64, String)| {
            let did = if was == "added" { "新登记" } else { "更新" };
            let name = Cell::link(name, format!("/members/{id}"));
            vec![Cell::text(row.to_string()), name, Cell::text(did)]
        };
        Ok(store::members_of(read, batch, page)?.into_iter().map(cells).collect())
    }

    fn fate(_: &Ctx, read: &Read, batch: &Batch) -> Result<Fate> {
        undo::fate(read, batch.id)
    }

    fn take_back(w: &Acting, batch: i64, _: &Fate) -> Result<Taken> {
        undo::take_back(w, batch)
    }
}

const KIND: Kind = Kind {
    key: "members",
    import: IMPORT,
    undo: UNDO,
    see: member::actions::SEE,
    job: "member.import",
    paths: Paths {
        start: "/members/imports",
        files: "/members/imports/files",
        file: "/members/imports/files/{file}",
        list: "/members/imports/files/{file}/list",
        import: "/members/imports/files/{file}/import",
        batch: "/members/imports/{batch}",
        undoing: "/members/imports/{batch}/undoing",
        undo: "/members/imports/{batch}/undo",
    },
    words: Words {
        section: Section::Members,
        above: ("党员", "/members"),
        title: "导入花名册",
        intro: "先彩排，看清楚再写入。表头、日期、身份证号怎么写都行，系统先认。",
        crumb: "导入",
        unit_missing: "请选择导入到哪个组织",
        file: "花名册文件",
        file_hint: "xlsx、xls、csv或者txt，最多20兆、10万行。里面写了支部的，选机关就行",
        file_missing: "请选择花名册文件",
        nameless: "花名册",
        measure: "人",
        count: "人数",
        nothing: "没有要写入的人：都已经有了，或者都有问题",
        promise: "导入后可以整批撤回；已被别人改过的人会单独列出，不会被冲掉。",
        undo_title: "撤回这一批导入？",
        stay: "导入后有人改过",
        all_go: "没有人在导入后被改过",
    },
};
