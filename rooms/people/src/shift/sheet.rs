//! What a duty roster says, whatever its shape: names down and days across, one row for a person and a day, or
//! one row for a day with names in it. Pure; who the names are is asked elsewhere.

use std::collections::BTreeSet;

use act::{Error, Result};
use calendar::{Day, Period, PeriodKind};
use sheets::{Book, Cell, Row, Sheet};

/// One person on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) row: u32,
    /// The name as written, without gaps.
    pub(crate) name: String,
    /// Tells two rows of one name apart where the rows are persons: `张伟`, `张伟（第12行）`.
    pub(crate) who: String,
    /// Police number, where the file has a column of them.
    pub(crate) number: String,
    pub(crate) on: Day,
    pub(crate) mark: String,
}

/// A row that says nothing one could keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Odd {
    pub(crate) row: u32,
    pub(crate) column: &'static str,
    pub(crate) shown: String,
    pub(crate) reason: &'static str,
    pub(crate) suggestion: &'static str,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ShiftSheet {
    pub(crate) noted: Vec<Noted>,
    pub(crate) odd: Vec<Odd>,
    /// The month that days without one were taken to be in; `None` where every day says its own.
    pub(crate) month: Option<Period>,
}

/// One person a row.
const PERSONS: &[&str] = &["姓名", "名字", "人员姓名"];
const NAMES: &[&str] =
    &["姓名", "名字", "人员", "民警", "值班人员", "值班人", "值班民警", "人员姓名"];
const DATES: &[&str] = &["日期", "值班日期", "时间", "值班时间", "排班日期", "日子"];
const MARKS: &[&str] =
    &["班次", "班别", "班种", "班", "值班", "状态", "情况", "是否值班", "排班", "标记"];
const NUMBERS: &[&str] = &["警号", "工号", "编号"];
/// Rows and columns under such a word hold no names.
const NOT_NAMES: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "备注",
    "说明",
    "注",
    "审核",
    "制表",
    "填表",
    "星期",
    "电话",
    "联系电话",
];

/// Headings stand among the first rows.
const LOOK_AT: usize = 12;
/// So many days side by side make a table of days.
const FEWEST_DAYS: usize = 5;

/// Reads the first sheet of a known shape. `asked` is the month for days without one.
pub(crate) fn read(
    content: &[u8],
    file_name: &str,
    asked: Option<Period>,
    today: Day,
) -> Result<ShiftSheet> {
    let book = sheets::read(content).map_err(|fault| Error::invalid("file", fault.to_string()))?;
    for sheet in book.sheets.iter().filter(|sheet| !sheet.hidden) {
        let view = View { book: &book, sheet, file_name, asked, today };
        if let Some(found) = view.persons().or_else(|| view.grid()).or_else(|| view.days()) {
            return Ok(found);
        }
    }
    let words = "认不出这张表。可以是姓名在左、日期在上的表，也可以每行一个人一天（姓名、日期、班次三列），\
                 或者每行一天、后面写值班的人";
    Err(Error::invalid("file", words))
}

struct View<'v> {
    book: &'v Book,
    sheet: &'v Sheet,
    file_name: &'v str,
    asked: Option<Period>,
    today: Day,
}

/// A day as a cell has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Whole(Day),
    /// Month and day, the year is left out.
    InYear(i8, i8),
    /// The day alone.
    InMonth(i8),
}

