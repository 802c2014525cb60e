//! Which rows are the heading and what each column is.

use super::cells::plain;
use sheets::{Cell, Merge, Sheet};
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Name,
    Id,
    Sex,
    Ethnic,
    Education,
    Join,
    Full,
    Org,
    Phone,
    Post,
    StaffClass,
    PoliceNumber,
    WorkStart,
}

/// The heading of one sheet.
pub(super) struct Columns {
    pub(super) header_rows: Vec<u32>,
    /// In order of columns; only `Org` may stand several times.
    fields: Vec<(Field, u32, String)>,
}

impl Columns {
    pub(super) fn of(&self, field: Field) -> Option<u32> {
        self.all(field).next()
    }

    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = u32> {
        self.fields.iter().filter(move |f| f.0 == field).map(|f| f.1)
    }

    pub(super) fn heading(&self, column: u32) -> &str {
        self.fields.iter().find(|f| f.1 == column).map_or("", |f| &f.2)
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (Field, u32)> {
        self.fields.iter().map(|f| (f.0, f.1))
    }
}

/// Headings stand among the first rows, below a title and notes.
const LOOK_AT: usize = 30;
const DEEPEST: u32 = 3;
const WIDEST: u32 = 512;

/// The rows that name most fields; of equals the first, and as few rows as do it.
/// Where nothing looks like a heading, no columns.
pub(super) fn find(sheet: &Sheet, merged: &Merged<'_>) -> Columns {
    let none = Columns { header_rows: Vec::new(), fields: Vec::new() };
    let firsts = sheet.rows.iter().take(LOOK_AT).map(|row| row.number);
    let tried = firsts.flat_map(|first| (1..=DEEPEST).map(move |depth| (first, depth)));
    tried.fold(none, |best, (first, depth)| {
        let found = read(sheet, merged, first, depth);
        let (better, equal) = (found.score() > best.score(), found.score() == best.score());
        let shorter = equal && found.header_rows.len() < best.header_rows.len();
        if found.score() >= FEWEST && (better || shorter) { found } else { best }
    })
}

/// A single known word may stand in any note.
const FEWEST: usize = 2;

impl Columns {
    fn score(&self) -> usize {
        let org = usize::from(self.of(Field::Org).is_some());
        self.fields.iter().filter(|f| f.0 != Field::Org).count() + org
    }
}

fn read(sheet: &Sheet, merged: &Merged<'_>, first: u32, depth: u32) -> Columns {
    let rows: Vec<u32> = (first..first + depth).collect();
    let row = |number: &u32| sheet.rows.binary_search_by_key(number, |row| row.number).ok();
    let ends = rows.iter().filter_map(row).filter_map(|i| sheet.rows[i].cells.last());
    let last = ends.map(|(column, _)| *column).max().unwrap_or(0).min(WIDEST);
    let mut fields: Vec<(Field, u32, String)> = Vec::new();
    for column in 1..=last {
        let parts = rows.iter().map(|row| label(merged.cell(*row, column)));
        let Some((field, heading)) = field_of(parts) else { continue };
        let taken = fields.iter().any(|f| f.0 == field);
        if field == Field::Org || !taken {
            fields.push((field, column, heading));
        }
    }
    Columns { header_rows: rows, fields }
}

/// The lowest words first, then with those above them: 入党 over 时间 is 入党时间.
fn field_of(parts: impl Iterator<Item = String>) -> Option<(Field, String)> {
    let mut parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.dedup();
    (0..parts.len()).rev().find_map(|from| {
        let heading = parts[from..].concat();
        known(&heading).map(|field| (field, heading))
    })
}

/// What a heading says, without notes in brackets and marks.
pub(super) fn label(cell: &Cell) -> String {
    let text = plain(cell);
    let text = text.split(['(', '〔', '[', '【']).next().unwrap_or_default();
    text.trim_matches(['*', ':', '：', '、', '★']).to_owned()
}

pub(super) fn known(heading: &str) -> Option<Field> {
    WORDS.iter().find(|(_, words)| words.contains(&heading)).map(|(field, _)| *field)
}

const WORDS: &[(Field, &[&str])] = &[
    (Field::Name, &["姓名", "党员姓名", "名字", "本人姓名", "党员名字"]),
    (
        Field::Id,
        &[
            "身份证号",
            "身份证号码",
            "身份证",
            "身份号码",
            "公民身份号码",
            "公民身份证号码",
            "公民身份证号",
            "公民身份证",
            "居民身份证号",
            "居民身份证号码",
            "居民身份证",
            "证件号码",
            "证件号",
            "有效证件号码",
            "有效身份证件号码",
            "身份证件号码",
        ],
    ),
    (Field::Sex, &["性别"]),
    (Field::Ethnic, &["民族", "族别"]),
    (
        Field::Education,
        &[
            "学历",
            "最高学历",
            "现学历",
            "学历层次",
            "文化程度",
            "教育程度",
            "受教育程度",
            "文化",
            "全日制学历",
            "学历情况",
        ],
    ),
    (
        Field::Join,
        &[
            "入党时间",
            "入党日期",
            "入党年月",
            "入党年月日",
            "何时入党",
            "加入党组织日期",
            "加入党组织时间",
            "加入党组织年月",
            "加入中国共产党时间",
            "加入中国共产党日期",
            "加入中共组织日期",
            "加入中共组织的时间",
            "入党的时间",
            "接收预备党员时间",
            "接收为预备党员时间",
            "接收为预备党员日期",
            "成为预备党员时间",
            "成为预备党员日期",
        ],
    ),
    (
        Field::Full,
        &[
            "转正时间",
            "转正日期",
            "转正年月",
            "转正年月日",
            "何时转正",
            "转为正式党员日期",
            "转为正式党员时间",
            "转正式党员日期",
            "转正式党员时间",
            "成为正式党员时间",
            "成为正式党员日期",
            "预备党员转正时间",
            "预备党员转正日期",
        ],
    ),
    (
        Field::Org,
        &[
            "所在党支部",
            "党支部",
            "支部",
            "党支部名称",
            "支部名称",
            "所属党支部",
            "所在支部",
            "所属支部",
            "党组织",
            "所在党组织",
            "所属党组织",
            "党组织名称",
            "组织关系所在党支部",
            "组织关系所在支部",
            "组织关系所在党组织",
            "组织关系所在单位",
            "党委",
            "所在党委",
            "所属党委",
            "基层党委",
            "党总支",
            "所在党总支",
            "所属党总支",
            "上级党组织",
            "单位",
            "所在单位",
            "单位名称",
            "部门",
            "所在部门",
            "所属部门",
        ],
    ),
    (
        Field::Phone,
        &[
            "手机",
            "手机号",
            "手机号码",
            "联系电话",
            "电话",
            "联系方式",
            "移动电话",
            "电话号码",
            "联系手机",
        ],
    ),
    (
        Field::Post,
        &["职务", "党内职务", "现任职务", "行政职务", "职务职级", "岗位", "工作岗位", "单位及职务"],
    ),
    (Field::StaffClass, &["人员类别", "人员身份", "身份类别", "人员性质", "人员类型"]),
    (Field::PoliceNumber, &["警号", "警员编号", "警号号码"]),
    (Field::WorkStart, &["参加工作时间", "参加工作日期", "参加工作年月", "工作时间", "参工时间"]),
];

/// A sheet's cells with merged ones filled in.
pub(super) struct Merged<'a> {
    sheet: &'a Sheet,
    /// By column, in order of first rows.
    by_column: HashMap<u32, Vec<Merge>>,
}

