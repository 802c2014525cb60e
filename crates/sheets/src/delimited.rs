//! Comma and tab text: which letters, which separator, which physical line.

use crate::load::Load;
use crate::{Book, Cell, DateSystem, Encoding, Fault, Format, Row, Sheet};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

pub(crate) fn read(bytes: &[u8], load: &mut Load<'_>) -> Result<Book, Fault> {
    let (text, encoding) = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    let format = separator(&text);
    let rows = Scan::new(&text, format).rows(load)?;
    let sheet = Sheet { name: None, hidden: false, rows, merges: Vec::new() };
    Ok(Book {
        format,
        encoding: Some(encoding),
        dates: DateSystem::Y1900,
        macros: false,
        sheets: vec![sheet],
    })
}

fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Fault> {
    if let [0xFF, 0xFE, rest @ ..] = bytes {
        return Ok((whole(UTF_16LE, rest)?, Encoding::Utf16));
    }
    if let [0xFE, 0xFF, rest @ ..] = bytes {
        return Ok((whole(UTF_16BE, rest)?, Encoding::Utf16));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().any(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)) {
        return Err(Fault::Unknown);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.into(), Encoding::Utf8));
    }
    let text = whole(GB18030, bytes)?;
    let encoding = if has_four_bytes(bytes) { Encoding::Gb18030 } else { Encoding::Gbk };
    Ok((text, encoding))
}

fn whole<'a>(
    encoding: &'static encoding_rs::Encoding,
    bytes: &'a [u8],
) -> Result<Cow<'a, str>, Fault> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.filter(|text| !text.contains('\0')).ok_or(Fault::Encoding)
}

fn has_four_bytes(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [0x81..=0xFE, b'0'..=b'9', ..] => return true,
            [0x81..=0xFE, _, rest @ ..] | [_, rest @ ..] => rest,
            [] => return false,
        }
    }
}

/// Tabs if the first lines hold more of them than commas.
fn separator(text: &str) -> Format {
    let head = text.lines().take(20);
    let (tabs, commas) = head.fold((0, 0), |(tabs, commas), line| {
        (tabs + line.matches('\t').count(), commas + line.matches(',').count())
    });
    if tabs > commas { Format::Tabs } else { Format::Csv }
}

struct Scan<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: u32,
}

/// What ended a field.
enum End {
    Field,
    Record,
    File,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, format: Format) -> Self {
        let separator = if format == Format::Tabs { '\t' } else { ',' };
        Self { chars: text.chars().peekable(), separator, line: 1 }
    }

    fn rows(mut self, load: &mut Load<'_>) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        loop {
            let mut row = Row { number: self.line, hidden: false, cells: Vec::new() };
            let mut column = 1;
            let end = loop {
                let (text, end) = self.field();
                load.text(text.len())?;
                load.cell(&mut row, column, Cell::Text(text.into()))?;
                column += 1;
                if !matches!(end, End::Field) {
                    break end;
                }
            };
            load.row(&mut rows, row)?;
            if matches!(end, End::File) {
                return Ok(rows);
            }
        }
    }

    fn field(&mut self) -> (String, End) {
        let mut text = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            self.quoted(&mut text);
        }
        loop {
            match self.chars.next() {
                None => return (text, End::File),
                Some(c) if c == self.separator => return (text, End::Field),
                Some('\r') if self.chars.peek() == Some(&'\n') => {}
                Some('\n' | '\r') => {
                    self.line += 1;
                    return (text, End::Record);
                }
                Some(c) => text.push(c),
            }
        }
    }

    /// Up to the closing quote; what follows it belongs to the field all the same.
    fn quoted(&mut self, text: &mut String) {
        while let Some(c) = self.chars.next() {
            let at_end = c == '"' && self.chars.next_if_eq(&'"').is_none();
            if at_end {
                return;
            }
            let ends_line = c == '\n' || (c == '\r' && self.chars.peek() != Some(&'\n'));
            self.line += u32::from(ends_line);
            text.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn texts(bytes: &[u8]) -> Vec<(u32, Vec<(u32, String)>)> {
        let book = read(bytes).unwrap();
        let row = |row: &Row| {
            let cells = row.cells.iter().map(|(column, cell)| (*column, cell.display())).collect();
            (row.number, cells)
        };
        book.sheets[0].rows.iter().map(row).collect()
    }

    #[test]
    fn rows_are_physical_lines() {
        let found = texts("姓名,号\r\n\r\n\"甲\n乙\",\"说\"\"好\"\"\"\r\n,丙\n".as_bytes());
        let want = [(1, vec![(1, "姓名"), (2, "号")]), (3, vec![(1, "甲\n乙"), (2, "说\"好\"")])];
        for (found, want) in found.iter().zip(&want) {
            assert_eq!(found.0, want.0);
            let cells: Vec<_> = found.1.iter().map(|(c, t)| (*c, t.as_str())).collect();
            assert_eq!(cells, want.1);
        }
        assert_eq!(found[2], (5, vec![(2, "丙".into())]));
        assert_eq!(texts("甲\r乙".as_bytes()).len(), 2);
    }

    #[test]
    fn encodings_are_told_apart() {
        let encoding = |bytes: &[u8]| read(bytes).unwrap().encoding.unwrap();
        let sample = "姓名,号码\n吴文,一";
        assert_eq!(encoding(sample.as_bytes()), Encoding::Utf8);
        assert_eq!(encoding(format!("\u{FEFF}{sample}").as_bytes()), Encoding::Utf8);
        assert_eq!(encoding(&GB18030.encode(sample).0), Encoding::Gbk);
        assert_eq!(encoding(&GB18030.encode("姓名,号码\n吴𬀩,一").0), Encoding::Gb18030);
        let utf16: Vec<u8> =
            "\u{FEFF}姓名\t号码".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(encoding(&utf16), Encoding::Utf16);
    }

    #[test]
    fn rare_characters_survive() {
        let bytes = GB18030.encode("姓名\t民族\n吴𬀩\t汉").0.into_owned();
        assert_eq!(texts(&bytes)[1].1[0].1, "吴𬀩");
        assert_eq!(read(&bytes).unwrap().format, Format::Tabs);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(&[0, 1, 2, 3]), Err(Fault::Unknown));
        assert_eq!(read(&[0xFF; 9]), Err(Fault::Encoding));
        assert_eq!(read(b" \n "), Err(Fault::Empty));
    }
}
