//! Last year's meetings as one sheet (date, kind, number present): read and handed over; the room of
//! records stores them.

use act::{Error, Result};
use calendar::Day;
use serde::Serialize;
use sheets::{Book, Cell, Sheet};

/// One meeting of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingRow {
    pub row: u32,
    pub held_on: Day,
    /// As the sheet has it: 支部党员大会.
    pub kind: String,
    pub title: Option<String>,
    /// Whose meeting, where the sheet says so.
    pub branch: Option<String>,
    pub present: Option<i64>,
}

/// A row that is no meeting one could enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedMeeting {
    pub row: u32,
    pub column: &'static str,
    pub shown: String,
    pub reason: &'static str,
    pub suggestion: &'static str,
}

/// What a sheet of meetings holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MeetingSheet {
    pub rows: Vec<MeetingRow>,
    pub refused: Vec<RefusedMeeting>,
}

/// Reads the first sheet that has a column of dates and one of kinds. `today` bounds the dates.
pub fn meetings(bytes: &[u8], today: Day) -> Result<MeetingSheet> {
    let refused = |fault: sheets::Fault| Error::invalid("file", fault.to_string());
    let book = sheets::read(bytes).map_err(refused)?;
    let found = book.sheets.iter().filter(|sheet| !sheet.hidden).find_map(heading);
    let missing = || {
        let words = "表里要有“日期”“会议类型”“到会人数”三列";
        Error::invalid("file", words)
    };
    let (sheet, columns) = found.ok_or_else(missing)?;
    let mut result = MeetingSheet::default();
    for row in sheet.rows.iter().filter(|row| row.number > columns.heading && !row.hidden) {
        let says = |column: Option<u32>| column.map(|it| plain(row.cell(it))).unwrap_or_default();
        let (date, kind) = (says(Some(columns.date)), says(Some(columns.kind)));
        if date.is_empty() && kind.is_empty() || is_total(&date) {
            continue;
        }
        match read_row(
            &book,
            row.number,
            row.cell(columns.date),
            &kind,
            &says(columns.present),
            today,
        ) {
            Ok(mut meeting) => {
                meeting.title = Some(says(columns.title)).filter(|it| !it.is_empty());
                meeting.branch = Some(says(columns.branch)).filter(|it| !it.is_empty());
                result.rows.push(meeting);
            }
            Err(refused) => result.refused.push(refused),
        }
    }
    Ok(result)
}

struct Columns {
    heading: u32,
    date: u32,
    kind: u32,
    present: Option<u32>,
    title: Option<u32>,
    branch: Option<u32>,
}

/// Headings stand among the first rows.
const LOOK_AT: usize = 10;

fn heading(sheet: &Sheet) -> Option<(&Sheet, Columns)> {
    sheet.rows.iter().take(LOOK_AT).find_map(|row| {
        let find = |words: &[&str]| {
            let is = |(_, cell): &&(u32, Cell)| words.contains(&plain(cell).as_str());
            row.cells.iter().find(is).map(|(column, _)| *column)
        };
        let columns = Columns {
            heading: row.number,
            date: find(&[
                "日期",
                "时间",
                "会议日期",
                "会议时间",
                "召开日期",
                "召开时间",
                "开展时间",
            ])?,
            kind: find(&[
                "类型",
                "类别",
                "会议类型",
                "会议类别",
                "会议种类",
                "种类",
                "形式",
                "活动类型",
            ])?,
            present: find(&["到会人数", "实到人数", "参加人数", "出席人数", "到会", "实到"]),
            title: find(&["会议名称", "名称", "主题", "会议主题", "议题", "内容"]),
            branch: find(&["党支部", "支部", "所在党支部", "支部名称", "党支部名称", "党组织"]),
        };
        Some((sheet, columns))
    })
}

fn read_row(
    book: &Book,
    row: u32,
    date: &Cell,
    kind: &str,
    present: &str,
    today: Day,
) -> Result<MeetingRow, RefusedMeeting> {
    let refuse = |column, shown: &str, reason, suggestion| {
        let shown = shown.to_owned();
        RefusedMeeting { row, column, shown, reason, suggestion }
    };
    let shown = plain(date);
    let held_on = day(book, date)
        .ok_or_else(|| refuse("日期", &shown, "认不出这一天", "写成2025-09-25这样"))?;
    if held_on > today {
        return Err(refuse("日期", &shown, "日期在今天之后", "核对年份"));
    }
    if kind.is_empty() {
        return Err(refuse(
            "会议类型",
            "",
            "没有写会议类型",
            "写支部党员大会、支委会、党课这样的名称",
        ));
    }
    let count: Option<i64> = present.trim_end_matches(['人', '名']).parse().ok();
    if !present.is_empty() && count.is_none_or(|count| !(0..10_000).contains(&count)) {
        return Err(refuse("到会人数", present, "到会人数不是整数", "只写数字，如26"));
    }
    let (kind, present) = (kind.to_owned(), count);
    Ok(MeetingRow { row, held_on, kind, title: None, branch: None, present })
}

fn day(book: &Book, cell: &Cell) -> Option<Day> {
    if let Cell::Date(serial) = cell {
        let days = book.dates.days_since_1899_12_30(*serial);
        return Some(Day::new(1899, 12, 30)?.plus_days(days as i32));
    }
    let text = plain(cell);
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Day::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        );
    }
    let text = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts[..] else { return None };
    Day::new(year.parse().ok().filter(|year| *year > 1900)?, month.parse().ok()?, day.parse().ok()?)
}

fn plain(cell: &Cell) -> String {
    text::half_width(&cell.display()).trim().to_owned()
}

fn is_total(text: &str) -> bool {
    ["合计", "总计", "共计", "小计"].iter().any(|word| text.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> MeetingSheet {
        meetings(text.as_bytes(), "2026-11-20".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_sheet_of_meetings_is_read() {
        let sheet = read(
            "2025年会议台账,,\n日期,会议类型,到会人数\n2025-03-05,支部党员大会,26\n\
             2025年3月28日,支委会,5人\n20250701,党课,\n合计,3,\n",
        );
        let told: Vec<_> = sheet
            .rows
            .iter()
            .map(|it| (it.held_on.to_string(), it.kind.as_str(), it.present))
            .collect();
        assert_eq!(
            told,
            [
                ("2025-03-05".to_owned(), "支部党员大会", Some(26)),
                ("2025-03-28".to_owned(), "支委会", Some(5)),
                ("2025-07-01".to_owned(), "党课", None),
            ]
        );
        assert!(sheet.refused.is_empty());
    }

    #[test]
    fn what_cannot_be_is_told_by_row_and_column() {
        let sheet = read(
            "日期,会议类型,到会人数\n2025-02-30,党课,1\n2027-01-01,党课,1\n2025-01-01,,1\n\
             2025-01-01,党课,多人\n",
        );
        let told: Vec<_> = sheet.refused.iter().map(|it| (it.row, it.column)).collect();
        assert_eq!(told, [(2, "日期"), (3, "日期"), (4, "会议类型"), (5, "到会人数")]);
    }

    #[test]
    fn a_file_without_the_columns_is_refused_in_a_sentence() {
        let refused = meetings("甲,乙\n1,2\n".as_bytes(), "2026-11-20".parse().unwrap());
        assert!(matches!(refused, Err(Error::Invalid(_))));
    }
}
