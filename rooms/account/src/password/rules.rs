//! What makes a password good enough. No I/O here.

use std::sync::LazyLock;

use zxcvbn::{Entropy, matching::patterns::MatchPattern};

use crate::settings::settings;

/// What every guesser here tries first, in small letters; the commonest first.
static COMMON: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../../data/common-passwords.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

const CHARS_AT_MOST: usize = 128;
/// Whose own words shorter than this are part of too many others.
const OWN_CHARS: usize = 4;
const ADVICE: &str = "请换成几个互不相干的词，中间夹上数字或符号";

/// What others know about the owner of a password, and so would try. Empty where nothing is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owner {
    pub(crate) login: String,
    pub(crate) name: String,
    /// In pinyin, syllables apart.
    pub(crate) name_key: String,
    pub(crate) police_number: Option<String>,
    pub(crate) phone: Option<String>,
    /// YYYY-MM-DD
    pub(crate) birth: Option<String>,
    pub(crate) unit: Option<String>,
}

/// What is wrong with a new password, in words. It has so many kinds of characters.
pub(crate) fn check(password: &str, owner: &Owner, kinds_asked: usize) -> Result<(), String> {
    let settings = settings();
    let length = password.chars().count();
    if length < settings.password_chars {
        return Err(format!("新口令至少{}个字符，现在是{length}个", settings.password_chars));
    }
    if length > CHARS_AT_MOST {
        return Err(format!("新口令最多{CHARS_AT_MOST}个字符，现在是{length}个"));
    }
    if kinds(password) < kinds_asked {
        return Err(format!("新口令要有{kinds_asked}种字符：小写字母、大写字母、数字、符号"));
    }
    let small = password.to_lowercase();
    let plain = owner.plain();
    let is_own = |own: &&String| own.len() >= OWN_CHARS && small.contains(own.as_str());
    if plain.iter().any(|own| is_own(&own)) {
        return Err("新口令里不要有自己的姓名、警号、账号、生日或手机号".into());
    }
    match guessed(password, owner) {
        Some(entropy) => Err(weakness(&small, &entropy)),
        None => Ok(()),
    }
}

/// How a guesser finds it too soon; `None` when he does not. Signs strewn between common words do not help.
fn guessed(password: &str, owner: &Owner) -> Option<Entropy> {
    let parts = owner.parts();
    let known: Vec<&str> = parts.iter().map(String::as_str).chain(COMMON.iter().copied()).collect();
    let letters: String = password.chars().filter(|it| it.is_alphanumeric()).collect();
    let enough = settings().password_guesses_power;
    [password, &letters]
        .into_iter()
        .map(|text| zxcvbn::zxcvbn(text, &known))
        .find(|entropy| entropy.guesses_log10() < enough)
}

fn weakness(small: &str, entropy: &Entropy) -> String {
    let found = COMMON.iter().filter(|it| it.len() >= OWN_CHARS && small.contains(**it));
    if let Some(word) = found.max_by_key(|it| it.len()) {
        return format!("新口令里的“{word}”太容易猜，{ADVICE}");
    }
    let habit = entropy.sequence().iter().find_map(|part| match part.pattern {
        MatchPattern::Spatial(_) => Some("有键盘上连着的键"),
        MatchPattern::Repeat(_) => Some("有重复的字符"),
        MatchPattern::Sequence(_) => Some("有连续的字符"),
        MatchPattern::Date(_) | MatchPattern::Regex(_) => Some("有日期或年份"),
        _ => None,
    });
    match habit {
        Some(habit) => format!("新口令里{habit}，太容易猜，{ADVICE}"),
        None => format!("新口令太容易猜，{ADVICE}"),
    }
}

fn kinds(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    let is_sign = |sign: char| !sign.is_lowercase() && !sign.is_uppercase() && !sign.is_numeric();
    has(char::is_lowercase) + has(char::is_uppercase) + has(char::is_numeric) + has(is_sign)
}

