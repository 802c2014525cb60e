//! A list of members as a spreadsheet: scope and count on top, numbers masked unless they are asked for.

pub(crate) mod pages;

use std::collections::BTreeSet;

use act::{Act, Ctx, Error, Result};
use calendar::Day;
use crypto::Keys;
use db::Read;
use exports::{Format, Made, Out, Told};
use serde::{Deserialize, Serialize};
use sheets::{
    Mark,
    write::{Column, Head, Value, xlsx, xlsx_marked},
};
use systems::Systems;
use web::Req;

use super::{
    Listed,
    actions::{EXPORT, EXPORT_NUMBERS},
};
use crate::{codes, protect};

/// Key, heading, width.
const COLUMNS: [(&str, &str, u16); 12] = [
    ("name", "姓名", 14),
    ("sex", "性别", 6),
    ("birth", "出生日期", 12),
    (ID_NUMBER, "公民身份号码", 22),
    ("ethnic", "民族", 10),
    ("education", "学历", 16),
    ("status", "党员状态", 10),
    ("joined_on", "入党时间", 12),
    ("full_on", "转正时间", 12),
    ("staff_class", "人员类别", 10),
    ("duty_title", "职务", 18),
    ("unit", "所在党支部", 36),
];
const ID_NUMBER: &str = "id_number";

/// Which columns go out.
type Columns = Vec<usize>;

/// Those that the post takes out: the sensitive ones only where it was granted, `exports.toml` says.
fn columns(ctx: &Ctx) -> Columns {
    let limit = ctx.actor.hat().map(|hat| ctx.part::<Systems>().exports().of(&hat.kind));
    let is_out = |key: &str| limit.is_none_or(|it| !it.without.iter().any(|left| left == key));
    (0..COLUMNS.len()).filter(|at| is_out(COLUMNS[*at].0)).collect()
}

fn keys(columns: &Columns) -> Vec<&'static str> {
    columns.iter().map(|at| COLUMNS[*at].0).collect()
}

fn leaving<'a>(
    scope: &'a str,
    purpose: &'a str,
    (rows, units): (usize, &'a [i64]),
    (columns, with_numbers): (&'a [&'a str], bool),
) -> exports::Leaving<'a> {
    let title = if with_numbers { "党员名册（带证件号）" } else { "党员名册" };
    exports::Leaving {
        kind: KIND,
        title,
        scope,
        purpose,
        rows,
        measure: "人",
        columns,
        with_numbers,
        units,
    }
}

fn units_of(rows: &[Listed]) -> Vec<i64> {
    let units: BTreeSet<i64> = rows.iter().map(|row| row.unit).collect();
    units.into_iter().collect()
}

/// What a long list remembers of the page that asked for it.
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    at: web::Address,
    with_numbers: bool,
}

impl Wanted {
    fn act(&self) -> Act {
        if self.with_numbers { EXPORT_NUMBERS } else { EXPORT }
    }
}

fn wanted(value: &serde_json::Value) -> Result<Wanted> {
    serde_json::from_value(value.clone()).map_err(|error| Error::Broken(error.into()))
}

const KIND: &str = "member.list";

/// The list of members as a kind of export.
pub fn kind() -> exports::Kind {
    // What cannot be read needs the stronger right.
    let act = |value: &serde_json::Value| wanted(value).map_or(EXPORT_NUMBERS, |it| it.act());
    exports::Kind { key: KIND, act, make }
}

fn make(ctx: &Ctx, read: &Read, value: &serde_json::Value, out: &Out) -> Result<Made> {
    let it = wanted(value)?;
    let req = Req::at(it.at.clone());
    let (rows, scope) = rows(ctx, read, &req, &it.act())?;
    let units = units_of(&rows);
    Ok(Made {
        file_name: file_name(rows.len(), ctx.today),
        format: Format::Xlsx,
        content: {
            let (columns, with_numbers) = (columns(ctx), it.with_numbers);
            let file = File { scope: &scope, columns: &columns, with_numbers, mark: out.mark };
            write(&ctx.core.keys, &rows, &file, out.told)?
        },
        rows: rows.len(),
        units,
    })
}

/// A file of more rows than this helps nobody; larger lists are split by unit.
const MOST_ROWS: i64 = 100_000;

/// The rows that a request asks for, within what `act` reaches, and the words for them.
fn rows(ctx: &Ctx, read: &Read, req: &Req, act: &Act) -> Result<(Vec<Listed>, String)> {
    let (asked, place) = super::pages::asked(ctx, read, req)?;
    let rows = super::list(ctx, &ctx.sight(act), read, &asked, (0, MOST_ROWS + 1), 0)?;
    if rows.len() as i64 > MOST_ROWS {
        let words = format!("一次最多导出{MOST_ROWS}人，请先按组织筛选");
        return Err(Error::invalid("", words));
    }
    Ok((rows, super::pages::scope(ctx, place.as_ref(), &asked)))
}

fn file_name(rows: usize, today: Day) -> String {
    format!("党员名册{rows}人{today}.xlsx")
}

/// Rows between two words about how far it is.
const STEP: usize = 500;

/// What a file of members says beside its rows.
struct File<'a> {
    scope: &'a str,
    columns: &'a Columns,
    with_numbers: bool,
    mark: Option<&'a Mark>,
}

fn write(keys: &Keys, rows: &[Listed], file: &File, told: Told) -> Result<Vec<u8>> {
    let mut lines = Vec::with_capacity(rows.len());
    for (done, row) in rows.iter().enumerate() {
        if done % STEP == 0 {
            told(done, rows.len());
        }
        lines.push(line(keys, row, file)?);
    }
    told(rows.len(), rows.len());
    let column = |at: &usize| Column { heading: COLUMNS[*at].1, width: COLUMNS[*at].2 };
    let columns: Vec<Column> = file.columns.iter().map(column).collect();
    let (sheet, measure, scope) = ("党员名册", "人", file.scope);
    let head = Head { sheet, title: sheet, scope, measure, columns: &columns };
    let written = match file.mark {
        Some(mark) => xlsx_marked(&head, lines.into_iter(), mark),
        None => xlsx(&head, lines.into_iter()),
    };
    written.map_err(|fault| Error::Broken(fault.into()))
}

fn line(keys: &Keys, row: &Listed, file: &File) -> Result<Vec<Value>> {
    let whose = (row.id, row.own_key.as_deref());
    let number = protect::open(keys, "id_number", whose, row.id_number.as_deref())?;
    let number = number.unwrap_or_default();
    let number = if file.with_numbers { number } else { text::mask_id(&number) };
    let part = |it: Option<calendar::PartDay>| it.map(|it| it.to_string()).unwrap_or_default();
    let texts = [
        row.name.clone(),
        codes::sex(row.sex.as_deref()).to_owned(),
        row.birth.map(|day| day.to_string()).unwrap_or_default(),
        number,
        codes::ethnic(row.ethnic.as_deref()).to_owned(),
        codes::education(row.education.as_deref()).to_owned(),
        row.member_status.zh().to_owned(),
        part(row.joined_on),
        part(row.full_on),
        row.staff_class.zh().to_owned(),
        row.duty_title.clone().unwrap_or_default(),
        row.unit_name.clone(),
    ];
    let value =
        |text: &String| if text.is_empty() { Value::Empty } else { Value::Text(text.clone()) };
    Ok(file.columns.iter().map(|at| value(&texts[*at])).collect())
}
