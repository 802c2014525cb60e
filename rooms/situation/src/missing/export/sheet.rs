//! A list as an xlsx or as comma-separated text, with scope, day and count on top.

use act::{Error, Result};
use sheets::write::{Column, Head, Value, xlsx};

use crate::missing::pages::count_words;

/// A list on its way into a file.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) scope: String,
    pub(super) measure: &'static str,
    pub(super) columns: Vec<(&'static str, u16)>,
    pub(super) rows: Vec<Vec<Value>>,
}

pub(super) fn book(sheet: Sheet) -> Result<Vec<u8>> {
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
pub(super) fn csv(sheet: &Sheet) -> String {
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
        Value::Day(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
        Value::Empty => String::new(),
    }
}

/// In quotes; what a spreadsheet would take for a formula gets an apostrophe.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
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
