//! Writes a roster of many rows, or rehearses one and prints time and peak memory.
//! `big_roster write FILE [ROWS]`, then `big_roster rehearse FILE`.

use people::roster::{Codes, rehearse};
use sheets::write::{Column, Head, Value, xlsx};
use std::error::Error;
use std::time::Instant;

/// Only for the figures below: whether somebody was old enough does not matter for memory.
const JOIN_AGE: i32 = 18;

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let started = Instant::now();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", file] => write(file, 100_000)?,
        ["write", file, rows] => write(file, rows.parse()?)?,
        ["rehearse", file] => count(file)?,
        _ => return Err("big_roster write FILE [ROWS] | big_roster rehearse FILE".into()),
    }
    println!("{:.1} s, {}", started.elapsed().as_secs_f64(), peak()?);
    Ok(())
}

fn count(file: &str) -> Result<(), Box<dyn Error>> {
    let found = rehearse(&std::fs::read(file)?, file, &Codes::new(JOIN_AGE))?;
    println!("{:?}", found.totals);
    Ok(())
}

fn peak() -> Result<String, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn write(file: &str, rows: usize) -> Result<(), Box<dyn Error>> {
    let headings = [
        "序号",
        "姓名",
        "性别",
        "民族",
        "公民身份号码",
        "学历",
        "入党时间",
        "转正时间",
        "所在党支部",
        "联系电话",
        "职务",
        "人员类别",
    ];
    let columns = headings.map(|heading| Column { heading, width: 12 });
    let (title, scope) = ("党员名册", "某省公安厅");
    let head = Head { sheet: "名册", title, scope, measure: "人", columns: &columns };
    std::fs::write(file, xlsx(&head, (0..rows).map(row))?)?;
    Ok(())
}

fn row(i: usize) -> Vec<Value> {
    let text = |text: String| Value::Text(text);
    let word = |word: &str| Value::Text(word.into());
    let sex = if i % 2 == 1 { "男" } else { "女" };
    vec![
        Value::Number(i as f64 + 1.0),
        text(format!("张{}", ["卫华", "伟", "𬀩", "建国", "秀英"][i % 5])),
        word(sex),
        word("汉族"),
        text(id_number(i)),
        word("大学本科"),
        text(format!("20{:02}.{:02}.{:02}", 10 + i % 10, 1 + i % 12, 1 + i % 28)),
        text(format!("20{:02}.{:02}.{:02}", 11 + i % 10, 1 + i % 12, 1 + i % 28)),
        text(format!("第{}党支部", i / 20)),
        text(format!("139{:08}", i * 37 % 100_000_000)),
        word("民警"),
        word("民警"),
    ]
}

/// Somebody born in the eighties, each with another number.
fn id_number(i: usize) -> String {
    let (day, month, year) = (1 + i % 28, 1 + i / 28 % 12, 1980 + i / 336 % 10);
    let body = format!(
        "{:06}{year}{month:02}{day:02}{:03}",
        110_101 + i / 3360 / 499,
        i / 3360 % 499 * 2 + i % 2
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|b| usize::from(b - b'0'));
    let sum: usize = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    let check = b"10X98765432"[sum % 11];
    format!("{body}{}", char::from(check))
}
