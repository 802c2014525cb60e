//! Numbers of paragraphs, which a document holds as rules and Word works out: 一、（一）1. 第三条.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use super::{attribute, events};
use crate::Result;

const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`, `（%2）`
    text: String,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, Vec<Level>>,
    /// Number in the text → list, with levels that it begins anew.
    instances: HashMap<String, (String, HashMap<usize, u32>)>,
    /// Style → number and level.
    styles: HashMap<String, (String, usize)>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

impl Numbering {
    pub(super) fn read(&mut self, xml: &str) -> Result<()> {
        let (mut list, mut instance, mut level) = (String::new(), String::new(), 0);
        events(xml, |event| {
            let Event::Start(tag) = event else { return };
            let value = || attribute(tag, "val");
            match tag.local_name().as_ref() {
                "abstractNum" => {
                    (list, instance) = (attribute(tag, "abstractNumId"), String::new());
                    self.lists.insert(list.clone(), vec![Level::default(); LEVELS]);
                }
                "num" => instance = attribute(tag, "numId"),
                "abstractNumId" => {
                    self.instances.insert(instance.clone(), (value(), HashMap::new()));
                }
                "lvl" | "lvlOverride" => level = level_of(tag),
                "startOverride" => {
                    if let Some((_, anew)) = self.instances.get_mut(&instance) {
                        anew.insert(level, value().parse().unwrap_or(1));
                    }
                }
                name if instance.is_empty() => {
                    let levels = self.lists.get_mut(&list);
                    let Some(level) = levels.and_then(|it| it.get_mut(level)) else { return };
                    match name {
                        "start" => level.start = value().parse().unwrap_or(1),
                        "numFmt" => level.format = value(),
                        "lvlText" => level.text = value(),
                        _ => {}
                    }
                }
                _ => {}
            }
        })
    }

    pub(super) fn read_styles(&mut self, xml: &str) -> Result<()> {
        let (mut style, mut level) = (String::new(), 0);
        events(xml, |event| {
            let Event::Start(tag) = event else { return };
            match tag.local_name().as_ref() {
                "style" => (style, level) = (attribute(tag, "styleId"), 0),
                "ilvl" => level = attribute(tag, "val").parse().unwrap_or_default(),
                "numId" => {
                    let number = attribute(tag, "val");
                    self.styles.insert(style.clone(), (number, level));
                }
                _ => {}
            }
        })
    }

    pub(super) fn of_style(&self, style: &str) -> Option<(String, usize)> {
        self.styles.get(style).cloned()
    }

    /// What stands before the next paragraph of this number; "" for bullets and what is not numbered.
    pub(super) fn next(&mut self, number: &str, level: usize) -> String {
        let Some((list, anew)) = self.instances.get(number).cloned() else { return String::new() };
        let Some(levels) = self.lists.get(&list).cloned() else { return String::new() };
        let Some(rule) = levels.get(level) else { return String::new() };
        let counted = self.counted.entry(list).or_default();
        if self.begun.insert(number.to_owned()) {
            for (level, start) in anew {
                if let Some(at) = counted.get_mut(level) {
                    *at = start.checked_sub(1);
                }
            }
        }
        let start = rule.start.max(1);
        counted[level] = Some(counted[level].map_or(start, |it| it.saturating_add(1)));
        counted[level + 1..].fill(None);
        if rule.format == "bullet" || rule.format == "none" {
            return String::new();
        }
        let mut label = rule.text.clone();
        for (at, level) in levels.iter().enumerate() {
            let place = format!("%{}", at + 1);
            if label.contains(&place) {
                let count = counted[at].unwrap_or(level.start.max(1));
                label = label.replace(&place, &written(count, &level.format));
            }
        }
        // Between a figure and a word Word sets a gap; after 、 and ） nothing is needed.
        let is_close = label.ends_with(|it: char| it.is_ascii_alphanumeric() || it == '.');
        if is_close { format!("{label} ") } else { label }
    }
}

fn level_of(tag: &BytesStart<'_>) -> usize {
    attribute(tag, "ilvl").parse().unwrap_or_default()
}

fn written(count: u32, format: &str) -> String {
    match format {
        "upperLetter" => letter(count, b'A'),
        "lowerLetter" => letter(count, b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&count) => {
            char::from_u32(0x2460 + count - 1).map(String::from).unwrap_or_default()
        }
        "decimalZero" => format!("{count:02}"),
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(count),
        _ => count.to_string(),
    }
}

fn letter(count: u32, first: u8) -> String {
    let at = u8::try_from(count.saturating_sub(1) % 26).unwrap_or_default();
    char::from(first + at).to_string()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    // Nobody counts so far in letters.
    let (mut rest, mut text) = (count.min(399), String::new());
    for (worth, sign) in SIGNS {
        while rest >= worth {
            text.push_str(sign);
            rest -= worth;
        }
    }
    text
}

/// 一, 十, 十二, 二十, 三十五; from a hundred on in figures.
fn chinese(count: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if count == 0 || count > 99 {
        return count.to_string();
    }
    let (tens, ones) = ((count / 10) as usize, (count % 10) as usize);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        n => format!("{}十", DIGITS[n]),
    };
    format!("{tens}{}", DIGITS[ones])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        assert_eq!(
            [1, 10, 12, 20, 35, 100].map(chinese),
            ["一", "十", "十二", "二十", "三十五", "100"]
        );
        assert_eq!([4, 9, 14, 40].map(roman), ["IV", "IX", "XIV", "XL"]);
        assert_eq!(written(3, "decimalEnclosedCircle"), "③");
        assert_eq!(written(2, "lowerLetter"), "b");
        assert_eq!(written(7, "somethingNew"), "7");
    }
}
