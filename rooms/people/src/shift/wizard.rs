//! Duty rosters as one kind of list that comes in.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;
use imports::{
    Batch, Cell, Fate, Head, Kind, Paths, Shown, Source, Start, Taken, Wizard, Words, Writing,
    Wrote,
};
use web::{Markup, Reader, Req, Section, parts, parts::Choice};

use super::{
    Choices, ask,
    judge::{self, Plan},
    sheet::{self, ShiftSheet},
    store,
};
use crate::{belonging, member};

pub const IMPORT: Act = Act::new("shift.import", "导入排班");
pub(crate) const UNDO: Act = Act::new("shift.import.undo", "撤回一批排班");

/// The list of who is on duty when.
pub(crate) struct Shifts;

/// What an import did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Done {
    written: usize,
    persons: usize,
    left: usize,
}

impl Wizard for Shifts {
    const KIND: Kind = KIND;
    const HEADS: &'static [Head] = &[
        Head { name: "姓名", is_number: false },
        Head { name: "日期", is_number: false },
        Head { name: "有班没有", is_number: false },
    ];
    type File = ShiftSheet;
    type Choices = Choices;
    type Plan = Plan;
    type Done = Done;

    fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Start> {
        let units = belonging::units_in(read, &ctx.sight(&IMPORT))?;
        let home = ctx.actor.hat().map_or(0, |hat| hat.unit.id).to_string();
        let choice = |unit: belonging::Choice| Choice::new(unit.id.to_string(), unit.name);
        let units: Vec<Choice> = units.into_iter().map(choice).collect();
        Ok(Start {
            unit_field: parts::field_select(&req.form, "unit", "哪个组织的排班", &units, &home),
            action: KIND.paths.files.into(),
            only: None,
            crumbs: vec![
                ("组织生活".into(), "/records".into()),
                ("年度计划".into(), "/records/plan".into()),
            ],
            help: Markup::default(),
        })
    }

    fn read(ctx: &Ctx, source: Source, choices: &Choices) -> Result<ShiftSheet> {
        let asked = choices.month.as_deref().and_then(|it| it.parse().ok());
        sheet::read(source.content, source.file_name, asked, ctx.today)
    }

    fn rehearse(
        ctx: &Ctx,
        read: &Read,
        unit: i64,
        file: ShiftSheet,
        choices: &Choices,
    ) -> Result<Plan> {
        judge::judged(ctx, read, unit, &file, choices)
    }

    fn show(ctx: &Ctx, _: &Read, req: &Req, plan: Plan) -> Result<Shown> {
        ask::shown(ctx, req, plan)
    }

    fn to_write(plan: &Plan) -> usize {
        plan.days.len()
    }

    fn choose(_: &Ctx, reader: &Reader, plan: &Plan) -> Result<Choices> {
        Ok(ask::choices(reader, plan))
    }

    fn write(it: &Writing, file: &ShiftSheet, choices: &Choices) -> Result<Done> {
        let plan = judge::judged(it.ctx, it.w, it.unit, file, choices)?;
        if plan.days.is_empty() {
            return Err(Error::Conflict(KIND.words.nothing.into()));
        }
        (it.told)(0, plan.days.len());
        for (person, span) in plan.spans() {
            store::forget(it.w, person, span)?;
        }
        store::insert(it.w, it.batch, &plan.days)?;
        Ok(Done { written: plan.days.len(), persons: plan.persons, left: plan.odd.len() })
    }

    fn wrote(done: &Done) -> Wrote {
        let Done { written, persons, left } = *done;
        Wrote { rows: written, refused: left, words: format!("已导入{persons}人的排班") }
    }

    fn rows(read: &Read, batch: i64, page: (i64, i64)) -> Result<Vec<Vec<Cell>>> {
        let cells = |it: store::Line| {
            let name = Cell::link(it.name, format!("/members/{}", it.person));
            let word = if it.is_free { "有空" } else { "有班" };
            vec![name, Cell::text(it.on_day.to_string()), Cell::text(word)]
        };
        Ok(store::lines(read, batch, page)?.into_iter().map(cells).collect())
    }

    fn fate(_: &Ctx, read: &Read, batch: &Batch) -> Result<Fate> {
        let count = store::count(read, batch.id)?;
        Ok(Fate {
            goes: usize::try_from(count).unwrap_or_default(),
            goes_words: format!("{count}人天的排班"),
            stays: Vec::new(),
        })
    }

    fn take_back(w: &Acting, batch: i64, _: &Fate) -> Result<Taken> {
        let removed = store::remove(w, batch)?;
        Ok(Taken { removed: usize::try_from(removed).unwrap_or(usize::MAX), restored: 0 })
    }
}

const KIND: Kind = Kind {
    key: "shifts",
    import: IMPORT,
    undo: UNDO,
    see: member::actions::SEE,
    job: "shift.import",
    paths: Paths {
        start: "/members/shifts",
        files: "/members/shifts/files",
        file: "/members/shifts/files/{file}",
        list: "/members/shifts/files/{file}/list",
        import: "/members/shifts/files/{file}/import",
        batch: "/members/shifts/{batch}",
        undoing: "/members/shifts/{batch}/undoing",
        undo: "/members/shifts/{batch}/undo",
    },
    words: Words {
        section: Section::Life,
        above: ("年度计划", "/records/plan"),
        title: "导入排班",
        intro: "排会期时避开多数人有班的日子，点名时有班的人自动按“值班”请假。只记每个人哪天有班、哪天有空，过了30天自动删除。",
        crumb: "导入排班",
        unit_missing: "请选择是哪个组织的排班",
        file: "排班表",
        file_hint: "xlsx、xls、csv或者txt。姓名在左、日期在上的表，每行一个人一天的表，或者每行一天、写着值班人的表都行。表里的地点、任务不会存下来",
        file_missing: "请选择排班表",
        nameless: "排班表",
        measure: "人天",
        count: "人天",
        nothing: "没有一天可以记：名字都没有对上，或者都过了30天",
        promise: "导入后可以整批撤回。同一个人同几天再导入一次，以新的为准。",
        undo_title: "撤回这一批排班？",
        stay: "",
        all_go: "这一批全部撤回",
    },
};
