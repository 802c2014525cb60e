//! Names of persons as the roll writes them.

use crate::half_width;
use unicode_normalization::UnicodeNormalization as _;

/// NFC; the many dots inside a name become `·`; spaces go, except between Latin words.
pub fn name(text: &str) -> String {
    let chars: Vec<char> = half_width(text).trim().nfc().collect();
    let spaced: Vec<char> =
        chars.iter().enumerate().filter(|(i, _)| keep(&chars, *i)).map(|(_, c)| *c).collect();
    spaced
        .iter()
        .enumerate()
        .map(|(i, c)| if is_inner_dot(&spaced, i) { '·' } else { *c })
        .collect()
}

fn keep(chars: &[char], i: usize) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
    let before = i.checked_sub(1).and_then(|i| chars.get(i));
    !chars[i].is_whitespace() || (latin(before) && latin(chars.get(i + 1)))
}

fn is_inner_dot(chars: &[char], i: usize) -> bool {
    let dot = matches!(chars[i], '•' | '‧' | '・' | '･' | '.' | '∙' | '⋅' | '·');
    dot && i > 0 && i + 1 < chars.len()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn every_dot_inside_is_the_middle_dot() {
        for dot in ['•', '‧', '・', '．', '.', '·', '･'] {
            assert_eq!(name(&format!("阿依古丽{dot}吐尔逊")), "阿依古丽·吐尔逊");
        }
        assert_eq!(name("阿依古丽 · 吐尔逊"), "阿依古丽·吐尔逊");
        assert_eq!(name("张三."), "张三.");
    }

    #[test]
    fn spaces_of_layout_go() {
        assert_eq!(name(" 吕　林 "), "吕林");
        assert_eq!(name("John Smith"), "John Smith");
        assert_eq!(name("吴 𬀩"), "吴𬀩");
    }
}
