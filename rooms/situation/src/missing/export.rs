//! Lists as files: xlsx to print and hand on, CSV for other programs. Every file says scope, day, count.

use act::{Ctx, Error, Result};
use db::Read;
use rules::Rules;
use sheets::write::{Column, Head, Value, xlsx};
use systems::Systems;
use web::{Reply, Req};

use super::pages::{Listed, count_words};
use super::{Line, measure};
use crate::picture::{Part, Picture, Tally, draw};
use crate::view::{Ask, Scope, look};

/// A list on its way into a file.
struct Sheet {
    name: &'static str,
    title: String,
    scope: String,
    measure: &'static str,
    columns: Vec<(&'static str, u16)>,
    rows: Vec<Vec<Value>>,
}

/// The list that `list` names, as the page shows it but without pages.
pub(crate) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let listed = Listed::of(ctx, read, req)?;
    let asked = &listed.asked;
    let picture = draw(&asked.view, ctx.part::<Systems>(), asked.scope, &asked.part);
    let day = asked.scope.on;
    let scope = format!("{}，{}的情况", listed.scope_words(), asked.moment(ctx));
    let sheet = match req.query("list") {
        "units" => of_units(asked.title(), scope, &picture),
        "duties" => of_duties(asked.title(), scope, &picture),
        "missing" => of_lines(&listed, scope, &listed.lines(ctx)),
        _ => return Err(Error::NotFound),
    };
    let name = format!("{}{}{day}", asked.node_name(), sheet.title);
    match req.query("format") {
        "csv" => Ok(Reply::File {
            name: format!("{name}.csv"),
            media_type: "text/csv; charset=utf-8",
            content: csv(&sheet).into_bytes(),
        }),
        _ => Ok(Reply::File {
            name: format!("{name}.xlsx"),
            media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            content: book(sheet)?,
        }),
    }
}

/// The children of a node side by side, as a spreadsheet; by line for administrative nodes.
pub fn export(ctx: &Ctx, read: &Read, ask: Ask) -> Result<Vec<u8>> {
    let systems = ctx.part::<Systems>();
    let view = look(read, ctx.part::<Rules>(), systems, ask)?.ok_or(Error::NotFound)?;
    let picture = draw(&view, systems, Scope::year(ask.on), &Part::default());
    let scope = format!("{}，{}的情况", picture.node.name, ask.on.zh());
    book(of_units(picture.node.name.clone(), scope, &picture))
}

fn book(sheet: Sheet) -> Result<Vec<u8>> {
    let columns: Vec<Column<'_>> =
        sheet.columns.iter().map(|(heading, width)| Column { heading, width: *width }).collect();
    let head = Head {
        sheet: sheet.name,
        title: &sheet.title,
        scope: &sheet.scope,
        measure: sheet.measure,
        columns: &columns,
    };
    xlsx(&head, sheet.rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))
}

/// With a mark of its encoding, for spreadsheet programs guess.
fn csv(sheet: &Sheet) -> String {
    let count = count_words(sheet.rows.len(), sheet.measure);
    let mut text = format!("\u{feff}{}\r\n", quoted(&format!("{}，{count}", sheet.scope)));
    let heads: Vec<String> = sheet.columns.iter().map(|(heading, _)| quoted(heading)).collect();
    text.push_str(&heads.join(","));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        text.push_str("\r\n");
        text.push_str(&cells.join(","));
    }
    text.push_str("\r\n");
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Empty => String::new(),
    }
}

/// In quotes; what a spreadsheet would take for a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

const FIGURES: [(&str, u16); 7] = [
    ("应办", 8),
    ("已完成", 8),
    ("未到期", 8),
    ("逾期", 8),
    ("缺项", 8),
    ("有说明", 8),
    ("免办", 8),
];

fn figures(tally: Tally) -> impl Iterator<Item = Value> {
    let counts = [
        tally.owed(),
        tally.done,
        tally.due,
        tally.overdue,
        tally.missed,
        tally.explained,
        tally.exempt,
    ];
    counts.into_iter().map(number)
}

fn number(count: i64) -> Value {
    Value::Number(count as f64)
}

fn of_units(title: String, scope: String, picture: &Picture) -> Sheet {
    let row = |side: &crate::picture::Side| {
        let head = [Value::Text(side.name.clone()), number(side.branches)];
        head.into_iter().chain(figures(side.tally)).collect()
    };
    let columns = [("单位", 28), ("支部", 8)].into_iter().chain(FIGURES).collect();
    let rows = picture.sides.iter().map(row).collect();
    Sheet { name: "各单位", title, scope, measure: "行", columns, rows }
}

fn of_duties(title: String, scope: String, picture: &Picture) -> Sheet {
    let row = |it: &crate::picture::OfDuty| {
        let head = [&it.duty.title, it.duty.modality.zh()].map(|text| Value::Text(text.to_owned()));
        head.into_iter().chain(figures(it.tally)).collect()
    };
    let columns = [("事项", 28), ("条文用词", 10)].into_iter().chain(FIGURES).collect();
    let rows = picture.duties.iter().map(row).collect();
    Sheet { name: "各事项", title, scope, measure: "项", columns, rows }
}

fn of_lines(listed: &Listed, scope: String, lines: &[Line<'_>]) -> Sheet {
    let row = |line: &Line<'_>| {
        let cells = [
            line.name.to_owned(),
            line.below.to_owned(),
            line.duty.title.clone(),
            line.period.zh_full(),
            line.tag.to_owned(),
            line.last_day.to_string(),
            line.words.clone(),
        ];
        cells.map(Value::Text).into()
    };
    let columns = vec![
        ("组织", 28),
        ("上级", 20),
        ("事项", 22),
        ("期间", 16),
        ("情况", 10),
        ("最后一天", 12),
        ("说明", 40),
    ];
    Sheet {
        name: "名单",
        title: format!("{}名单", listed.asked.title()),
        scope,
        measure: measure(listed.duty()),
        columns,
        rows: lines.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("说\"好\""), "\"说\"\"好\"\"\"");
    }
}