impl View<'_> {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sheet.rows.iter().filter(|row| !row.hidden)
    }

    /// What stands at a place; of a merged one what stands in its first field.
    fn at(&self, row: u32, column: u32) -> &Cell {
        let merge = self.sheet.merges.iter().find(|it| {
            (it.first_row..=it.last_row).contains(&row)
                && (it.first_column..=it.last_column).contains(&column)
        });
        match merge {
            Some(merge) => self.sheet.cell(merge.first_row, merge.first_column),
            None => self.sheet.cell(row, column),
        }
    }

    fn text(&self, row: u32, column: u32) -> String {
        plain(self.at(row, column))
    }

    /// One row for a person and a day.
    fn persons(&self) -> Option<ShiftSheet> {
        let (heading, name, date) = self
            .rows()
            .take(LOOK_AT)
            .find_map(|row| Some((row, find(row, PERSONS)?, find(row, DATES)?)))?;
        let (mark, number) = (find(heading, MARKS), find(heading, NUMBERS));
        let mut found = ShiftSheet::default();
        let mut month = self.months();
        for row in self.rows().filter(|row| row.number > heading.number) {
            let named = compact(&self.text(row.number, name));
            let shown = self.text(row.number, date);
            if named.is_empty() && shown.is_empty() || is_no_name(&named) {
                continue;
            }
            let on = self.written(self.at(row.number, date)).and_then(|it| month.day(it));
            let Some(on) = on.filter(|_| !named.is_empty()) else {
                found.odd.push(odd_row(row.number, &named, &shown));
                continue;
            };
            // A list of who is on duty needs no word for it.
            let mark = mark.map_or_else(|| "值".to_owned(), |column| self.text(row.number, column));
            let number = number.map(|column| self.text(row.number, column)).unwrap_or_default();
            let who = named.clone();
            found.noted.push(Noted { row: row.number, name: named, who, number, on, mark });
        }
        found.month = month.used();
        Some(found)
    }

    /// Names down, days across.
    fn grid(&self) -> Option<ShiftSheet> {
        let (heading, days) = self.rows().take(LOOK_AT).find_map(|row| {
            let days: Vec<(u32, Written)> =
                row.cells.iter().filter_map(|(c, cell)| Some((*c, self.written(cell)?))).collect();
            (days.len() >= FEWEST_DAYS && is_a_row_of_days(&days)).then_some((row, days))
        })?;
        let first = days.first()?.0;
        let name = self.name_column(heading.number, first)?;
        let head_rows = || self.rows().take_while(|row| row.number <= heading.number);
        let number = head_rows().find_map(|row| find(row, NUMBERS)).filter(|c| *c < first);
        let mut month = self.months();
        let on: Vec<(u32, Day)> =
            days.into_iter().filter_map(|(c, it)| Some((c, month.day(it)?))).collect();
        let mut found = ShiftSheet { month: month.used(), ..ShiftSheet::default() };
        let data: Vec<(u32, String)> = self
            .rows()
            .filter(|row| row.number > heading.number)
            .map(|row| (row.number, compact(&self.text(row.number, name))))
            .filter(|(_, named)| !named.is_empty() && !is_no_name(named))
            .collect();
        for (row, named) in &data {
            // The two rows of one merged name are one person.
            let origin = self.origin(*row, name);
            let twins =
                data.iter().filter(|it| it.1 == *named && self.origin(it.0, name) != origin);
            let who = match twins.count() {
                0 => named.clone(),
                _ => format!("{named}（第{origin}行）"),
            };
            let number = number.map(|column| self.text(*row, column)).unwrap_or_default();
            found.noted.extend(on.iter().map(|(column, on)| Noted {
                row: *row,
                name: named.clone(),
                who: who.clone(),
                number: number.clone(),
                on: *on,
                mark: self.text(*row, *column),
            }));
        }
        (!found.noted.is_empty()).then_some(found)
    }

    /// The first row of what is merged there, or the row itself.
    fn origin(&self, row: u32, column: u32) -> u32 {
        let merge = self.sheet.merges.iter().find(|it| {
            (it.first_row..=it.last_row).contains(&row)
                && (it.first_column..=it.last_column).contains(&column)
        });
        merge.map_or(row, |it| it.first_row)
    }

    /// Under a word for it, above or beside the days; else the first column with Chinese words in most rows.
    fn name_column(&self, heading: u32, first: u32) -> Option<u32> {
        let near = self.rows().filter(|row| row.number + 2 >= heading && row.number <= heading + 1);
        if let Some(column) = near.into_iter().find_map(|row| find(row, NAMES)) {
            return Some(column);
        }
        (1..first).rev().find(|column| {
            let below = self.rows().filter(|row| row.number > heading);
            let texts: Vec<String> =
                below.map(|row| compact(&self.text(row.number, *column))).collect();
            let named = texts.iter().filter(|text| is_like_a_name(text)).count();
            named * 2 > texts.len()
        })
    }

    /// One row for a day, with the names of those on duty in it.
    fn days(&self) -> Option<ShiftSheet> {
        let (heading, date) =
            self.rows().take(LOOK_AT).find_map(|row| Some((row, find(row, DATES)?)))?;
        let skipped = |column: u32| {
            let word = compact(&self.text(heading.number, column));
            NOT_NAMES.iter().any(|it| word.contains(it))
        };
        let columns: BTreeSet<u32> =
            self.rows().flat_map(|row| row.cells.iter().map(|it| it.0)).collect();
        let columns: Vec<u32> =
            columns.into_iter().filter(|column| *column > date && !skipped(*column)).collect();
        let mut month = self.months();
        let mut found = ShiftSheet::default();
        for row in self.rows().filter(|row| row.number > heading.number) {
            let shown = self.text(row.number, date);
            if shown.is_empty() || is_no_name(&compact(&shown)) {
                continue;
            }
            let Some(on) = self.written(self.at(row.number, date)).and_then(|it| month.day(it))
            else {
                found.odd.push(odd_row(row.number, "-", &shown));
                continue;
            };
            for column in &columns {
                for named in names_in(&self.text(row.number, *column)) {
                    let (who, number, mark) = (named.clone(), String::new(), "值".to_owned());
                    found.noted.push(Noted { row: row.number, name: named, who, number, on, mark });
                }
            }
        }
        found.month = month.used();
        (!found.noted.is_empty()).then_some(found)
    }

    fn written(&self, cell: &Cell) -> Option<Written> {
        match cell {
            Cell::Date(serial) => {
                let days = self.book.dates.days_since_1899_12_30(*serial);
                Some(Written::Whole(Day::new(1899, 12, 30)?.plus_days(days as i32)))
            }
            Cell::Number(number) => {
                let day = number.trunc() as i8;
                ((1.0..=31.0).contains(number) && number.fract() == 0.0)
                    .then_some(Written::InMonth(day))
            }
            Cell::Text(_) => written(&plain(cell)),
            _ => None,
        }
    }

    /// Where days without a month lie: as asked, else as the title, the sheet or the file says, else this month.
    fn months(&self) -> Months {
        let said = || {
            let title =
                self.rows().take(LOOK_AT).flat_map(|row| row.cells.iter().map(|it| plain(&it.1)));
            let names = [self.sheet.name.clone().unwrap_or_default(), self.file_name.to_owned()];
            title.chain(names).find_map(|text| month_in(&text, self.today))
        };
        let this = || Period::of(PeriodKind::Month, self.today);
        Months {
            first: self.asked.or_else(said).unwrap_or_else(this),
            today: self.today,
            last: None,
            is_used: false,
        }
    }
}

