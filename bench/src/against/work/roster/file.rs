//! A seeded roster: one row in twenty has a wrong check digit, one in fifty stands twice.

use std::fmt::Write as _;

use fastrand::Rng;

const SURNAMES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const GIVEN: [&str; 12] =
    ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "建国", "志远"];
const EDUCATIONS: [&str; 4] = ["大专", "本科", "硕士研究生", "高中"];

/// With its heading.
pub(super) fn csv(rows: usize) -> String {
    let mut rng = Rng::with_seed(7);
    let mut text = String::from("姓名,身份证号,性别,民族,学历,入党时间,转正时间,手机号码\n");
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
}
