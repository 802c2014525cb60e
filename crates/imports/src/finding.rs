//! What is odd in a file, and the list of it that one works through.

use act::{Error, Result};
use sheets::write::{Column, Head, Value, xlsx};
use web::Reply;

/// What is odd at one place of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// Empty where the file has one sheet only.
    pub sheet: String,
    /// As the spreadsheet program counts.
    pub row: u32,
    /// Whose row it is; may be empty.
    pub name: String,
    /// The heading; empty: the row as a whole.
    pub column: String,
    pub shown: String,
    pub reason: String,
    pub suggestion: String,
    /// The row is written all the same.
    pub is_written: bool,
}

/// The findings as a spreadsheet; columns in which nothing stands are left out.
pub(crate) fn list(scope: &str, findings: &[Finding]) -> Result<Reply> {
    type Part = (&'static str, u16, fn(&Finding) -> Value);
    const PARTS: [Part; 7] = [
        ("工作表", 16, |it| Value::Text(it.sheet.clone())),
        ("行", 6, |it| Value::Number(f64::from(it.row))),
        ("姓名", 14, |it| Value::Text(it.name.clone())),
        ("列", 14, |it| Value::Text(it.column.clone())),
        ("文件里写的", 22, |it| Value::Text(it.shown.clone())),
        ("结果", 36, |it| Value::Text(it.reason.clone())),
        ("建议", 44, |it| Value::Text(it.suggestion.clone())),
    ];
    let stands = |part: &Part| findings.iter().any(|it| !is_empty(&part.2(it)));
    let parts: Vec<Part> = PARTS.into_iter().filter(|part| stands(part)).collect();
    let columns: Vec<Column> =
        parts.iter().map(|(heading, width, _)| Column { heading, width: *width }).collect();
    let head = Head {
        sheet: "问题清单",
        title: "导入彩排问题清单",
        scope,
        measure: "条",
        columns: &columns,
    };
    let rows = findings.iter().map(|it| parts.iter().map(|part| part.2(it)).collect());
    let content = xlsx(&head, rows).map_err(|fault| Error::Broken(fault.into()))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Reply::File { name: "导入彩排问题清单.xlsx".into(), media_type, content })
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.is_empty())
}
