//! Last year's meetings as one kind of list that comes in.

use act::{Act, Acting, Ctx, Error, Result};
use askama::Template;
use db::Read;
use imports::{
    Batch, Cell, Fate, Finding, Head, Kind, Paths, Shown, Source, Start, Stays, Taken, Wizard,
    Words, Writing, Wrote,
};
use people::import::MeetingSheet;
use rules::Rules;
use web::{Markup, Req, Section, parts, parts::Choice};

use super::{Done, Good, MEETINGS, Refused, Rehearsal, judge, store};
use crate::{
    SEE_RECORD,
    bulk::{self, Imported},
    kind::Kinds,
    meeting,
};

pub const IMPORT: Act = Act::new("record.import", "导入往年会议");
pub const UNDO: Act = Act::new("record.import.undo", "撤回一批往年会议");

/// The list of meetings.
pub(crate) struct Meetings;

impl Wizard for Meetings {
    const KIND: Kind = KIND;
    const HEADS: &'static [Head] = &[
        Head { name: "名称", is_number: false },
        Head { name: "日期", is_number: false },
        Head { name: "组织", is_number: false },
        Head { name: "到会", is_number: true },
    ];
    type File = MeetingSheet;
    type Choices = ();
    type Plan = Rehearsal;
    type Done = Done;

    fn start(ctx: &Ctx, read: &Read, req: &Req) -> Result<Start> {
        let mut units: Vec<Choice> = Vec::new();
        let organ = ctx.actor.hat().map(|hat| &hat.unit).filter(|unit| ctx.allows(&IMPORT, unit));
        if let Some(unit) = organ {
            units.push(Choice::new(unit.id.to_string(), &unit.name));
        }
        for unit in meeting::units_in_sight(ctx, read, &IMPORT)? {
            if organ.is_none_or(|organ| organ.id != unit.id) {
                units.push(Choice::new(unit.id.to_string(), &unit.name));
            }
        }
        let first = organ.map_or_else(String::new, |unit| unit.id.to_string());
        Ok(Start {
            unit_field: parts::field_select(&req.form, "unit", "哪个组织的会议", &units, &first),
            action: KIND.paths.files.into(),
            only: None,
            crumbs: vec![("组织生活".into(), "/records".into())],
            help: Markup::default(),
        })
    }

    fn read(ctx: &Ctx, source: Source, (): &()) -> Result<MeetingSheet> {
        people::import::meetings(source.content, ctx.today)
    }

    fn rehearse(
        ctx: &Ctx,
        read: &Read,
        unit: i64,
        file: MeetingSheet,
        (): &(),
    ) -> Result<Rehearsal> {
        judge::judged(ctx, read, unit, file)
    }

    fn show(_: &Ctx, _: &Read, _: &Req, plan: Rehearsal) -> Result<Shown> {
        let Rehearsal { unit_name, good, refused, .. } = plan;
        let (to_write, left) = (good.len(), refused.len());
        let tables = if good.is_empty() { Markup::default() } else { table(good)? };
        Ok(Shown {
            unit_name,
            in_file: to_write + left,
            source: "日期、会议类型、到会人数".into(),
            to_write,
            to_write_words: "只记日期、类型、到会人数".into(),
            left,
            findings: refused.into_iter().map(finding).collect(),
            tables,
            remark: "标为“往年记录导入”，没有名单和会议记录。",
            ..Shown::default()
        })
    }

    fn to_write(plan: &Rehearsal) -> usize {
        plan.good.len()
    }

    fn write(it: &Writing, file: &MeetingSheet, (): &()) -> Result<Done> {
        let Rehearsal { good, refused, .. } = judge::judged(it.ctx, it.w, it.unit, file.clone())?;
        if good.is_empty() {
            return Err(Error::Conflict(KIND.words.nothing.into()));
        }
        let (written, refused) = (good.len(), refused.len());
        (it.told)(0, written);
        let meetings: Vec<Imported> = good.into_iter().map(imported).collect();
        bulk::import_meetings(it.w, it.ctx.part::<Rules>(), it.batch, &meetings)?;
        Ok(Done { batch: it.batch, written, refused })
    }

    fn wrote(done: &Done) -> Wrote {
        let Done { written, refused, .. } = *done;
        Wrote { rows: written, refused, words: format!("已导入{written}次会议") }
    }

    fn rows(read: &Read, batch: i64, page: (i64, i64)) -> Result<Vec<Vec<Cell>>> {
        let cells = |it: store::Line| {
            vec![
                Cell::link(it.title, format!("/records/{}", it.id)),
                Cell::text(it.held_on.to_string()),
                Cell::text(it.unit_name),
                Cell::text(it.present.to_string()),
            ]
        };
        Ok(store::records(read, batch, page)?.into_iter().map(cells).collect())
    }

    fn fate(_: &Ctx, read: &Read, batch: &Batch) -> Result<Fate> {
        let (untouched, changed) = store::fate(read, batch.id)?;
        let stay =
            |(id, name)| Stays { id, name, url: format!("/records/{id}"), why: String::new() };
        Ok(Fate {
            goes: usize::try_from(untouched).unwrap_or_default(),
            goes_words: format!("{untouched}次会议，连同它们尽到的职责"),
            stays: changed.into_iter().map(stay).collect(),
        })
    }

    fn take_back(w: &Acting, batch: i64, _: &Fate) -> Result<Taken> {
        let removed = bulk::undo_import(w, batch)?;
        Ok(Taken { removed: usize::try_from(removed).unwrap_or(usize::MAX), restored: 0 })
    }
}

