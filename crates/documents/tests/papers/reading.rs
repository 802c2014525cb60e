//! Word files that come in: what is read of them.

use std::io::{Cursor, Write as _};

use documents::{Block, Level, Paper, docx, read_docx};
use zip::write::SimpleFileOptions;

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>")
}

fn lines(body: &str) -> Vec<String> {
    read_docx(&packed(&[("word/document.xml", &document(body))])).unwrap()
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"#;

fn numbered(number: &str, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn numbers_that_word_works_out_are_read_as_they_are_shown() {
    let body = [
        numbered("1", 0, "听取报告"),
        numbered("1", 1, "书记报告"),
        numbered("1", 1, "大家讨论"),
        numbered("1", 0, "讨论发展党员"),
        numbered("1", 1, "介绍情况"),
        numbered("3", 0, "不分先后"),
        numbered("2", 0, "另起"),
        "<w:p><w:pPr><w:pStyle w:val=\"head\"/></w:pPr><w:r><w:t>按样式</w:t></w:r></w:p>"
            .to_owned(),
    ];
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"head\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr>\
                  </w:pPr></w:style></w:styles>";
    let file = packed(&[
        ("word/document.xml", &document(&body.concat())),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", styles),
    ]);
    let wanted = [
        "一、听取报告",
        "1. 书记报告",
        "2. 大家讨论",
        "二、讨论发展党员",
        "1. 介绍情况",
        "不分先后",
        "一、另起",
        "二、按样式",
    ];
    assert_eq!(read_docx(&file).unwrap(), wanted);
}

#[test]
fn what_is_seen_is_read_and_nothing_else() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>党员</w:t></w:r>\
                <w:del><w:r><w:delText>不在了</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space=\"preserve\">&amp;群众 </w:t></w:r></w:ins>\
                <w:r><w:tab/><w:t>同意</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>\
                <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>意见</w:t></w:r></w:p>\
                <w:p><w:r><w:t>两行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
                <w:p><mc:Fallback><w:r><w:t>又一遍</w:t></w:r></mc:Fallback><w:r><w:t>散会</w:t></w:r></w:p>";
    assert_eq!(lines(body), ["党员&群众 \t同意", "第二行", "姓名\u{3000}意见 两行", "散会"]);
}

#[test]
fn our_own_papers_are_read_again() {
    let paper = Paper::new("党员大会记录")
        .block(Block::Heading(Level::One, "听取报告".into()))
        .paragraph("报告了第三季度工作。");
    let text = read_docx(&docx(&paper).unwrap()).unwrap().join("\n");
    assert!(text.contains("党员大会记录") && text.contains("报告了第三季度工作。"), "{text}");
}

#[test]
fn what_is_no_word_file_is_refused_and_does_no_harm() {
    for bytes in [&b""[..], b"PK\x03\x04", b"text"] {
        assert!(read_docx(bytes).is_err());
    }
    let broken = packed(&[("word/document.xml", "<w:document><w:p><w:t>没有完")]);
    let _ = read_docx(&broken);
    let odd = document("</w:p><w:tc><w:t>游离</w:t></w:tc>");
    let _ = read_docx(&packed(&[
        ("word/document.xml", &odd),
        ("word/numbering.xml", "<w:lvl w:ilvl=\"99\"/>"),
    ]));
    assert!(read_docx(&packed(&[("other.xml", "")])).is_err());
}
