//! Neutral codes: a word and a number. Whatever says where, how many or what for is refused. No I/O here.

use std::sync::LazyLock;

use serde::Deserialize;
use systems::Systems;

const FILE: &str = "R33/codes.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    words: Vec<String>,
    refused: Vec<String>,
}

static CODES: LazyLock<Codes> = LazyLock::new(|| {
    let text = Systems::built_in().text(FILE).expect("the codes are shipped");
    toml::from_str(text).expect("the shipped codes are tested to load")
});

/// The code proposed for the next operation of a committee, after so many.
pub(crate) fn propose(before: i64) -> String {
    let count = i64::try_from(CODES.words.len()).unwrap_or(1).max(1);
    let place = usize::try_from(before.rem_euclid(count)).unwrap_or_default();
    let word = CODES.words.get(place).map_or("", String::as_str);
    format!("{word}{}号", before + 1)
}

/// Why it is no neutral code.
pub(crate) fn fault(code: &str) -> Option<String> {
    let han = code.chars().filter(|it| !it.is_ascii_digit()).count();
    let digits = code.chars().count() - han;
    let is_plain =
        code.chars().all(|it| it.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&it));
    if !is_plain || !(2..=5).contains(&han) || digits > 2 {
        return Some(format!("代号用两三个字加一个序号，如“{}”；不写字母、案号和日期", propose(2)));
    }
    if let Some(word) = CODES.refused.iter().find(|it| code.contains(it.as_str())) {
        return Some(format!("代号里不能有地点、人数和任务，“{word}”看起来就是，请换一个"));
    }
    let place = org::import::place_in(code)?;
    Some(format!("“{place}”是地名，代号里不能有地点，请换一个"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proposed_code_is_neutral() {
        for before in 0..30 {
            let code = propose(before);
            assert_eq!(fault(&code), None, "{code}");
        }
    }

    #[test]
    fn a_place_a_number_of_people_and_a_mission_are_refused() {
        for code in [
            "临江一号",
            "延庆3号",
            "城关镇行动",
            "追逃5号",
            "三十人",
            "A3号",
            "专案0815",
            "2026",
            "翠竹2026号",
            "竹",
        ] {
            assert!(fault(code).is_some(), "{code}");
        }
        for code in ["翠竹3号", "晨星十二号", "雨燕"] {
            assert_eq!(fault(code), None, "{code}");
        }
    }
}
