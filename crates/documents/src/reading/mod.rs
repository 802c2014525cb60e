//! The words of a .docx that somebody wrote: its paragraphs as they are read, with the numbers that Word works out. What it
//! looks like, what was deleted and what stands in the margin is left out.

mod document;
mod numbering;

use std::io::{Cursor, Read as _};

use quick_xml::{
    XmlVersion,
    events::{BytesRef, BytesStart, Event},
};
use zip::ZipArchive;

use crate::{Error, Result};

/// Of one part: a book's text fits, a bomb does not.
const BYTES_AT_MOST: u64 = 16 * 1024 * 1024;

/// One line a paragraph; a row of a table is one line, its cells apart by 　.
pub fn read_docx(content: &[u8]) -> Result<Vec<String>> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(unreadable)?;
    let document = part(&mut archive, "word/document.xml")
        .ok_or_else(|| unreadable("no word/document.xml"))?;
    let mut numbering = numbering::Numbering::default();
    if let Some(xml) = part(&mut archive, "word/numbering.xml") {
        numbering.read(&xml)?;
    }
    if let Some(xml) = part(&mut archive, "word/styles.xml") {
        numbering.read_styles(&xml)?;
    }
    document::lines(&document, numbering)
}

fn unreadable(cause: impl ToString) -> Error {
    Error::Unreadable(cause.to_string())
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(BYTES_AT_MOST).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Every event in turn, empty elements as beginning and end.
fn events(xml: &str, mut each: impl FnMut(&Event<'_>)) -> Result<()> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Eof => return Ok(()),
            event => each(&event),
        }
    }
}

/// An attribute by its name without prefix; "" where it is not there.
fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let mut all = tag.attributes();
    let found = all.with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name);
    let value =
        found.and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok().map(String::from));
    value.unwrap_or_default()
}

/// What an event says as text.
fn text_of(event: &Event<'_>) -> String {
    match event {
        Event::Text(part) => part.xml10_content().into_owned(),
        Event::CData(part) => part.xml10_content().into_owned(),
        Event::GeneralRef(part) => resolved(part).map(String::from).unwrap_or_default(),
        _ => String::new(),
    }
}

fn resolved(part: &BytesRef<'_>) -> Option<char> {
    match part.xml10_content().as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => part.resolve_char_ref().ok().flatten(),
    }
}
