//! Where in a file a mark of state secrecy is looked for: what carries one does not come in (DESIGN.md,
//! invariant 10). What a mark looks like: `crates/text/src/secrecy.rs`. No I/O here.

use text::{secrecy_mark, without_gaps};

use crate::first_text::Piece;

/// Characters at the beginning of a text in which a bare word is a mark: the head of a first page.
const HEAD_CHARS: usize = 400;

/// The mark a file carries in its name, at the head of one of its texts, or unmistakably anywhere.
pub(crate) fn mark(name: &str, pieces: &[Piece]) -> Option<&'static str> {
    let at_head = |piece: &Piece| if piece.is_page { in_head(&piece.text) } else { None };
    let in_piece = |piece: &Piece| secrecy_mark(&piece.text).or_else(|| at_head(piece));
    in_name(name).or_else(|| pieces.iter().find_map(in_piece))
}

fn in_name(name: &str) -> Option<&'static str> {
    let squeezed = without_gaps(name, usize::MAX);
    let bare = ["绝密", "机密"].into_iter().find(|mark| squeezed.contains(mark));
    bare.or_else(|| secrecy_mark(name)).or_else(|| {
        let bracketed = ["【秘密】", "[秘密]", "（秘密）", "(秘密)"];
        bracketed.iter().any(|mark| squeezed.contains(mark)).then_some("秘密")
    })
}

fn in_head(text: &str) -> Option<&'static str> {
    let head = without_gaps(text, HEAD_CHARS);
    let alone = |mark: &'static str| {
        text.lines().take(20).any(|line| without_gaps(line, 20) == mark).then_some(mark)
    };
    ["绝密", "机密"].into_iter().find(|mark| head.contains(mark)).or_else(|| alone("秘密"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_mark(text: &str) -> Option<&'static str> {
        mark("会议记录.txt", &[Piece::page(text.into())])
    }

    #[test]
    fn marks_in_the_name_are_seen() {
        assert_eq!(mark("机密-部署方案.docx", &[]), Some("机密"));
        assert_eq!(mark("（秘密）名单.xlsx", &[]), Some("秘密"));
        assert_eq!(mark("秘密★1年 通知.pdf", &[]), Some("秘密"));
        assert_eq!(mark("通知（份号 000012）.pdf", &[]), Some("份号"));
        assert_eq!(mark("保守党的秘密学习体会.docx", &[]), None);
    }

    #[test]
    fn marks_at_the_head_of_the_text_are_seen_however_they_are_set() {
        assert_eq!(text_mark("绝　密 ★ 10年\n关于……"), Some("绝密"));
        assert_eq!(text_mark("秘 密\n公发〔2026〕1号"), Some("秘密"));
        assert_eq!(text_mark("秘密☆一年"), Some("秘密"));
        assert_eq!(text_mark("学习《保守国家秘密法》，牢记保密纪律"), None);
        let later = format!("{}不得泄露机密", "一".repeat(400));
        assert_eq!(text_mark(&later), None);
        let annex = format!("{}\n附件\n机 密 ★ 1年", "一".repeat(5000));
        assert_eq!(text_mark(&annex), Some("机密"), "a mark on a later page");
    }

    #[test]
    fn what_is_no_page_needs_the_unmistakable_mark() {
        let pieces = ["xx机密xx", "yy机 密★yy"].map(|text| Piece::other(text.into()));
        assert_eq!(mark("a.doc", &pieces[..1]), None);
        assert_eq!(mark("a.doc", &pieces), Some("机密"));
    }
}
