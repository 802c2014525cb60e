//! A book: cover, contents, parts.

use crate::pdf::fonts;
use crate::reader::{folder, pages, run};
use crate::word::converted_file;
use documents::{Book, Paper, Part, Table, book_docx, book_pdf};
use std::fs;
use std::path::Path;

fn book() -> Book {
    let roll = (0..60).fold(Table::new(["序号", "姓名"]), |table, i| {
        table.row([(i + 1).to_string(), "周立群".to_owned()])
    });
    let minutes = |n: usize| {
        Paper::new(format!("刑侦大队党支部\n支部委员会记录（2026年第{n}次）"))
            .paragraph("会议内容。".repeat(120))
            .sign("主持人")
            .sign("记录人")
    };
    let month = (1..=3).fold(Part::new("一月"), |part, n| {
        part.paper(format!("1月{n}0日　支部委员会（2026年第{n}次）"), minutes(n))
    });
    Book::new("支部工作手册\n（2026年）")
        .fact("党支部", "中共南屏县公安局刑侦大队支部委员会")
        .fact("书记", "周立群")
        .imprint("2026年12月31日印制")
        .part(Part::alone("党员名册", Paper::new("党员名册").table(roll)))
        .part(month)
        .part(Part::alone("核对", Paper::new("核对").paragraph("校验码。")))
}

/// The number at the end of a line of the contents.
fn numbered(file: &Path, name: &str) -> usize {
    let text = run("pdftotext", "poppler-utils", &[Path::new("-layout"), file, Path::new("-")]);
    let line = text.lines().find(|line| line.trim().starts_with(name)).unwrap();
    line.rsplit('.').next().unwrap().trim().parse().unwrap()
}

#[test]
fn the_contents_name_the_page_on_which_each_paper_begins() {
    let file = folder("book").join("book.pdf");
    fs::write(&file, book_pdf(&book(), &fonts()).unwrap()).unwrap();
    let pages = pages(&file);
    assert!(pages[0].starts_with("支部工作手册（2026年）"), "{}", pages[0]);
    assert!(!pages[0].contains('—'), "the cover has no number: {}", pages[0]);
    let contents = &pages[2];
    assert!(contents.starts_with("目录") && contents.ends_with("—I—"), "{contents}");
    assert!(!pages[3].contains('—'), "the empty back of the contents has no number: {}", pages[3]);
    // Cover and back, contents and back: the text begins on the fifth sheet side.
    for (name, title) in
        [("党员名册", "党员名册"), ("1月20日", "（2026年第2次）"), ("核对", "核对")]
    {
        let number = numbered(&file, name);
        let page = &pages[3 + number];
        assert!(page.contains(title), "{name} on {number}: {page}");
        assert!(page.ends_with(&format!("—{number}—")), "{page}");
    }
    let outline = run("pdfinfo", "poppler-utils", &[&file]);
    assert!(outline.contains("支部工作手册"), "{outline}");
}

#[test]
fn the_word_book_has_cover_contents_and_numbers_from_one() {
    let all = pages(&converted_file("book-word", &book_docx(&book()).unwrap()));
    assert!(all[0].starts_with("支部工作手册（2026年）"), "{}", all[0]);
    assert!(all[1].starts_with("目录"), "{}", all[1]);
    assert!(!all[1].contains("—1—"), "{}", all[1]);
    let text = all.concat();
    assert!(text.contains("—1—") && text.contains("（2026年第3次）"), "{text}");
    let first = all.iter().find(|page| page.ends_with("—1—")).unwrap();
    assert!(first.contains("党员名册"), "{first}");
}
