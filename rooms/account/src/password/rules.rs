//! What makes a password good enough. No I/O here.

use crate::settings::settings;

/// Habits that every guesser knows, in small letters.
const HABITS: [&str; 16] = [
    "password", "123456", "654321", "111111", "qwerty", "abc123", "admin", "woaini", "5201314",
    "1314520", "dangyuan", "dangjian", "gongan", "jingcha", "guantong", "zhongguo",
];
const CHARS_AT_MOST: usize = 128;

/// What is wrong with a new password, in words; `name_key` is the person's name in pinyin.
pub(crate) fn check(password: &str, login: &str, name_key: &str) -> Result<(), String> {
    let settings = settings();
    let length = password.chars().count();
    if length < settings.password_chars {
        return Err(format!("新口令至少{}个字符，现在是{length}个", settings.password_chars));
    }
    if length > CHARS_AT_MOST {
        return Err(format!("新口令最多{CHARS_AT_MOST}个字符，现在是{length}个"));
    }
    if kinds(password) < settings.password_kinds {
        return Err(format!(
            "新口令要有{}种字符：小写字母、大写字母、数字、符号",
            settings.password_kinds
        ));
    }
    let small: String = password.to_lowercase();
    let spelled: String =
        name_key.to_lowercase().chars().filter(char::is_ascii_lowercase).collect();
    let guesses = [login.to_lowercase(), spelled];
    if guesses.iter().any(|guess| guess.len() >= 4 && small.contains(guess.as_str())) {
        return Err("新口令里不要有自己的警号、账号或姓名拼音".into());
    }
    if let Some(habit) = HABITS.iter().find(|habit| small.contains(*habit)) {
        return Err(format!("新口令里的“{habit}”太容易猜，请换一个"));
    }
    Ok(())
}

fn kinds(password: &str) -> usize {
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    let is_sign = |sign: char| !sign.is_lowercase() && !sign.is_uppercase() && !sign.is_numeric();
    has(char::is_lowercase) + has(char::is_uppercase) + has(char::is_numeric) + has(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_password_is_long_mixed_and_not_a_habit() {
        let words = |password| check(password, "003917", "zhang weihua").err().unwrap_or_default();
        assert_eq!(words("Qingshan-47"), "");
        assert_eq!(words("青山绿水-Yd47x"), "");
        assert!(words("Qing-47").contains("至少10个字符，现在是7个"));
        assert!(words("qingshan47shui").contains("3种字符"));
        assert!(words("Zhangweihua-47").contains("姓名拼音"));
        assert!(words("Xx-003917-yy").contains("警号"));
        assert!(words("Dangyuan2026!").contains("dangyuan"));
    }
}