fn imported(it: Good) -> Imported {
    let Good { unit, kind, held_on, present, .. } = it;
    Imported { unit, kind, held_on, present }
}

fn finding(it: Refused) -> Finding {
    let Refused { row, column, shown, reason, suggestion } = it;
    let column = column.to_owned();
    Finding { row, column, shown, reason, suggestion, ..Finding::default() }
}

#[derive(Template)]
#[template(path = "past/good.html")]
struct Table {
    good: Vec<(Good, &'static str)>,
}

/// What can be imported, with the short names of its kinds.
fn table(good: Vec<Good>) -> Result<Markup> {
    let short = |it: Good| {
        let short = Kinds::built_in().find(&it.kind).map_or("", |kind| kind.short.as_str());
        (it, short)
    };
    let table = Table { good: good.into_iter().map(short).collect() };
    table.render().map(Markup).map_err(|error| Error::Broken(error.into()))
}

const KIND: Kind = Kind {
    key: MEETINGS,
    import: IMPORT,
    undo: UNDO,
    see: SEE_RECORD,
    job: "record.import",
    paths: Paths {
        start: "/records/import",
        files: "/records/import/files",
        file: "/records/import/files/{file}",
        list: "/records/import/files/{file}/list",
        import: "/records/import/files/{file}/import",
        batch: "/records/import/{batch}",
        undoing: "/records/import/{batch}/undoing",
        undo: "/records/import/{batch}/undo",
    },
    words: Words {
        section: Section::Life,
        above: ("组织生活", "/records"),
        title: "导入往年会议",
        intro: "启用本系统以前的会议，只记日期、类型、到会人数。先彩排，看清楚再写入。",
        crumb: "导入往年会议",
        unit_missing: "请选择是哪个组织的会议",
        file: "会议台账",
        file_hint: "xlsx、xls、csv或者txt。三列：日期、会议类型、到会人数；几个支部的放一张表，加一列“党支部”",
        file_missing: "请选择会议台账",
        nameless: "会议台账",
        measure: "次会议",
        count: "会议",
        nothing: "没有一行可以导入",
        promise: "导入后可以整批撤回。",
        undo_title: "撤回这一批会议？",
        stay: "导入后有人改过",
        all_go: "没有会议在导入后被改过",
    },
};