impl<'a> Merged<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Self {
        let mut by_column: HashMap<u32, Vec<Merge>> = HashMap::new();
        for merge in &sheet.merges {
            for column in merge.first_column..=merge.last_column.min(WIDEST) {
                by_column.entry(column).or_default().push(*merge);
            }
        }
        for merges in by_column.values_mut() {
            merges.sort_by_key(|merge| merge.first_row);
        }
        Self { sheet, by_column }
    }

    /// The value of the merge that covers the place, else its own.
    pub(super) fn cell(&self, row: u32, column: u32) -> &'a Cell {
        match self.covering(row, column) {
            Some(merge) => self.sheet.cell(merge.first_row, merge.first_column),
            None => self.sheet.cell(row, column),
        }
    }

    /// As [`Self::cell`], but a line merged across says nothing to the columns it runs over.
    pub(super) fn cell_below(&self, row: u32, column: u32) -> &'a Cell {
        match self.covering(row, column) {
            Some(merge) if merge.first_column == column => self.cell(row, column),
            _ => self.sheet.cell(row, column),
        }
    }

    fn covering(&self, row: u32, column: u32) -> Option<Merge> {
        let merges = self.by_column.get(&column)?;
        let after = merges.partition_point(|merge| merge.first_row <= row);
        let last = merges[..after].last()?;
        (last.last_row >= row).then_some(*last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<(Field, u32)> {
        let book = sheets::read(text.as_bytes()).unwrap();
        let sheet = &book.sheets[0];
        find(sheet, &Merged::of(sheet)).each().collect()
    }

    fn header_rows(text: &str) -> Vec<u32> {
        let book = sheets::read(text.as_bytes()).unwrap();
        let sheet = &book.sheets[0];
        find(sheet, &Merged::of(sheet)).header_rows
    }

    #[test]
    fn headings_have_synonyms_and_notes() {
        let found = columns("姓 名,*公民身份号码（18位）,入党年月：,备注\n甲,1,2,3");
        assert_eq!(found, [(Field::Name, 1), (Field::Id, 2), (Field::Join, 3)]);
    }

    #[test]
    fn two_rows_are_joined() {
        let text = "名册,,,\n姓名,证件号码,入党,转正\n,,时间,时间\n甲,1,1998.07,";
        assert_eq!(header_rows(text), [2, 3]);
        assert_eq!(columns(text).last(), Some(&(Field::Full, 4)));
    }

    #[test]
    fn a_heading_is_not_longer_than_it_must_be() {
        assert_eq!(header_rows("姓名,性别\n甲,男\n姓名,性别"), [1]);
        assert_eq!(header_rows("甲,男\n乙,女"), Vec::<u32>::new());
    }

    #[test]
    fn only_org_stands_twice() {
        let found = columns("姓名,党委,党支部,学历,文化程度\n甲");
        assert_eq!(
            found,
            [(Field::Name, 1), (Field::Org, 2), (Field::Org, 3), (Field::Education, 4)]
        );
    }
}
