//! Names of the national codes, for screens and lists.

use std::{collections::BTreeMap, sync::LazyLock};

type Table = BTreeMap<&'static str, &'static str>;

static ETHNIC: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../data/codes/gbt3304_ethnic.csv")));
static EDUCATION: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../data/codes/gbt4658_education.csv")));
static DEGREE: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../data/codes/gbt6864_degree.csv")));
static RANKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/codes/police_rank.csv").lines().skip(1);
    rows.filter_map(|row| row.split(',').nth(1)).collect()
});

fn table(csv: &'static str) -> Table {
    let rows = csv.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.map(|(code, rest)| (code, rest.split(',').next().unwrap_or(rest))).collect()
}

/// Name of a code, or "" where none is given.
fn name(table: &Table, code: Option<&str>) -> &'static str {
    code.and_then(|code| table.get(code)).copied().unwrap_or_default()
}

pub(crate) fn ethnic(code: Option<&str>) -> &'static str {
    name(&ETHNIC, code)
}

pub(crate) fn education(code: Option<&str>) -> &'static str {
    name(&EDUCATION, code)
}

pub(crate) fn degree(code: Option<&str>) -> &'static str {
    name(&DEGREE, code)
}

/// 男, 女, or "" where nobody said.
pub(crate) fn sex(code: Option<&str>) -> &'static str {
    match code {
        Some("1") => "男",
        Some("2") => "女",
        _ => "",
    }
}

pub(crate) fn ethnic_choices() -> Vec<(&'static str, &'static str)> {
    ETHNIC.iter().map(|(code, name)| (*code, *name)).collect()
}

pub(crate) fn education_choices() -> Vec<(&'static str, &'static str)> {
    EDUCATION.iter().map(|(code, name)| (*code, *name)).collect()
}

pub(crate) fn degree_choices() -> Vec<(&'static str, &'static str)> {
    DEGREE.iter().map(|(code, name)| (*code, *name)).collect()
}

pub(crate) fn police_ranks() -> &'static [&'static str] {
    &RANKS
}
