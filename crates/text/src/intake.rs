//! The one door for text that a person typed: NFC, no invisible control, a length in characters.

use unicode_normalization::UnicodeNormalization as _;

use crate::WHOM;

/// Why a text was not taken; `Display` is what the person reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("最多{max}个字，现在有{has}个字")]
    TooLong { max: usize, has: usize },
    #[error("第{place}个字是看不见的控制符，删掉它再存")]
    Control { place: usize },
    /// Nothing under state secrecy is taken (invariant 10).
    #[error("带有“{0}”标志，没有保存。{no}：请不要再填，马上打电话给{WHOM}", no = crate::NO_SECRETS)]
    Marked(&'static str),
}

/// A text of one line, trimmed. `max_chars` counts characters, so a rare one outside the BMP is one.
pub fn intake(text: &str, max_chars: usize) -> Result<String, Fault> {
    take(text, max_chars, char::is_control)
}

/// As [`intake`], with line breaks (as `\n`, whatever was sent) and tabs.
pub fn intake_lines(text: &str, max_chars: usize) -> Result<String, Fault> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    take(&text, max_chars, |c| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn take(text: &str, max: usize, forbidden: fn(char) -> bool) -> Result<String, Fault> {
    let clean: String = text.trim_matches(is_edge).nfc().filter(|c| !is_void(*c)).collect();
    let has = clean.chars().count();
    if has > max {
        return Err(Fault::TooLong { max, has });
    }
    if let Some(mark) = crate::secrecy_mark(&clean) {
        return Err(Fault::Marked(mark));
    }
    match clean.chars().position(|c| forbidden(c) || turns_direction(c)) {
        Some(at) => Err(Fault::Control { place: at + 1 }),
        None => Ok(clean),
    }
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || is_void(c)
}

/// Nothing is seen or meant by these; they come along when text is pasted.
fn is_void(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{2060}' | '\u{AD}')
}

/// Marks that make a line read in another order than it is stored.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_carries_a_mark_of_secrecy_is_not_taken() {
        let refused = intake_lines("关于……的通知\n机 密 ★ 1年", 100).unwrap_err();
        assert!(refused.to_string().contains("安全保密管理员"), "{refused}");
        assert!(intake("学习《保守国家秘密法》", 100).is_ok());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(intake("吴𬀩", 2), Ok("吴𬀩".into()));
        assert_eq!(intake("吴𬀩𬀩", 2), Err(Fault::TooLong { max: 2, has: 3 }));
        assert_eq!(intake(" 　一二 ", 2), Ok("一二".into()));
        assert_eq!(intake("", 0), Ok(String::new()));
    }

    #[test]
    fn text_is_composed() {
        assert_eq!(intake("e\u{301}", 1), Ok("\u{e9}".into()));
    }

    #[test]
    fn what_cannot_be_seen_is_refused_or_dropped() {
        assert_eq!(intake("一\u{0}", 9), Err(Fault::Control { place: 2 }));
        assert_eq!(intake("一\n二", 9), Err(Fault::Control { place: 2 }));
        assert_eq!(intake("一\u{202E}二", 9), Err(Fault::Control { place: 2 }));
        assert_eq!(intake("\u{FEFF}一\u{200B}二", 2), Ok("一二".into()));
        assert_eq!(intake_lines("一\r\n二\r三\t四", 9), Ok("一\n二\n三\t四".into()));
        assert_eq!(intake_lines("一\u{8}", 9), Err(Fault::Control { place: 2 }));
    }

    #[test]
    fn a_fault_says_what_to_do() {
        assert_eq!(intake("一二三", 2).unwrap_err().to_string(), "最多2个字，现在有3个字");
    }

    proptest::proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(text in "\\PC{0,20}") {
            if let Ok(once) = intake(&text, 60) {
                proptest::prop_assert_eq!(intake(&once, 60), Ok(once.clone()));
            }
        }
    }
}
