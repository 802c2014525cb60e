//! The text of a file, as far as it can be had without a viewer. No I/O here.
//!
//! What a picture or a scan shows, only a reader's eye sees: there name and notes are all that is looked at.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use zip::ZipArchive;

use crate::{media::Media, picture_notes, xml};

/// How much of a file, or of a part of it, is unpacked to look for marks, and how much of all parts together.
const LOOKED_AT: usize = 16 * 1024 * 1024;
const ALL_AT_MOST: usize = 48 * 1024 * 1024;
/// How much of a binary file is read in each coding: it becomes six texts.
const RAW_AT_MOST: usize = 4 * 1024 * 1024;
/// Parts of one file with what is embedded in it: sheets, slides, pages, drawings.
const PARTS_AT_MOST: usize = 2_000;
/// A sheet in a paper in a slide, and no further.
const EMBEDDED_AT_MOST: usize = 3;

/// Some text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// It begins as a reader sees a page begin: there a bare word is a mark.
    pub(crate) is_page: bool,
}

impl Piece {
    pub(crate) fn page(text: String) -> Self {
        Self { text, is_page: true }
    }

    pub(crate) fn other(text: String) -> Self {
        Self { text, is_page: false }
    }
}

/// What may still be unpacked.
struct Budget {
    bytes: usize,
    parts: usize,
}

/// Texts to look through; several where the coding is unknown.
pub(crate) fn of(media: Media, content: &[u8]) -> Vec<Piece> {
    let mut budget = Budget { bytes: ALL_AT_MOST, parts: PARTS_AT_MOST };
    let mut pieces = Vec::new();
    add(media, content, EMBEDDED_AT_MOST, &mut budget, &mut pieces);
    pieces
}

fn add(media: Media, content: &[u8], deeper: usize, budget: &mut Budget, pieces: &mut Vec<Piece>) {
    match media {
        Media::Text => {
            pieces.extend(decode(content).map(|text| Piece::page(text.into_owned())));
        }
        Media::Docx | Media::Xlsx | Media::Pptx | Media::Ofd => {
            parts(media, content, deeper, budget, pieces);
        }
        Media::Pdf => {
            let texts = [in_any_coding(content), crate::pdf_text::of(content)].concat();
            pieces.extend(texts.into_iter().map(Piece::other));
        }
        Media::Ole => pieces.extend(in_any_coding(content).into_iter().map(Piece::other)),
        Media::Png | Media::Jpeg | Media::Webp => {
            let notes = picture_notes::of(media, content);
            let texts = notes.iter().flat_map(|note| in_any_coding(note));
            pieces.extend(texts.map(Piece::other));
        }
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

/// How the parts begin that a reader sees as pages; they are looked at before all others.
fn pages(media: Media) -> &'static [&'static str] {
    match media {
        Media::Docx => &["word/header", "word/document.xml", "word/footer"],
        Media::Xlsx => &["xl/sharedStrings.xml", "xl/worksheets/sheet"],
        Media::Pptx => &["ppt/slides/slide"],
        _ => &["Doc_0/Pages/", "Doc_0/Document.xml"],
    }
}

/// Every part of a packed file: pages, notes, comments, masters, drawings, and files embedded in it.
fn parts(
    media: Media,
    content: &[u8],
    deeper: usize,
    budget: &mut Budget,
    pieces: &mut Vec<Piece>,
) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(content)) else { return };
    let place = |name: &str| pages(media).iter().position(|start| name.starts_with(start));
    let mut names: Vec<String> = archive
        .file_names_raw()
        .filter_map(|name| String::from_utf8(name.to_vec()).ok())
        .filter(|name| !name.ends_with('/'))
        .collect();
    names.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
    for name in names {
        if budget.parts == 0 || budget.bytes == 0 {
            return;
        }
        budget.parts -= 1;
        let mut bytes = Vec::new();
        let Ok(part) = archive.by_name(&name) else { continue };
        let at_most = LOOKED_AT.min(budget.bytes) as u64;
        // What is broken further on was there up to the break.
        let _ = part.take(at_most).read_to_end(&mut bytes);
        budget.bytes -= bytes.len();
        match Media::of(&bytes) {
            Ok(Media::Text) | Err(_) => {
                let Some(text) = in_some_coding(&bytes) else { continue };
                pieces.extend(xml::words(&text, place(&name).is_some()));
            }
            Ok(embedded) if deeper > 0 => add(embedded, &bytes, deeper - 1, budget, pieces),
            Ok(_) => {}
        }
    }
}

/// Text, even where some byte of it is broken; `None` for what is no text at all.
fn in_some_coding(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let is_binary = !bytes.starts_with(b"<") && bytes.iter().take(1_000).any(|byte| *byte == 0);
    decode(bytes).or_else(|| (!is_binary).then(|| String::from_utf8_lossy(bytes)))
}

/// Of what is no file of ours, as a list that comes in may be.
pub(crate) fn loosely(content: &[u8]) -> Vec<Piece> {
    let page = decode(content).map(|text| Piece::page(text.into_owned()));
    let others = in_any_coding(content).into_iter().map(Piece::other);
    page.into_iter().chain(others).collect()
}

/// Binary files hold their text in pieces: read as each coding that is usual.
fn in_any_coding(content: &[u8]) -> Vec<String> {
    let head = &content[..content.len().min(RAW_AT_MOST)];
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
