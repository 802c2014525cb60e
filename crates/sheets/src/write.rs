//! A list as an xlsx that can be printed and handed on: title, scope with its count, headings, rows.

use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::mark::{Mark, PIECES, PROPERTY, pieces};

/// What stands above the rows.
pub struct Head<'a> {
    /// Name of the sheet, at most 31 characters, without `[]:*?/\`.
    pub sheet: &'a str,
    pub title: &'a str,
    /// Whose rows these are and of which day, as `南屏县公安局党委，2026年11月20日在册`.
    pub scope: &'a str,
    /// What is counted in the scope line: `人`, `个`, `条`.
    pub measure: &'a str,
    pub columns: &'a [Column<'a>],
}

/// Width in characters of the usual font; a Chinese one takes two.
pub struct Column<'a> {
    pub heading: &'a str,
    pub width: u16,
}

/// Text stays text whatever it looks like: 18 digits keep their last ones, `=` starts no formula.
pub enum Value {
    Text(String),
    Number(f64),
    /// Year, month, day: a real date, so that the list can be filtered and counted by it.
    Day(u16, u8, u8),
    Empty,
}

#[derive(Debug, thiserror::Error)]
#[error("表格没有写成")]
pub struct WriteFault(#[from] XlsxError);

const HEADINGS: u32 = 2;

/// Rows go to a temporary file as they come, so their number does not matter for memory.
pub fn xlsx(
    head: &Head<'_>,
    rows: impl ExactSizeIterator<Item = Vec<Value>>,
) -> Result<Vec<u8>, WriteFault> {
    write(head, rows, None)
}

/// The same with who took it out: in words on the sheet and on every printed page, and as a number in the
/// document's properties and in the look of the cells.
pub fn xlsx_marked(
    head: &Head<'_>,
    rows: impl ExactSizeIterator<Item = Vec<Value>>,
    mark: &Mark,
) -> Result<Vec<u8>, WriteFault> {
    write(head, rows, Some(mark))
}

fn write(
    head: &Head<'_>,
    rows: impl ExactSizeIterator<Item = Vec<Value>>,
    mark: Option<&Mark>,
) -> Result<Vec<u8>, WriteFault> {
    let mut book = Workbook::new();
    if let Some(mark) = mark {
        let known = DocProperties::new().set_custom_property(PROPERTY, mark.code().as_str());
        book.set_properties(&known);
    }
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(head.sheet)?;
    layout(sheet, head)?;
    let texts = text_formats(mark);
    if let Some(mark) = mark {
        let line = mark.words.replace('&', "&&");
        sheet.set_header(format!("&L{line}")).set_footer(format!("&L{line}&R&P/&N"));
    }
    write_head(sheet, head, rows.len(), mark)?;
    let number = Format::new().set_border(FormatBorder::Thin);
    let day = number.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
    for (row, values) in (HEADINGS + 1..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            let text = &texts[(row as usize + usize::from(column)) % texts.len()];
            write_value(sheet, row, column, value, (text, &number, &day))?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// One format, or one for each piece of the mark: the same black to every eye.
fn text_formats(mark: Option<&Mark>) -> Vec<Format> {
    let Some(mark) = mark else { return vec![text_format()] };
    let colours: [u32; PIECES] = pieces(mark.id);
    colours.into_iter().map(|colour| text_format().set_font_color(colour)).collect()
}

fn text_format() -> Format {
    Format::new().set_num_format("@").set_border(FormatBorder::Thin)
}

/// The formats of a text, of a number and of a day.
type Formats<'a> = (&'a Format, &'a Format, &'a Format);

fn layout(sheet: &mut Worksheet, head: &Head<'_>) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(head.columns) {
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 0)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

const A4: u8 = 9;

/// Beside the title, where no import looks for anything.
const MARK_COLUMN: ColNum = 3;

fn write_head(
    sheet: &mut Worksheet,
    head: &Head<'_>,
    count: usize,
    mark: Option<&Mark>,
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(16);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    sheet.write_string_with_format(0, 0, head.title, &title)?;
    if let Some(mark) = mark {
        sheet.write_string(0, MARK_COLUMN, &mark.words)?;
    }
    sheet.write_string(1, 0, format!("{}，共{count}{}", head.scope, head.measure))?;
    for (at, column) in (0..).zip(head.columns) {
        sheet.write_string_with_format(HEADINGS, at, column.heading, &heading)?;
    }
    Ok(())
}

fn write_value(
    sheet: &mut Worksheet,
    row: u32,
    column: ColNum,
    value: Value,
    (text, number, day): Formats<'_>,
) -> Result<(), XlsxError> {
    match value {
        Value::Text(value) => sheet.write_string_with_format(row, column, value, text)?,
        Value::Number(value) => sheet.write_number_with_format(row, column, value, number)?,
        Value::Day(year, month, of_month) => {
            let value = ExcelDateTime::from_ymd(year, month, of_month)?;
            sheet.write_datetime_with_format(row, column, value, day)?
        }
        Value::Empty => sheet.write_blank(row, column, text)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cell;

    #[test]
    fn what_is_written_is_read_back() {
        let columns = [
            Column { heading: "姓名", width: 12 },
            Column { heading: "证件号码", width: 22 },
            Column { heading: "年数", width: 8 },
        ];
        let (title, scope) = ("党员名册", "某支部，2026年11月20日在册");
        let head = Head { sheet: "名册", title, scope, measure: "人", columns: &columns };
        let text = |text: &str| Value::Text(text.into());
        let rows = vec![
            vec![text("吴𬀩"), text("130111197408036601"), Value::Number(3.0)],
            vec![text("=1+1"), Value::Empty, Value::Number(4.0)],
            vec![text("2026-11-20"), Value::Empty, Value::Day(2026, 11, 20)],
        ];
        let book = crate::read(&xlsx(&head, rows.into_iter()).unwrap()).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(sheet.name.as_deref(), Some("名册"));
        assert_eq!(sheet.cell(1, 1), &Cell::Text("党员名册".into()));
        assert_eq!(sheet.cell(2, 1), &Cell::Text("某支部，2026年11月20日在册，共3人".into()));
        assert_eq!(sheet.cell(3, 2), &Cell::Text("证件号码".into()));
        assert_eq!(sheet.cell(4, 1), &Cell::Text("吴𬀩".into()));
        assert_eq!(sheet.cell(4, 2), &Cell::Text("130111197408036601".into()));
        assert_eq!(sheet.cell(5, 1), &Cell::Text("=1+1".into()));
        assert_eq!(sheet.cell(5, 2), &Cell::Empty);
        assert_eq!(sheet.cell(5, 3), &Cell::Number(4.0));
        assert_eq!(sheet.cell(6, 1), &Cell::Text("2026-11-20".into()), "text stays text");
        assert_eq!(sheet.cell(6, 3), &Cell::Date(46_346.0), "a day is a day");
    }
}