/// Gives days their month: from one month on, into the next where the number falls back.
struct Months {
    first: Period,
    today: Day,
    last: Option<Day>,
    is_used: bool,
}

impl Months {
    fn day(&mut self, written: Written) -> Option<Day> {
        let on = match written {
            Written::Whole(day) => day,
            Written::InYear(month, day) => near_year(month, day, self.today)?,
            Written::InMonth(number) => {
                self.is_used = true;
                let month = self.last.map_or(self.first.first(), Day::first_of_month);
                let month = match self.last {
                    Some(last) if number < last.day() => month.plus_months(1),
                    _ => month,
                };
                Day::new(month.year(), month.month(), number)?
            }
        };
        self.last = Some(on).filter(|_| matches!(written, Written::InMonth(_))).or(self.last);
        Some(on)
    }

    fn used(&self) -> Option<Period> {
        Some(self.first).filter(|_| self.is_used)
    }
}

/// The year in which month and day lie nearest to today.
fn near_year(month: i8, day: i8, today: Day) -> Option<Day> {
    let year = today.year();
    let near = (year - 1..=year + 1).filter_map(|year| Day::new(year, month, day));
    near.min_by_key(|it| today.days_until(*it).abs())
}

/// `2026年12月值班表`, `12月份排班`, `2026-12`.
fn month_in(text: &str, today: Day) -> Option<Period> {
    let at = text.find('月')?;
    let before: String = text[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    let month: i8 = before.chars().rev().collect::<String>().parse().ok()?;
    let rest = text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('年');
    let year: String = rest.chars().rev().take_while(char::is_ascii_digit).collect();
    let year: Option<i16> = year.chars().rev().collect::<String>().parse().ok();
    let day = match year.filter(|year| (2000..2100).contains(year)) {
        Some(year) => Day::new(year, month, 1)?,
        None => near_year(month, 1, today)?,
    };
    Some(Period::of(PeriodKind::Month, day))
}

/// `2026-12-01`, `2026年12月1日`, `12/1`, `12月1日（周二）`, `1日`, `1号`, `1`, `1(二)`.
fn written(text: &str) -> Option<Written> {
    let text = text.split(['(', '（', ' ', '\n', '周', '星']).next()?.trim();
    let text = text.trim_end_matches(['日', '号', '月']);
    let numbers: Option<Vec<i16>> =
        text.split(['-', '/', '.', '年', '月']).map(|it| it.trim().parse().ok()).collect();
    let small = |number: i16| i8::try_from(number).ok();
    match numbers?[..] {
        [year, month, day] if year > 1900 => {
            Some(Written::Whole(Day::new(year, small(month)?, small(day)?)?))
        }
        [month, day] if (1..=12).contains(&month) && (1..=31).contains(&day) => {
            Some(Written::InYear(small(month)?, small(day)?))
        }
        [day] if (1..=31).contains(&day) => Some(Written::InMonth(small(day)?)),
        _ => None,
    }
}

/// One after the other: a row of figures is no row of days.
fn is_a_row_of_days(days: &[(u32, Written)]) -> bool {
    let number = |written: Written| match written {
        Written::Whole(day) => day.day(),
        Written::InYear(_, day) | Written::InMonth(day) => day,
    };
    let next = |pair: &&[(u32, Written)]| {
        let (a, b) = (number(pair[0].1), number(pair[1].1));
        b == a + 1 || b == 1 && a >= 28
    };
    days.windows(2).filter(next).count() + 2 >= days.len()
}

/// The first column of a row that says one of these words.
fn find(row: &Row, words: &[&str]) -> Option<u32> {
    let is = |(_, cell): &&(u32, Cell)| words.contains(&compact(&plain(cell)).as_str());
    row.cells.iter().find(is).map(|(column, _)| *column)
}

fn plain(cell: &Cell) -> String {
    text::half_width(&cell.display()).trim().to_owned()
}

/// Names are written `张　伟` so that they fill the column.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn is_no_name(text: &str) -> bool {
    NOT_NAMES.iter().any(|word| text.starts_with(word))
}

