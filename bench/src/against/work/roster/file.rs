//! A seeded roster: one row in twenty has a wrong check digit, one in fifty stands twice.

use std::fmt::Write as _;

use fastrand::Rng;
use sheets::write::{self, Column, Head, Value};

const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const GIVEN: [&str; 12] =
    ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "建国", "志远"];
const EDUCATIONS: [&str; 4] = ["大专", "本科", "硕士研究生", "高中"];

const HEADING: &str = "姓名,身份证号,性别,民族,学历,入党时间,转正时间,手机号码\n";
/// The product takes no more of one file; whoever has more sends several.
pub(super) const OF_A_FILE: usize = 100_000;

/// With its heading.
pub(super) fn csv(rows: usize) -> String {
    let mut rng = Rng::with_seed(7);
    let mut text = String::from(HEADING);
    let mut before = String::new();
    for at in 0..rows {
        let repeats = at % 50 == 49;
        if !repeats {
            before = row(&mut rng, at);
        }
        text.push_str(&before);
    }
    text
}

/// The same as files that the product takes, each with the heading. A row that stands twice does so
/// in one file.
pub(super) fn parts(text: &str) -> Vec<String> {
    let rows: Vec<&str> = text.split_inclusive('\n').skip(1).collect();
    rows.chunks(OF_A_FILE).map(|rows| HEADING.to_owned() + &rows.concat()).collect()
}

/// The first rows as a sheet of text cells, below a title and a scope.
pub(super) fn xlsx(text: &str) -> anyhow::Result<Vec<u8>> {
    let column = |heading| Column { heading, width: 20 };
    let columns: Vec<Column<'_>> = HEADING.trim_end().split(',').map(column).collect();
    let (title, scope) = ("党员名册", "量速度用的名册，没有真人");
    let head = Head { sheet: "名册", title, scope, measure: "人", columns: &columns };
    let rows: Vec<&str> = text.lines().skip(1).take(OF_A_FILE).collect();
    let cells = |row: &str| row.split(',').map(|it| Value::Text(it.to_owned())).collect();
    Ok(write::xlsx(&head, rows.into_iter().map(cells))?)
}

fn row(rng: &mut Rng, at: usize) -> String {
    let (year, month, day) = (1962 + at % 38, 1 + at / 38 % 12, 1 + at / 456 % 28);
    let number = at / 12_768;
    let is_man = number % 2 == 1;
    // Codes of places that nobody of the seeded data comes from.
    let body = format!("{}{year}{month:02}{day:02}{:03}", 810_000 + number / 1000, number % 1000);
    let digit = check(&body);
    let digit = if at % 20 == 7 { if digit == '1' { '2' } else { '1' } } else { digit };
    let name = [SURNAMES[rng.usize(..10)], GIVEN[rng.usize(..12)]].concat();
    let sex = if is_man { "男" } else { "女" };
    let (education, joined) = (EDUCATIONS[rng.usize(..4)], year + 19 + rng.usize(..4));
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{name},{body}{digit},{sex},汉,{education},{joined}.{month:02},{}.{month:02},139{at:08}",
        joined + 1
    );
    text
}

/// GB 11643.
fn check(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.chars().filter_map(|it| it.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_number_has_its_check_digit() {
        assert_eq!(check("51070420000423055"), 'X');
        assert_eq!(csv(100).lines().count(), 101);
    }

    #[test]
    fn many_rows_come_in_files_that_the_product_takes() {
        let parts = parts(&csv(OF_A_FILE + 1));
        let rows: Vec<usize> = parts.iter().map(|it| it.lines().count()).collect();
        assert_eq!(rows, [OF_A_FILE + 1, 2]);
        let book = sheets::read(&xlsx(&csv(100)).unwrap()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 103);
    }
}
