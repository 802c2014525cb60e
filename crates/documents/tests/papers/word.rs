//! The Word file, read back by LibreOffice.

use crate::minutes::minutes;
use crate::outgoing::reply;
use crate::reader::{folder, pages, run};
use documents::{Paper, docx};
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

/// LibreOffice's PDF of the Word file; each test has a profile of its own, so that they may run at once.
pub(crate) fn converted(test: &str, paper: &Paper) -> PathBuf {
    converted_file(test, &docx(paper).unwrap())
}

pub(crate) fn converted_file(test: &str, content: &[u8]) -> PathBuf {
    let folder = folder(test);
    let file = folder.join("paper.docx");
    fs::write(&file, content).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let words = [&profile, "--headless", "--convert-to", "pdf", "--outdir"].map(Path::new);
    let arguments = [&words[..], &[&folder, &file]].concat();
    run("soffice", "libreoffice-writer-nogui", &arguments);
    folder.join("paper.pdf")
}

#[test]
fn word_minutes_open_with_tables_votes_and_page_numbers() {
    let pages = pages(&converted("word-minutes", &minutes()));

    let all = pages.concat();
    assert!(all.starts_with("南屏县公安局刑侦大队党支部党员大会记录时间："), "{all}");
    assert!(all.contains("（一）接收罗一鸣同志为预备党员"));
    assert!(all.contains("弃权26232201"), "{all}");
    assert!(all.contains("𬀩明辉") && all.contains("𠮷海涛") && all.contains("龚䶮"));
    assert!(all.contains("主持人（签字）："));
    for (i, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("—{}—", i + 1)), "{page}");
    }
}

#[test]
fn word_document_has_head_attachments_and_foot() {
    let all = pages(&converted("word-outgoing", &reply())).concat();

    assert!(all.starts_with("中共南屏县公安局委员会文件南公党〔2026〕8号签发人：沈卫东"), "{all}");
    assert!(all.contains("附件：1.刑侦大队党支部党员大会选举结果报告单2.新一届"), "{all}");
    assert!(all.contains("南屏县公安局党委办公室2026年7月1日印发"), "{all}");
}

#[test]
fn word_names_the_fonts_of_the_standard_and_keeps_hostile_text_as_text() {
    let paper = Paper::new("标题").paragraph("</w:t><w:br/>\u{0}&amp; “引号”");
    let file = Cursor::new(docx(&paper).unwrap());

    let mut zip = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains(r#"w:eastAsia="仿宋_GB2312""#), "{xml}");
    assert!(xml.contains(r#"w:eastAsia="方正小标宋简体""#), "{xml}");
    assert!(!xml.contains("<w:br"), "{xml}");
    assert!(xml.contains("&amp;amp; “引号”"), "{xml}");
}
