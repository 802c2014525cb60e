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
    missions: Vec<String>,
    measures: Vec<String>,
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
    if let Some(word) =
        CODES.refused.iter().chain(&CODES.missions).find(|it| code.contains(it.as_str()))
    {
        return Some(format!("代号里不能有地点、人数和任务，“{word}”看起来就是，请换一个"));
    }
    let place = org::import::place_in(code)?;
    Some(format!("“{place}”是地名，代号里不能有地点，请换一个"))
}

/// What in words about people says where, how many or what for, with the sentence in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) sentence: String,
    pub(crate) words: Vec<String>,
}

/// Sentence by sentence. A hit may be harmless: whoever wrote it says so.
pub(crate) fn hits(text: &str) -> Vec<Hit> {
    let sentences = text.split(['。', '；', '！', '？', ';', '\n']).map(str::trim);
    let hit = |sentence: &str| {
        let mut words: Vec<String> = Vec::new();
        words.extend(org::import::place_in(sentence).map(str::to_owned));
        words.extend(CODES.missions.iter().filter(|it| sentence.contains(it.as_str())).cloned());
        words.extend(count_in(sentence));
        (!words.is_empty()).then(|| Hit { sentence: sentence.to_owned(), words })
    };
    sentences.filter_map(hit).collect()
}

/// `20人`, `二十余名`: more than one of something.
fn count_in(sentence: &str) -> Option<String> {
    const DIGITS: &str = "0123456789０１２３４５６７８９一二三四五六七八九十百千两几数";
    let letters: Vec<char> = sentence.chars().collect();
    let is_digit = |at: &usize| letters.get(*at).is_some_and(|it| DIGITS.contains(*it));
    let mut at = 0;
    while at < letters.len() {
        let end = (at..letters.len()).find(|it| !is_digit(it)).unwrap_or(letters.len());
        let number: String = letters[at..end].iter().collect();
        let rest: String = letters[end..].iter().collect();
        if !matches!(number.as_str(), "" | "一" | "1" | "１")
            && let Some(measure) = CODES.measures.iter().find(|it| rest.starts_with(it.as_str()))
        {
            return Some(format!("{number}{measure}"));
        }
        at = end.max(at + 1);
    }
    None
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
    fn words_that_say_where_how_many_or_what_for_are_shown_in_their_sentence() {
        let found = hits("工作认真。在正定县抓捕现场带20人连续值守。\n主动顶班。");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].sentence, "在正定县抓捕现场带20人连续值守");
        for word in ["正定", "抓捕", "20人"] {
            assert!(found[0].words.iter().any(|it| it == word), "{word}: {found:?}");
        }
        assert_eq!(hits("带领二十余名同志顶班")[0].words, ["二十余名"]);
    }

    #[test]
    fn words_about_a_person_alone_go_through() {
        for words in [
            "连续值守没有一次脱岗，主动替有困难的同志顶班。",
            "任务最紧的三天里冲在前面，组织纪律严整。",
            "政治坚定，服从安排，参加临时党支部的学习和主题党日认真，遵守纪律和保密规定。",
            "作为一名党员，他第一时间到岗，人人称赞。",
        ] {
            assert_eq!(hits(words), [], "{words}");
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
