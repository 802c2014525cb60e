//! Marks of state secrecy: what carries one does not come in (DESIGN.md, invariant 10). No I/O here.

/// Characters at the beginning of a text in which a mark is looked for: the head of a first page.
const HEAD_CHARS: usize = 400;
const STARS: [char; 3] = ['★', '☆', '*'];

/// The mark a file carries in its name, or at the head of one of its texts.
pub(crate) fn mark(name: &str, texts: &[String], is_binary: bool) -> Option<&'static str> {
    let in_texts = |text: &String| {
        // Pieces of a binary file have no head: only an unmistakable mark counts, wherever it stands.
        if is_binary { starred(&squeezed(text, usize::MAX)) } else { in_head(text) }
    };
    in_name(name).or_else(|| texts.iter().find_map(in_texts))
}

fn in_name(name: &str) -> Option<&'static str> {
    let name = squeezed(name, usize::MAX);
    let bare = ["绝密", "机密"].into_iter().find(|mark| name.contains(mark));
    bare.or_else(|| starred(&name)).or_else(|| {
        let bracketed = ["【秘密】", "[秘密]", "（秘密）", "(秘密)"];
        bracketed.iter().any(|mark| name.contains(mark)).then_some("秘密")
    })
}

fn in_head(text: &str) -> Option<&'static str> {
    let head = squeezed(text, HEAD_CHARS);
    let alone = |mark: &'static str| {
        text.lines().take(20).any(|line| squeezed(line, 20) == mark).then_some(mark)
    };
    let bare = ["绝密", "机密"].into_iter().find(|mark| head.contains(mark));
    bare.or_else(|| starred(&head)).or_else(|| alone("秘密"))
}

/// 秘密★ and its like, which nothing but a mark looks like.
fn starred(squeezed: &str) -> Option<&'static str> {
    ["绝密", "机密", "秘密"].into_iter().find(|mark| {
        squeezed.match_indices(mark).any(|(at, found)| {
            let next = squeezed[at + found.len()..].chars().next();
            next.is_some_and(|sign| STARS.contains(&sign))
        })
    })
}

/// Without spaces: marks are often set apart (秘　密 ★ 1年).
fn squeezed(text: &str, chars: usize) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).take(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_mark(text: &str) -> Option<&'static str> {
        mark("会议记录.txt", &[text.into()], false)
    }

    #[test]
    fn marks_in_the_name_are_seen() {
        assert_eq!(mark("机密-部署方案.docx", &[], false), Some("机密"));
        assert_eq!(mark("（秘密）名单.xlsx", &[], false), Some("秘密"));
        assert_eq!(mark("秘密★1年 通知.pdf", &[], true), Some("秘密"));
        assert_eq!(mark("保守党的秘密学习体会.docx", &[], false), None);
    }

    #[test]
    fn marks_at_the_head_of_the_text_are_seen_however_they_are_set() {
        assert_eq!(text_mark("绝　密 ★ 10年\n关于……"), Some("绝密"));
        assert_eq!(text_mark("秘 密\n公发〔2026〕1号"), Some("秘密"));
        assert_eq!(text_mark("秘密☆一年"), Some("秘密"));
        assert_eq!(text_mark("学习《保守国家秘密法》，牢记保密纪律"), None);
        let later = format!("{}不得泄露机密", "一".repeat(400));
        assert_eq!(text_mark(&later), None);
    }

    #[test]
    fn a_binary_file_needs_the_unmistakable_mark() {
        let texts = ["xx机密xx".to_owned(), "yy机 密★yy".to_owned()];
        assert_eq!(mark("a.doc", &texts[..1], true), None);
        assert_eq!(mark("a.doc", &texts, true), Some("机密"));
    }
}
