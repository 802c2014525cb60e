//! Words that rosters use for peoples and schooling, as codes of the national tables.

use std::collections::HashMap;

const ETHNIC: &str = include_str!("../../../../data/codes/gbt3304_ethnic.csv");
const EDUCATION: &str = include_str!("../../../../data/codes/gbt4658_education.csv");

/// The tables, and the age that the rules in force ask of who joins.
pub struct Codes {
    ethnic: HashMap<&'static str, &'static str>,
    education: HashMap<&'static str, &'static str>,
    join_age: i32,
}

impl Codes {
    /// `join_age` in years comes from the regulations.
    pub fn new(join_age: i32) -> Self {
        let ethnic = pairs(ETHNIC).map(|(code, name)| (short(name), code)).collect();
        let exact = pairs(EDUCATION).map(|(code, name)| (name, code));
        let education = exact.chain(USUAL.iter().copied()).collect();
        Self { ethnic, education, join_age }
    }

    /// With or without 族.
    pub(super) fn ethnic(&self, text: &str) -> Option<&'static str> {
        self.ethnic.get(short(text)).copied()
    }

    /// By the table's words or the usual ones, whatever way it was studied.
    pub(super) fn education(&self, text: &str) -> Option<&'static str> {
        let ways = WAYS.iter().find_map(|way| text.strip_prefix(way));
        let found = self.education.get(text).or_else(|| self.education.get(ways?));
        found.copied()
    }

    pub(super) fn join_age(&self) -> i32 {
        self.join_age
    }
}

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        Some((fields.next()?, fields.next()?))
    })
}

fn short(name: &str) -> &str {
    name.strip_suffix('族').filter(|short| !short.is_empty()).unwrap_or(name)
}

const WAYS: [&str; 8] = ["全日制", "在职", "函授", "成人", "自考", "中央党校", "省委党校", "党校"];

/// Where the usual word leaves open whether the course was finished, the code of its level.
const USUAL: &[(&str, &str)] = &[
    ("研究生", "10"),
    ("研究生学历", "10"),
    ("博士研究生", "11"),
    ("博士", "11"),
    ("硕士研究生", "14"),
    ("硕士", "14"),
    ("研究生班", "17"),
    ("大学", "20"),
    ("本科", "20"),
    ("大学本科", "20"),
    ("大本", "20"),
    ("本科毕业", "21"),
    ("大学毕业", "21"),
    ("大学普通班", "28"),
    ("大专", "30"),
    ("专科", "30"),
    ("大学专科", "30"),
    ("高职", "30"),
    ("大专毕业", "31"),
    ("专科毕业", "31"),
    ("中专", "40"),
    ("中职", "40"),
    ("中等专科", "41"),
    ("中等职业", "40"),
    ("中专毕业", "41"),
    ("职高", "44"),
    ("职业高中", "44"),
    ("技校", "47"),
    ("中技", "47"),
    ("技工学校", "47"),
    ("高中", "60"),
    ("普通高中", "60"),
    ("高中毕业", "61"),
    ("初中", "70"),
    ("初级中学", "70"),
    ("小学", "80"),
];

#[cfg(test)]
mod tests {
    use super::Codes;

    const ANY_AGE: i32 = 18;

    #[test]
    fn peoples_are_known_with_and_without_their_last_character() {
        let codes = Codes::new(ANY_AGE);
        for (text, code) in [("汉", "01"), ("汉族", "01"), ("维吾尔族", "05"), ("哈萨克", "17")]
        {
            assert_eq!(codes.ethnic(text), Some(code), "{text}");
        }
        for text in ["", "族", "无", "汉人"] {
            assert_eq!(codes.ethnic(text), None, "{text}");
        }
    }

    #[test]
    fn schooling_is_known_by_its_usual_words() {
        let codes = Codes::new(ANY_AGE);
        let known = [
            ("大学", "20"),
            ("在职研究生", "10"),
            ("全日制大专", "30"),
            ("硕士研究生", "14"),
            ("大学本科毕业", "21"),
            ("初中", "70"),
        ];
        for (text, code) in known {
            assert_eq!(codes.education(text), Some(code), "{text}");
        }
        for text in ["", "大本特", "在职"] {
            assert_eq!(codes.education(text), None, "{text}");
        }
    }
}
