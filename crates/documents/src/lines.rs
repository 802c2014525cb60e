//! A paper as the lines all renderers set: headings counted, votes spelled out. No look, no pages.

use crate::text::{ems, spread};
use crate::{Block, Level, Motion, Paper, Table, Text};

pub(crate) enum Line {
    Heading(Level, String),
    Paragraph {
        text: Text,
        /// Stays on the page of what follows.
        keep: bool,
    },
    Table {
        table: Table,
        keep: bool,
    },
}

/// A last paragraph this short (three lines) goes with the signatures, so that none stand alone.
const SHORT_EMS: f64 = 84.0;

pub(crate) fn lines(paper: &Paper) -> Vec<Line> {
    let mut count = Count::default();
    let mut lines: Vec<Line> =
        paper.body.iter().flat_map(|block| block_lines(block, &mut count)).collect();
    match lines.last_mut() {
        Some(Line::Paragraph { text, keep }) => *keep = ems(&text.to_plain()) <= SHORT_EMS,
        Some(Line::Table { keep, .. }) => *keep = paper.attachments.is_empty(),
        Some(Line::Heading(..)) | None => {}
    }
    lines
}

/// 附件：1. … as label and words; the first has the label, one alone has no number.
pub(crate) fn attachments(paper: &Paper) -> Vec<(&'static str, String)> {
    let alone = paper.attachments.len() == 1;
    let entry = |(i, name): (usize, &String)| {
        let label = if i == 0 { "附件：" } else { "" };
        let words = if alone { name.clone() } else { format!("{}. {name}", i + 1) };
        (label, words)
    };
    paper.attachments.iter().enumerate().map(entry).collect()
}

/// 主持人（签字）：
pub(crate) fn sign_label(role: &str) -> String {
    format!("{role}（签字）：")
}

/// 附件 above an attachment itself; one alone has no number.
pub(crate) fn annex_label(paper: &Paper, place: usize) -> String {
    if paper.annexes.len() == 1 { "附件".to_owned() } else { format!("附件{}", place + 1) }
}

/// How far the issuer and the date stand from the right, in characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Closing {
    pub(crate) issuer: f64,
    pub(crate) date: f64,
    /// The name is too long to be centred over the date: both end at the right.
    pub(crate) is_wide: bool,
}

/// Under a seal the date stands four characters in and the name is centred over it. Without a seal the name
/// stands two in and the date begins two characters after it, or, if longer, ends where the name would.
pub(crate) fn closing(paper: &Paper) -> Closing {
    let date = paper.date.as_deref().map_or(0.0, ems);
    let issuer = paper.issuer.as_deref().map_or(0.0, ems);
    if paper.sealed || paper.issuer.is_none() {
        let centred = 4.0 + (date - issuer) / 2.0;
        return Closing { issuer: centred.max(0.0), date: 4.0, is_wide: centred < 0.0 };
    }
    let begins_later = issuer - date;
    let (issuer, date) = if begins_later >= 2.0 || date == 0.0 {
        (2.0, begins_later)
    } else {
        (4.0 - begins_later, 2.0)
    };
    Closing { issuer, date, is_wide: false }
}

fn block_lines(block: &Block, count: &mut Count) -> Vec<Line> {
    match block {
        Block::Heading(level, text) => vec![Line::Heading(*level, count.next(*level) + text)],
        Block::Paragraph(text) => vec![paragraph(text.clone())],
        Block::Pair(label, value) => vec![paragraph(pair(label, value))],
        Block::Table(table) => vec![ruled(table.clone())],
        Block::Motion(motion) => motion_lines(motion),
    }
}

fn paragraph(text: Text) -> Line {
    Line::Paragraph { text, keep: false }
}

fn ruled(table: Table) -> Line {
    Line::Table { table, keep: false }
}

fn pair(label: &str, value: &Text) -> Text {
    let text = Text::new().strong(format!("{}：", spread(label)));
    value.runs().iter().fold(text, |text, run| text.push(&run.text, run.strong))
}

fn motion_lines(motion: &Motion) -> Vec<Line> {
    let table = Table::new(["应到会有表决权", "实到会有表决权", "赞成", "不赞成", "弃权"])
        .widths([3, 3, 2, 2, 2])
        .row(
            [motion.due, motion.present, motion.yes, motion.no, motion.abstain]
                .map(|n| n.to_string()),
        );
    let asked = Text::new().strong("表决事项：").plain(&motion.text);
    let manner = format!("以{}方式表决，结果如下：", motion.manner);
    vec![
        paragraph(asked),
        Line::Paragraph { text: manner.into(), keep: true },
        ruled(table),
        paragraph(Text::new().strong("表决结果：").plain(&motion.result)),
    ]
}

/// Where the headings stand; a heading starts the levels below it anew.
#[derive(Default)]
struct Count([usize; 4]);

impl Count {
    fn next(&mut self, level: Level) -> String {
        let at = level as usize;
        self.0[at] += 1;
        self.0[at + 1..].fill(0);
        let n = self.0[at];
        match level {
            Level::One => format!("{}、", chinese(n)),
            Level::Two => format!("（{}）", chinese(n)),
            Level::Three => format!("{n}. "),
            Level::Four => format!("（{n}）"),
        }
    }
}

/// 一 … 九十九; beyond that in figures.
fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (n / 10, n % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, chinese, closing};
    use crate::{Level, Paper};
    use calendar::Day;

    #[test]
    fn headings_count_by_level_and_start_anew() {
        use Level::{Four, One, Three, Two};
        let mut count = Count::default();
        let given = [One, Two, Two, Three, Four, One, Two, Three].map(|level| count.next(level));
        assert_eq!(given, ["一、", "（一）", "（二）", "1. ", "（1）", "二、", "（一）", "1. "]);
    }

    #[test]
    fn figures_are_written_as_words_up_to_ninety_nine() {
        let words = [1, 10, 11, 20, 21, 99, 100].map(chinese);
        assert_eq!(words, ["一", "十", "十一", "二十", "二十一", "九十九", "100"]);
    }

    fn signed(issuer: &str) -> Paper {
        // 2026年6月24日 is 7 half figures and 3 characters: 6.5 wide.
        Paper::new("标题").issued_by(issuer).dated(Day::new(2026, 6, 24).unwrap())
    }

    fn stands(paper: &Paper, issuer: f64, date: f64) {
        let found = closing(paper);
        assert!((found.issuer - issuer).abs() < 0.01, "{found:?}");
        assert!((found.date - date).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn under_a_seal_the_issuer_is_centred_over_the_date_but_never_leaves_the_page() {
        stands(&signed("党委").sealed(), 6.25, 4.0);
        stands(&signed(&"长".repeat(20)).sealed(), 0.0, 4.0);
        assert!(closing(&signed(&"长".repeat(20)).sealed()).is_wide);
    }

    #[test]
    fn without_a_seal_the_date_begins_two_characters_after_the_issuer() {
        stands(&signed("中共南屏县公安局委员会"), 2.0, 4.5);
        stands(&signed("党委"), 8.5, 2.0);
        stands(&Paper::new("记录").dated(Day::new(2026, 6, 24).unwrap()), 4.0 + 3.25, 4.0);
    }
}
