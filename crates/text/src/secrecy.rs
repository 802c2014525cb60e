//! Marks of state secrecy that nothing else looks like: 秘密★, 机密★, 绝密★, 份号. No I/O here.

const STARS: [char; 7] = ['★', '☆', '*', '＊', '✩', '✭', '⭐'];
/// Digits of a copy number (份号) on the head of a paper.
const COPY_DIGITS: usize = 3;

/// Stands in every refusal of what carries a mark.
pub const NO_SECRETS: &str = "本系统不处理国家秘密";
/// Whom to call; a page puts in his place who it is for the person at work.
pub const WHOM: &str = "安全保密管理员";

/// What is said of a file with a mark.
pub fn marked_file(mark: &str) -> String {
    format!(
        "这个文件带有“{mark}”标志，没有保存。{NO_SECRETS}：请不要再传，马上打电话给{WHOM}，由他当面处理"
    )
}

/// Whether these words refuse what carries a mark.
pub fn is_refused_mark(words: &str) -> bool {
    words.contains(NO_SECRETS) && words.contains(WHOM)
}

/// The mark that stands somewhere in the text, however it is set: spaced, full-width, with zero-width signs.
pub fn secrecy_mark(text: &str) -> Option<&'static str> {
    // Most texts hold neither sign.
    if !text.contains(['密', '份']) {
        return None;
    }
    let squeezed = without_gaps(text, usize::MAX);
    starred(&squeezed).or_else(|| numbered(&squeezed).then_some("份号"))
}

/// At most `chars` characters without spaces and signs that are not seen: marks are often set apart
/// (秘　密 ★ 1年).
pub fn without_gaps(text: &str, chars: usize) -> String {
    let is_gap = |sign: &char| {
        sign.is_whitespace()
            || sign.is_control()
            || matches!(
                sign,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{fe0f}'
            )
    };
    text.chars().filter(|sign| !is_gap(sign)).take(chars).collect()
}

fn starred(squeezed: &str) -> Option<&'static str> {
    ["绝密", "机密", "秘密"].into_iter().find(|mark| {
        squeezed.match_indices(mark).any(|(at, found)| {
            squeezed[at + found.len()..].chars().next().is_some_and(|sign| STARS.contains(&sign))
        })
    })
}

/// 份号：000001, as it stands on the first page of a paper under secrecy.
fn numbered(squeezed: &str) -> bool {
    squeezed.match_indices("份号").any(|(at, found)| {
        let after = squeezed[at + found.len()..].trim_start_matches([':', '：', '№']);
        let digits = after.chars().take(COPY_DIGITS).map(crate::width::half);
        digits.filter(char::is_ascii_digit).count() == COPY_DIGITS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_seen_however_they_are_set() {
        for (text, mark) in [
            ("秘密★1年", "秘密"),
            ("机 密 ★ 1年", "机密"),
            ("绝　密　＊　长期", "绝密"),
            ("关于……的通知（机\u{200b}密☆）", "机密"),
            ("份号：000001", "份号"),
            ("份 号　００００１２", "份号"),
        ] {
            assert_eq!(secrecy_mark(text), Some(mark), "{text}");
        }
    }

    #[test]
    fn talk_about_secrecy_is_no_mark() {
        for text in [
            "学习《保守国家秘密法》，签订保密承诺书",
            "党员不得泄露党和国家秘密",
            "机密文件由专人保管",
            "份号在首页左上角",
            "一式三份，号码见附件",
        ] {
            assert_eq!(secrecy_mark(text), None, "{text}");
        }
    }
}