impl Owner {
    /// What must not stand in the password at all, in small letters.
    fn plain(&self) -> Vec<String> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let whole = [
            Some(self.login.to_lowercase()),
            Some(self.name.to_lowercase()),
            Some(spelled(&self.name_key)),
            self.police_number.as_ref().map(|it| it.to_lowercase()),
            self.phone.as_deref().map(digits),
            self.birth.as_deref().map(digits),
        ];
        whole.into_iter().flatten().collect()
    }

    /// The same with the parts that people put together: initials, tails, the unit's name and its spelling.
    fn parts(&self) -> Vec<String> {
        let mut parts = self.plain();
        let syllables: Vec<String> = self.name_key.split(' ').map(spelled).collect();
        parts.push(syllables.iter().filter_map(|it| it.chars().next()).collect());
        parts.push(syllables.iter().skip(1).cloned().collect());
        parts.extend(syllables);
        let tails = [(&self.phone, 8), (&self.phone, 4), (&self.birth, 6), (&self.birth, 4)];
        let tail = |(text, length): (&Option<String>, usize)| {
            let text = text.as_ref()?.replace('-', "");
            text.get(text.len().checked_sub(length)?..).map(str::to_owned)
        };
        parts.extend(tails.into_iter().filter_map(tail));
        if let Some(unit) = &self.unit {
            let key = text::name_key(unit);
            let syllables: Vec<String> = key.split(' ').map(spelled).collect();
            parts.extend([unit.clone(), spelled(&key)]);
            // A place is mostly two syllables: nanping.
            parts.extend(syllables.windows(2).map(<[String]>::concat));
            parts.extend(syllables);
        }
        parts.retain(|part| part.chars().count() >= 2);
        parts
    }
}

fn spelled(name_key: &str) -> String {
    name_key.to_lowercase().chars().filter(char::is_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zhang() -> Owner {
        Owner {
            login: "003917".into(),
            name: "张伟华".into(),
            name_key: "zhang wei hua".into(),
            police_number: Some("003917".into()),
            phone: Some("13812345678".into()),
            birth: Some("1990-03-08".into()),
            unit: Some("南屏县公安局".into()),
        }
    }

    fn words(password: &str) -> String {
        check(password, &zhang(), 1).err().unwrap_or_default()
    }

    #[test]
    fn a_good_password_is_long_and_not_a_habit() {
        for good in ["Qingshan-47x", "青山绿水-Yd47x", "Luohan-77pengz", "qiaolouyuwanhexi"] {
            assert_eq!(words(good), "", "{good}");
        }
        assert!(words("Qing-47").contains("至少10个字符，现在是7个"));
        let of_three = |password: &str| check(password, &zhang(), 3);
        assert!(of_three("qiaolouyuwanhexi").unwrap_err().contains("3种字符"));
        assert_eq!(of_three("Qingshan-47x"), Ok(()));
        assert!(words("Dangyuan2026!").contains("“dangyuan2026”太容易猜"));
    }

    #[test]
    fn what_others_know_about_the_owner_is_no_password() {
        for own in
            ["Zhangweihua-47", "Xx-003917-yy", "Ab-13812345678", "Ab+19900308+c", "张伟华-Yd47x-mm"]
        {
            assert!(words(own).contains("不要有自己的姓名"), "{own}: {}", words(own));
        }
        for parts in ["Zwh12345678!", "Nanping0308@", "Zhangwh-5678", "Weihua@0308a"] {
            assert!(words(parts).contains("太容易猜"), "{parts}: {}", words(parts));
        }
    }

    #[test]
    fn chinese_habits_are_known_to_guessers() {
        for (password, word) in [
            ("Woaini1314!!", "woaini1314"),
            ("Jingcha110@@", "jingcha110"),
            ("A.5.2.0.1.3.1.4b", ""),
            ("Gongan@2025", "gongan"),
            ("1qaz@WSX3edc", "1qaz@wsx"),
            ("Buwangchuxin#1", "buwangchuxin"),
            ("19210701Aa!!", "19210701"),
            ("Abcdefgh123!", ""),
            ("Aaaaaaaaaa1!", ""),
        ] {
            let words = words(password);
            assert!(words.contains("太容易猜，请换成几个互不相干的词"), "{password}: {words}");
            assert!(words.contains(word), "{password}: {words}");
        }
    }

    #[test]
    fn the_list_is_in_small_letters_and_says_nothing_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for word in COMMON.iter() {
            assert_eq!(word.to_lowercase().trim(), *word);
            assert!(seen.insert(word), "{word} stands there twice");
        }
        assert!(COMMON.len() > 400);
    }
}
