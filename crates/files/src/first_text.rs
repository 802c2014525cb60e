//! The text of a file, as far as it can be had without a viewer. No I/O here.
//!
//! Pictures and scans show their text only to a reader's eye: there the name is all that is looked at.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use zip::ZipArchive;

use crate::media::Media;

/// How much of a file, or of a part of it, is unpacked to look for marks.
const LOOKED_AT: usize = 4 * 1024 * 1024;
/// Parts of one file: sheets, slides, pages.
const PARTS_AT_MOST: usize = 400;

/// Texts to look through; several where the coding is unknown.
pub(crate) fn of(media: Media, content: &[u8]) -> Vec<String> {
    match media {
        Media::Text => decode(content).map(Cow::into_owned).into_iter().collect(),
        Media::Docx => parts(
            content,
            &["word/header", "word/document.xml", "word/footer", "word/footnotes", "docProps/"],
        ),
        Media::Xlsx => {
            parts(content, &["xl/sharedStrings.xml", "xl/worksheets/sheet", "docProps/"])
        }
        Media::Pptx => parts(content, &["ppt/slides/slide", "docProps/"]),
        Media::Ofd => parts(content, &["Doc_0/Pages/", "Doc_0/Document.xml"]),
        Media::Pdf => [in_any_coding(content), crate::pdf_text::of(content)].concat(),
        Media::Ole => in_any_coding(content),
        Media::Png | Media::Jpeg | Media::Webp => Vec::new(),
    }
}

/// Text in UTF-8, UTF-16 with a mark, or GB 18030; `None` when it is none of them.
pub(crate) fn decode(content: &[u8]) -> Option<Cow<'_, str>> {
    let with_mark = match content {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((coding, rest)) = with_mark {
        return coding.decode_without_bom_handling_and_without_replacement(rest);
    }
    match std::str::from_utf8(content) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}').into()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(content),
    }
}

/// The words of the zip's parts whose names begin so, in that order; every element ends a line.
fn parts(content: &[u8], wanted: &[&str]) -> Vec<String> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(content)) else { return Vec::new() };
    let mut names: Vec<String> = archive
        .file_names_raw()
        .filter_map(|name| String::from_utf8(name.to_vec()).ok())
        .filter(|name| wanted.iter().any(|start| name.starts_with(start)))
        .collect();
    names.sort_by_key(|name| wanted.iter().position(|start| name.starts_with(start)));
    let words = names.iter().take(PARTS_AT_MOST).filter_map(|name| {
        let mut bytes = Vec::new();
        let part = archive.by_name(name).ok()?;
        part.take(LOOKED_AT as u64).read_to_end(&mut bytes).ok()?;
        Some(words(&String::from_utf8_lossy(&bytes)))
    });
    words.collect()
}

/// XML without its tags; paragraphs, cells and items end a line.
fn words(xml: &str) -> String {
    let mut text = String::new();
    for piece in xml.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if matches!(tag, "/w:p" | "/a:p" | "/si" | "/row" | "/ofd:TextCode") {
            text.push('\n');
        }
        text.push_str(words);
    }
    text
}

/// Binary files hold their text in pieces: read as each coding that is usual.
fn in_any_coding(content: &[u8]) -> Vec<String> {
    let head = &content[..content.len().min(LOOKED_AT)];
    let odd = head.get(1..).unwrap_or_default();
    vec![
        String::from_utf8_lossy(head).into_owned(),
        GB18030.decode_without_bom_handling(head).0.into_owned(),
        UTF_16LE.decode_without_bom_handling(head).0.into_owned(),
        UTF_16BE.decode_without_bom_handling(head).0.into_owned(),
        UTF_16LE.decode_without_bom_handling(odd).0.into_owned(),
        UTF_16BE.decode_without_bom_handling(odd).0.into_owned(),
    ]
}
