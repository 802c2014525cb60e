//! A list of units as offices keep it: which column means what, and what a cell says.

use act::{Error, Result};
use calendar::{Day, PartDay};
use sheets::{Book, Cell, Row};

/// What a column says about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Name,
    Code,
    Kind,
    Line,
    Lead,
    Approve,
    Host,
    Founded,
    Elected,
    Years,
    Committee,
}

impl Column {
    const ALL: [(Self, &'static [&'static str]); 11] = [
        (Self::Name, &["名称", "组织名称", "单位名称", "党组织名称", "组织全称"]),
        (Self::Code, &["编码", "代码", "组织代码", "组织编码", "单位代码"]),
        (Self::Kind, &["类别", "组织类别", "类型", "组织类型", "单位类别", "种类", "组织种类"]),
        (Self::Line, &["条线上级", "上级单位", "行政上级", "上级机构"]),
        (Self::Lead, &["隶属上级", "上级党组织", "隶属党组织", "上级组织"]),
        (Self::Approve, &["审批机关", "审批单位", "审批党组织"]),
        (Self::Host, &["所在单位", "设在单位", "依托单位", "驻在单位"]),
        (Self::Founded, &["成立日期", "成立时间", "建立日期", "建立时间"]),
        (Self::Elected, &["最近选举", "最近一次选举", "换届日期", "换届时间", "最近换届"]),
        (Self::Years, &["任期", "任期（年）", "任期年限", "届期"]),
        (Self::Committee, &["委员会", "支委会", "是否设支委会", "有无支委会", "是否设委员会"]),
    ];

    fn of(head: &str) -> Option<Self> {
        let head: String = text::half_width(head).chars().filter(|c| !c.is_whitespace()).collect();
        let head = head.replace('(', "（").replace(')', "）");
        Self::ALL.iter().find(|(_, words)| words.contains(&head.as_str())).map(|(it, _)| *it)
    }
}

/// The rows of a list with the place of every column.
#[derive(Clone)]
pub(crate) struct List {
    columns: Vec<(Column, u32, String)>,
    pub(super) rows: Vec<Row>,
}

/// How far down the head may stand: titles and notes come before it.
const HEAD_WITHIN: usize = 10;

impl List {
    /// The first sheet that has a name column and a kind column.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let book =
            sheets::read(bytes).map_err(|fault| Error::invalid("file", fault.to_string()))?;
        Self::of(&book).ok_or_else(|| {
            let words = "没有找到表头。表里要有“名称”和“类别”两列，各占一格";
            Error::invalid("file", words)
        })
    }

    fn of(book: &Book) -> Option<Self> {
        for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden) {
            for (place, row) in sheet.rows.iter().take(HEAD_WITHIN).enumerate() {
                let columns = columns(row);
                let has = |wanted| columns.iter().any(|(column, ..)| *column == wanted);
                if has(Column::Name) && has(Column::Kind) {
                    let rows = sheet.rows[place + 1..].to_vec();
                    return Some(Self { columns, rows });
                }
            }
        }
        None
    }

    /// The cell's text, clean; empty where there is no such column.
    pub(super) fn text(&self, row: &Row, column: Column) -> String {
        let found = self.columns.iter().find(|(it, ..)| *it == column);
        let cell = found.map_or(&Cell::Empty, |(_, at, _)| row.cell(*at));
        text::half_width(cell.display().trim())
    }

    /// The heading as the file has it.
    pub(super) fn heading(&self, column: Column) -> &str {
        let found = self.columns.iter().find(|(it, ..)| *it == column);
        found.map_or("", |(_, _, heading)| heading)
    }

    /// `None`: nothing is written; `Err`: what stands there is no date.
    pub(super) fn day(&self, row: &Row, column: Column) -> std::result::Result<Option<Day>, ()> {
        let found = self.columns.iter().find(|(it, ..)| *it == column);
        match found.map_or(&Cell::Empty, |(_, at, _)| row.cell(*at)) {
            Cell::Date(serial) => day_of_serial(*serial).map(Some).ok_or(()),
            cell if cell.is_blank() => Ok(None),
            cell => day_of_text(&cell.display()).map(Some).ok_or(()),
        }
    }
}

fn columns(row: &Row) -> Vec<(Column, u32, String)> {
    let mut columns: Vec<(Column, u32, String)> = Vec::new();
    for (at, cell) in &row.cells {
        let heading = cell.display().trim().to_owned();
        let Some(column) = Column::of(&heading) else { continue };
        if columns.iter().all(|(known, ..)| *known != column) {
            columns.push((column, *at, heading));
        }
    }
    columns
}

fn day_of_serial(serial: f64) -> Option<Day> {
    let zero = Day::new(1899, 12, 30)?;
    (1.0..100_000.0).contains(&serial).then(|| zero.plus_days(serial as i32))
}

/// 2019-06-01, 2019年6月1日, 2019.6, 20190601; a month counts from its first day.
fn day_of_text(text: &str) -> Option<Day> {
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    match numbers[..] {
        [all] if all.len() == 8 => ymd(&all[..4], &all[4..6], &all[6..]),
        [all] if all.len() == 6 => month(&all[..4], &all[4..]),
        [year, m] if year.len() == 4 => month(year, m),
        [year, m, d] if year.len() == 4 => ymd(year, m, d),
        _ => None,
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn month(year: &str, month: &str) -> Option<Day> {
    PartDay::month(year.parse().ok()?, month.parse().ok()?).map(PartDay::earliest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_offices_write_them() {
        let day = Day::new(2019, 6, 1);
        for text in ["2019-06-01", "2019年6月1日", "2019.6.1", "2019/6", "20190601", "201906"] {
            assert_eq!(day_of_text(text), day, "{text}");
        }
        for text in ["六月", "2019", "2019-13-01", "06-01", ""] {
            assert_eq!(day_of_text(text), None, "{text}");
        }
        assert_eq!(day_of_serial(43617.0), day);
    }

    #[test]
    fn headings_are_known_by_their_words() {
        assert_eq!(Column::of(" 任 期(年) "), Some(Column::Years));
        assert_eq!(Column::of("上级党组织"), Some(Column::Lead));
        assert_eq!(Column::of("备注"), None);
    }
}
