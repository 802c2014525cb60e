//! From the rows of a sheet to persons, refusals and what is passed over.

use super::cells::{plain, unwrapped};
use super::check::{Checked, Checker};
use super::columns::{self, Columns, Field, Merged, known, label};
use super::dates::Dates;
use super::{
    Codes, Finding, Hidden, Reason, Refused, SheetRehearsal, SkipReason, Skipped, repeats,
};
use sheets::{Book, Row, Sheet};

/// Rows of one sheet before they are compared with each other.
pub(super) struct Judged {
    pub(super) result: SheetRehearsal,
    pub(super) rows: Vec<Checked>,
}

pub(super) fn judge(book: &Book, codes: &Codes, hidden: Hidden) -> Vec<SheetRehearsal> {
    let filled = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    let dates = Dates::of(book);
    let mut judged: Vec<Judged> =
        filled.map(|sheet| judge_sheet(sheet, codes, dates, hidden)).collect();
    repeats::mark(&mut judged);
    judged.into_iter().map(finish).collect()
}

fn judge_sheet(sheet: &Sheet, codes: &Codes, dates: Dates, hidden: Hidden) -> Judged {
    let mut result = SheetRehearsal {
        sheet: sheet.name.clone(),
        content_rows: sheet.rows.len(),
        ..SheetRehearsal::default()
    };
    if sheet.hidden && hidden == Hidden::Leave {
        result.reasons.push(Reason::HiddenSheet);
        return Judged { result, rows: Vec::new() };
    }
    let merged = Merged::of(sheet);
    let columns = columns::find(sheet, &merged);
    result.header_rows.clone_from(&columns.header_rows);
    result.reasons = missing(&columns);
    if !result.reasons.is_empty() {
        return Judged { result, rows: Vec::new() };
    }
    let checker = Checker { columns: &columns, merged: &merged, codes, dates };
    let (rows, skipped) = walk(sheet, &checker, hidden);
    result.skipped = skipped;
    Judged { result, rows }
}

fn missing(columns: &Columns) -> Vec<Reason> {
    let needed = [
        (Field::Name, Reason::MissingName),
        (Field::Id, Reason::MissingId),
        (Field::Join, Reason::MissingJoinDate),
    ];
    let absent = needed.into_iter().filter(|(field, _)| columns.of(*field).is_none());
    absent.map(|(_, reason)| reason).collect()
}

fn walk(sheet: &Sheet, checker: &Checker<'_>, hidden: Hidden) -> (Vec<Checked>, Vec<Skipped>) {
    let (mut persons, mut skipped) = (Vec::new(), Vec::new());
    let heading = checker.columns.header_rows.last().copied().unwrap_or(0);
    let mut before = heading;
    for row in sheet.rows.iter().filter(|row| row.number > heading) {
        gap(&mut skipped, before + 1, row.number - 1);
        if let Some(why) = no_person(row, checker) {
            skipped.push(Skipped { row: row.number, why, through: None });
        } else if row.hidden && hidden == Hidden::Leave {
            persons.push(hidden_row(row, checker));
        } else {
            persons.push(checker.check(row.number));
        }
        before = row.number;
    }
    (persons, skipped)
}

/// A million empty rows are told as one gap, a few of them each by itself.
const TELL_EACH: u32 = 100;

fn gap(skipped: &mut Vec<Skipped>, first: u32, last: u32) {
    let blank = |row| Skipped { row, why: SkipReason::BlankRow, through: None };
    if last.saturating_sub(first) < TELL_EACH {
        skipped.extend((first..=last).map(blank));
    } else {
        skipped.push(Skipped { through: Some(last), ..blank(first) });
    }
}

fn hidden_row(row: &Row, checker: &Checker<'_>) -> Checked {
    let finding = Finding {
        reason: Reason::HiddenRow,
        column: None,
        heading: String::new(),
        shown: String::new(),
    };
    let name = checker.name(row.number);
    Checked::refused(Refused { row: row.number, name, findings: vec![finding] })
}

fn no_person(row: &Row, checker: &Checker<'_>) -> Option<SkipReason> {
    if is_heading(row, checker.columns) {
        return Some(SkipReason::HeaderRow);
    }
    let id = checker.columns.of(Field::Id).map(|column| plain(row.cell(column)));
    let has_id = id.is_some_and(|id| id.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST_ID);
    if has_id {
        return None;
    }
    if row.cells.iter().take(FIRST_CELLS).any(|(_, cell)| is_total(&plain(cell))) {
        return Some(SkipReason::TotalRow);
    }
    if row.cells.iter().any(|(_, cell)| is_signature(&unwrapped(cell))) {
        return Some(SkipReason::FooterRow);
    }
    let personal = |(field, column): (Field, u32)| field != Field::Org && own(row, checker, column);
    if checker.columns.each().any(personal) {
        return None;
    }
    let says = |text: String| text.chars().any(char::is_alphabetic);
    let note = row.cells.iter().any(|(_, cell)| says(plain(cell)));
    Some(if note { SkipReason::NoteRow } else { SkipReason::BlankRow })
}

/// A total may have a running number in front of it.
const FIRST_CELLS: usize = 3;
/// With fewer digits a cell of the id column may be the name of who signs.
const SHORTEST_ID: usize = 10;

fn own(row: &Row, checker: &Checker<'_>, column: u32) -> bool {
    !plain(checker.merged.cell_below(row.number, column)).is_empty()
}

fn is_heading(row: &Row, columns: &Columns) -> bool {
    let same = columns.each().filter(|(field, c)| known(&label(row.cell(*c))) == Some(*field));
    same.count() >= 2
}

fn is_total(text: &str) -> bool {
    ["合计", "总计", "共计", "小计"].iter().any(|word| text.starts_with(word))
}

/// `填表人：…`; without its colon only where nothing else stands in the cell.
fn is_signature(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "审批人",
        "经办人",
        "负责人",
        "单位负责人",
        "党支部书记",
        "支部书记",
        "填表日期",
        "填报日期",
        "填表时间",
        "制表日期",
        "单位盖章",
        "联系人",
    ];
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    WORDS.iter().any(|word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', '(', '（']))
    })
}

fn finish(judged: Judged) -> SheetRehearsal {
    let mut result = judged.result;
    for row in judged.rows {
        match row.outcome {
            Ok(person) => result.imported.push(person),
            Err(refused) => result.refused.push(refused),
        }
    }
    result.import_count = result.imported.len();
    result.refuse_count = result.refused.len();
    result.skip_count = result.skipped.iter().map(|skipped| skipped.count()).sum();
    result
}