fn is_like_a_name(text: &str) -> bool {
    let count = text.chars().count();
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·';
    (2..=4).contains(&count) && text.chars().all(is_chinese) || text.contains('·')
}

/// Names in one field: `周立群、陈晓梅`, also one below the other; a name with a gap in it is one.
fn names_in(text: &str) -> Vec<String> {
    let split = |c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | '\n' | '\r');
    let mut found = Vec::new();
    for part in text.split(split) {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_one = words.iter().all(|word| word.chars().count() == 1);
        if is_one {
            found.push(words.concat());
        } else {
            found.extend(words.into_iter().map(str::to_owned));
        }
    }
    found.retain(|name| is_like_a_name(name));
    found
}

fn odd_row(row: u32, named: &str, shown: &str) -> Odd {
    if named.is_empty() {
        let (reason, suggestion) = ("没有写姓名", "补上姓名");
        return Odd { row, column: "姓名", shown: String::new(), reason, suggestion };
    }
    let (reason, suggestion) = ("认不出这一天", "写成2026-12-01这样");
    Odd { row, column: "日期", shown: shown.to_owned(), reason, suggestion }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> ShiftSheet {
        named(text, "排班.csv")
    }

    fn named(text: &str, file_name: &str) -> ShiftSheet {
        read(text.as_bytes(), file_name, None, "2026-11-20".parse().unwrap()).unwrap()
    }

    fn told(sheet: &ShiftSheet) -> Vec<(String, String, String)> {
        let one = |it: &Noted| (it.name.clone(), it.on.to_string(), it.mark.clone());
        sheet.noted.iter().filter(|it| !it.mark.is_empty()).map(one).collect()
    }

    #[test]
    fn names_down_and_days_across_with_the_month_in_the_title() {
        let found = sheet(
            "刑侦大队2026年12月值班表,,,,,,\n序号,姓名,1,2,3,4,5,6\n,,二,三,四,五,六,日\n\
             1,周立群,值,,,休,,值\n2,陈　晓,,√,,,,\n,合计,1,1,,,,1\n",
        );
        let one =
            |name: &str, on: &str, mark: &str| (name.to_owned(), on.to_owned(), mark.to_owned());
        assert_eq!(
            told(&found),
            [
                one("周立群", "2026-12-01", "值"),
                one("周立群", "2026-12-04", "休"),
                one("周立群", "2026-12-06", "值"),
                one("陈晓", "2026-12-02", "√"),
            ]
        );
        assert_eq!(found.noted.len(), 12, "a day without a mark is a day off duty");
        assert_eq!(found.month.map(|it| it.to_string()).as_deref(), Some("2026-12"));
    }

    #[test]
    fn days_that_run_into_the_next_month() {
        let found =
            named("姓名,27日,28日,29日,30日,31日,1日,2日\n周立群,值,,,,,值,\n", "12月排班.csv");
        let days: Vec<String> = told(&found).into_iter().map(|it| it.1).collect();
        assert_eq!(days, ["2026-12-27", "2027-01-01"]);
    }

    #[test]
    fn one_row_for_a_person_and_a_day() {
        let found = sheet(
            "姓名,警号,日期,班次\n周立群,013301,2026-12-01,白\n陈晓,,12月2日,夜\n李明,,不定,夜\n",
        );
        assert_eq!(found.noted[0].number, "013301");
        assert_eq!(found.noted[1].on.to_string(), "2026-12-02");
        assert_eq!((found.odd.len(), found.odd[0].row), (1, 4));
        let bare = sheet("日期,值班人员\n2026-12-01,周立群\n");
        assert_eq!(told(&bare)[0].2, "值", "a list of who is on duty");
    }

    #[test]
    fn one_row_for_a_day_with_names_in_it() {
        let found = sheet(
            "日期,带班领导,值班民警,电话\n12月1日,周立群,陈晓、李 明,138\n12月2日,王刚 赵敏,,\n",
        );
        let names: Vec<String> = told(&found).into_iter().map(|it| it.0).collect();
        assert_eq!(names, ["周立群", "陈晓", "李明", "王刚", "赵敏"]);
    }

    #[test]
    fn two_rows_of_one_name_are_told_apart() {
        let found = named("姓名,1,2,3,4,5\n张伟,值,,,,\n张伟,,值,,,\n", "12月.csv");
        let who: BTreeSet<&str> = found.noted.iter().map(|it| it.who.as_str()).collect();
        assert_eq!(who.len(), 2);
        assert_eq!(found.noted[0].who, "张伟（第2行）");
    }

    #[test]
    fn what_is_no_roster_is_refused_in_a_sentence() {
        let today = "2026-11-20".parse().unwrap();
        assert!(read("甲,乙\n1,2\n".as_bytes(), "甲.csv", None, today).is_err());
        assert!(
            read("姓名,90,85,77,60,91\n甲乙,1,2,3,4,5\n".as_bytes(), "分数.csv", None, today)
                .is_err()
        );
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        assert_eq!(written("12月1日(周二)"), Some(Written::InYear(12, 1)));
        assert_eq!(written("2026/12/1"), Some(Written::Whole("2026-12-01".parse().unwrap())));
        assert_eq!(written("31号"), Some(Written::InMonth(31)));
        assert_eq!(written("32"), None);
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(
            month_in("1月份排班", today).map(|it| it.to_string()).as_deref(),
            Some("2027-01")
        );
        assert_eq!(
            month_in("2025年3月", today).map(|it| it.to_string()).as_deref(),
            Some("2025-03")
        );
    }
}
