//! How a name is read aloud: the key it sorts by and the letters it is found by.

mod surnames;

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// More would come from names of many ambiguous characters and help nobody.
const MOST_READINGS: usize = 16;

/// Syllables joined by spaces, ASCII only: sorting by it gives the order of a dictionary.
/// A character without a known reading sorts last, always at the same place.
pub fn name_key(name: &str) -> String {
    let mut syllables: Vec<String> = Vec::new();
    let mut word_goes_on = false;
    for (c, reading) in readings(name) {
        let latin = c.is_ascii_alphanumeric();
        match syllables.last_mut() {
            Some(word) if latin && word_goes_on => word.push_str(&reading),
            _ if !reading.is_empty() => syllables.push(reading),
            _ => {}
        }
        word_goes_on = latin;
    }
    syllables.join(" ")
}

/// First letters, once for each way the name may be read; the likeliest stands first.
/// A character without a known reading stands for itself.
pub fn initials(name: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for (c, reading) in readings(name).into_iter().filter(|(_, reading)| !reading.is_empty()) {
        let letters = letters(c, &reading);
        let longer = letters.iter().flat_map(|l| all.iter().map(move |word| format!("{word}{l}")));
        all = longer.take(MOST_READINGS).collect();
    }
    all.retain(|word| !word.is_empty());
    all
}

/// Every character with its likeliest reading; empty for dots and spaces.
fn readings(name: &str) -> Vec<(char, String)> {
    let chars: Vec<char> = name.chars().collect();
    let surname = surnames::reading(&chars);
    let read = |(i, c): (usize, &char)| {
        let known = surname.get(i).map(|r| (*r).to_owned());
        (*c, known.unwrap_or_else(|| plain(*c)))
    };
    chars.iter().enumerate().map(read).collect()
}

fn plain(c: char) -> String {
    if c.is_ascii_alphanumeric() {
        return c.to_ascii_lowercase().to_string();
    }
    match c.to_pinyin() {
        // ü sorts and is typed as v.
        Some(reading) => reading.plain().replace('ü', "v"),
        None if c.is_alphanumeric() => format!("~{:05x}", u32::from(c)),
        None => String::new(),
    }
}

fn letters(c: char, reading: &str) -> Vec<char> {
    let first = if reading.starts_with('~') { Some(c) } else { reading.chars().next() };
    let mut letters: Vec<char> = first.into_iter().collect();
    let others = c.to_pinyin_multi().into_iter().flatten();
    for letter in others.filter_map(|p| p.plain().chars().next()) {
        let letter = if letter == 'ü' { 'v' } else { letter };
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        let read = [
            ("单田芳", "shan tian fang"),
            ("仇和", "qiu he"),
            ("解晓东", "xie xiao dong"),
            ("曾国藩", "zeng guo fan"),
            ("查良镛", "zha liang yong"),
            ("区伟", "ou wei"),
            ("尉迟恭", "yu chi gong"),
            ("朴树", "piao shu"),
            ("盖叫天", "ge jiao tian"),
            ("乐毅", "yue yi"),
            ("翟天临", "zhai tian lin"),
            ("缪斌", "miao bin"),
            ("覃琴", "qin qin"),
            ("万俟卨", "mo qi xie"),
            ("长孙无忌", "zhang sun wu ji"),
            ("吕布", "lv bu"),
        ];
        for (name, key) in read {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    #[test]
    fn a_surname_reading_stays_with_the_surname() {
        assert_eq!(name_key("王单"), "wang dan");
        assert_eq!(name_key("解放·曾"), "jie fang ceng");
        assert_eq!(name_key("曾"), "zeng");
    }

    #[test]
    fn dots_and_foreign_words_have_a_key() {
        assert_eq!(name_key("阿依古丽·吐尔逊"), name_key("阿依古丽吐尔逊"));
        assert_eq!(name_key("John Smith"), "john smith");
        assert_eq!(name_key(""), "");
    }

    #[test]
    fn a_character_without_reading_has_a_stable_last_place() {
        let key = name_key("吴\u{3134A}");
        assert_eq!(key, "wu ~3134a");
        assert!(key > name_key("吴卓"));
        assert_eq!(initials("吴\u{3134A}")[0], "w\u{3134A}");
    }

    #[test]
    fn keys_sort_as_a_dictionary() {
        assert!(name_key("张伟") < name_key("张伟华"));
        assert!(name_key("单伟") > name_key("任伟"));
        assert!(name_key("李伟") < name_key("李卫东"));
    }

    #[test]
    fn initials_find_every_reading() {
        assert_eq!(initials("张卫华")[0], "zwh");
        assert_eq!(initials("曾杰")[0], "zj");
        assert!(initials("曾杰").contains(&"cj".to_owned()));
        assert_eq!(initials("单于")[0], "cy");
        assert!(initials("单华").contains(&"dh".to_owned()));
        assert_eq!(initials("扎西·次仁").len(), initials("扎西次仁").len());
        assert!(initials("").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_name_has_an_ascii_key(name in "\\PC{0,12}") {
            let key = name_key(&name);
            proptest::prop_assert!(key.is_ascii());
            proptest::prop_assert!(initials(&name).len() <= MOST_READINGS);
        }
    }
}
