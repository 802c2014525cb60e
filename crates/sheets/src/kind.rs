//! What a file is, by its first bytes.

use crate::Fault;

pub(crate) enum Kind {
    Zip,
    Compound,
    Text,
}

pub(crate) fn of(bytes: &[u8]) -> Result<Kind, Fault> {
    match bytes {
        [] => Err(Fault::Empty),
        [b'P', b'K', 3, 4, ..] => Ok(Kind::Zip),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Ok(Kind::Compound),
        [9, 0 | 2 | 4, ..] if is_bare_biff(bytes) => Err(Fault::Other("很旧的xls表")),
        [b'%', b'P', b'D', b'F', ..] => Err(Fault::Other("PDF文件")),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(Fault::Other("RTF文档")),
        _ => text(bytes),
    }
}

/// Excel 4 and older: a BOF record at the very start, of four or six bytes.
fn is_bare_biff(bytes: &[u8]) -> bool {
    matches!(bytes, [9, _, 4 | 6, 0, ..])
}

/// Many systems hand out a web page under the name of a sheet.
fn text(bytes: &[u8]) -> Result<Kind, Fault> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    let start = start.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n', '\t']);
    let is = |tags: &[&str]| tags.iter().any(|tag| start.starts_with(tag));
    if is(&["<html", "<!doctype html", "<table", "<meta", "<head"]) {
        return Err(Fault::Other("网页格式的表"));
    }
    if is(&["<?xml"]) {
        return Err(Fault::Other("XML格式的表"));
    }
    Ok(Kind::Text)
}
