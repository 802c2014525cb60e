//! The page of GB/T 9704, measured on the PDF and on LibreOffice's PDF of the Word file.

use crate::pdf::written;
use crate::reader::{Word, folder, words_of};
use crate::word::converted;
use calendar::Day;
use documents::{Level, Masthead, Paper, Table};

const MM: f64 = 72.0 / 25.4;
const LINE: f64 = 225.0 / 22.0 * MM;

/// Three pages of nothing but characters.
fn full() -> Paper {
    Paper::new("标题").paragraph("国".repeat(28 * 22 * 3))
}

/// The characters of each line of a page, page number left out.
fn lines(words: &[Word], page: usize) -> Vec<(f64, usize)> {
    let mut lines: Vec<(f64, usize)> = Vec::new();
    for word in words.iter().filter(|word| word.page == page && word.text.contains('国')) {
        let count = word.text.chars().filter(|c| *c == '国').count();
        match lines.iter_mut().find(|(top, _)| (top - word.top).abs() < 3.0) {
            Some((_, sum)) => *sum += count,
            None => lines.push((word.top, count)),
        }
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines
}

fn is_full(words: &[Word], slack: f64) {
    let lines = lines(words, 2);
    assert_eq!(lines.len(), 22, "{lines:?}");
    assert!(lines.iter().all(|(_, count)| *count == 28), "{lines:?}");
    for pair in lines.windows(2) {
        let pitch = pair[1].0 - pair[0].0;
        assert!((pitch - LINE).abs() < 0.3, "{pitch} instead of {LINE}: {lines:?}");
    }
    let page: Vec<&Word> =
        words.iter().filter(|it| it.page == 2 && it.text.contains('国')).collect();
    let left = page.iter().map(|it| it.left).fold(f64::MAX, f64::min);
    let right = page.iter().map(|it| it.right).fold(0.0, f64::max);
    assert!((left - 28.0 * MM).abs() < 2.0, "{left}");
    assert!((right - 184.0 * MM).abs() < slack, "{right}");
    let (top, _) = lines[0];
    // Word stands the characters in the lower half of an exact line.
    assert!(top > 35.0 * MM && top < 40.0 * MM, "{top}");
    let (last, _) = lines[21];
    assert!(last + 16.0 < 262.0 * MM + 4.0, "{last}");
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    is_full(&words_of(&written("full", &full())), 2.0);
}

#[test]
fn a_full_page_of_the_word_file_has_them_too() {
    is_full(&words_of(&converted("full-word", &full())), 8.0);
}

#[test]
fn the_page_number_stands_outside_seven_millimetres_below_the_text() {
    let words = words_of(&written("outside", &full()));
    let number = |page: usize| {
        let of_page = words.iter().filter(|word| word.page == page && word.top > 262.0 * MM);
        of_page.fold((f64::MAX, 0.0_f64, 0.0_f64), |(left, right, top), word| {
            (left.min(word.left), right.max(word.right), top.max(word.top))
        })
    };
    let (_, right, top) = number(1);
    assert!((right - (184.0 * MM - 14.0)).abs() < 3.0, "{right}");
    assert!(top > 267.0 * MM && top < 272.0 * MM, "{top}");
    let (left, ..) = number(2);
    assert!((left - (28.0 * MM + 14.0)).abs() < 3.0, "{left}");
}

fn letter() -> Paper {
    let day = Day::new(2026, 7, 1).unwrap();
    Paper::new("关于报送组织生活会情况的报告")
        .urgency("加急")
        .masthead(
            Masthead::new("中共南屏县公安局委员会文件")
                .number("南公党〔2026〕8号")
                .signer("沈卫东"),
        )
        .to("中共南屏县委组织部")
        .heading(Level::One, "会议情况")
        .paragraph("现将有关情况报告如下。")
        .attachment("到会人员名单")
        .issued_by("中共南屏县公安局委员会")
        .dated(day)
        .sealed()
        .note("联系人：陈晓梅")
        .annex(Paper::new("到会人员名单").table(Table::new(["序号", "姓名"]).row(["1", "周立群"])))
}

/// Where each stands, in millimetres from the top of the page; the seal is 42 mm wide.
#[test]
fn a_letter_keeps_the_place_of_its_seal() {
    let words = words_of(&written("seal", &letter()));
    let at = |text: &str| {
        let word = words.iter().find(|word| word.text.contains(text));
        word.unwrap_or_else(|| panic!("no {text} in {words:?}"))
    };
    let mm = |points: f64| points / MM;
    assert!(mm(at("加急").top) < 40.0);
    let issuer = words.iter().find(|it| it.text.contains("委员会文件")).unwrap();
    assert!((mm(issuer.top) - 72.0).abs() < 3.0, "{}", mm(issuer.top));
    let attachment = at("附件：").bottom;
    let date = at("2026年7月1日");
    let note = at("（联系人");
    // The seal's middle lies a little above the date, its edges 21 mm from there.
    let middle = date.top;
    assert!(mm(middle - attachment) > 21.0 - 10.3, "{}", mm(middle - attachment));
    assert!(mm(note.top - date.bottom) > 10.0);
    // Four characters in from the right.
    assert!((mm(date.right) - (184.0 - 4.0 * 5.6)).abs() < 2.0, "{}", mm(date.right));
    let annex = words.iter().filter(|word| word.text == "附件").collect::<Vec<_>>();
    assert_eq!(annex.len(), 1);
    assert_eq!(annex[0].page, 2);
    assert!(at("周立群").page == 2);
}

/// Ruled lines to sign on are as long in Word as in the PDF.
#[test]
fn a_signature_has_its_rule_in_word() {
    let paper = Paper::new("记录").paragraph("正文。").sign("主持人").sign("记录人");
    let file = converted("rule-word", &paper);
    let words = words_of(&file);
    let labels: Vec<&Word> = words.iter().filter(|word| word.text.contains("（签字）")).collect();
    assert_eq!(labels.len(), 2, "{words:?}");
    for label in labels {
        // The leader is drawn as low lines, which poppler reads as words of their own or with the label.
        assert!(
            label.text.contains('_') || words.iter().any(|it| it.text.starts_with('_')),
            "{words:?}"
        );
    }
}

#[test]
fn a_long_table_repeats_its_head_on_every_page_everywhere() {
    let table = (0..80).fold(Table::new(["序号", "姓名"]), |table, i| {
        table.row([i.to_string(), "周立群".to_owned()])
    });
    let paper = Paper::new("名册").table(table);
    for (name, file) in
        [("PDF", written("heads", &paper)), ("Word", converted("heads-word", &paper))]
    {
        let words = words_of(&file);
        let pages = words.iter().map(|it| it.page).max().unwrap();
        let heads = words.iter().filter(|it| it.text == "姓名").count();
        assert!(pages > 2, "{name}");
        assert_eq!(heads, pages, "{name}: one head on each page");
    }
    let _ = folder("heads");
}

/// Top and bottom of a word, in points.
fn stands(words: &[Word], text: &str) -> (f64, f64) {
    let word = words.iter().find(|it| it.text.contains(text));
    let word = word.unwrap_or_else(|| panic!("no {text} in {words:?}"));
    (word.top, word.bottom)
}

/// The text begins two lines of the grid below the last line of the title, however many lines the title has.
#[test]
fn below_the_title_one_line_is_empty_however_often_it_breaks() {
    let long = "书记工作室：“枫桥经验”平安守护党支部书记示范工作室";
    let unit = "中共正定县公安局委员会\n2025年度县公安局党委领导班子民主生活会召开情况和整改措施落实情况的报告";
    for (title, last) in [("台账", "台账"), (long, "平安守护"), (unit, "召开情况")] {
        let paper = Paper::new(title).paragraph("正文从这里开始。");
        let words = words_of(&written("below-title", &paper));
        let (title, _) = stands(&words, last);
        let (text, _) = stands(&words, "正文");
        assert!((text - title - 2.0 * LINE).abs() < 6.0, "{title} {text}: {words:?}");
    }
}

#[test]
fn a_date_in_a_narrow_cell_is_not_set_over_its_neighbour() {
    let table = Table::new(["一", "二", "三", "四", "五", "六"]).row(["2026-12-25"; 6]);
    let words = words_of(&written("narrow", &Paper::new("台账").table(table)));
    let wide = 156.0 * MM / 6.0;
    for word in words.iter().filter(|it| it.text.contains("12-")) {
        let cell = ((word.left - 28.0 * MM) / wide).floor();
        assert!(word.right <= 28.0 * MM + (cell + 1.0) * wide, "{word:?}");
    }
    assert!(words.iter().any(|it| it.text.contains("12-")), "{words:?}");
}
