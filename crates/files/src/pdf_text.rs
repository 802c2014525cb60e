//! The words on the pages of a PDF, as far as they can be had without drawing it: streams unpacked, text
//! operators read, codes turned into characters by the tables that fonts carry. No I/O here.
//!
//! No viewer: what is set by glyphs alone, what is encrypted and what is a picture stays unread.

use std::{collections::HashMap, io::Read};

use encoding_rs::{Encoding, GB18030, UTF_16BE};
use flate2::read::ZlibDecoder;

/// What is unpacked of one stream, and of all of them.
const STREAM_AT_MOST: u64 = 4 * 1024 * 1024;
const ALL_AT_MOST: usize = 48 * 1024 * 1024;

/// Codes of a font and what they mean.
type Table = HashMap<u16, String>;

/// The text once by each font's table, once by all tables together, and by the two codings that Chinese fonts
/// need no table for (GBK-EUC-H, UniGB-UCS2-H): which font a line is set in is not followed. Then what stands
/// outside of pages: titles, remarks, outlines.
pub(crate) fn of(content: &[u8]) -> Vec<String> {
    let parts = parts(content);
    let is_table = |stream: &&Vec<u8>| has(stream, b"begincmap");
    let tables: Vec<Table> = parts.streams.iter().filter(is_table).map(|it| table(it)).collect();
    let shown: Vec<Vec<Vec<u8>>> = pages(&parts).map(|it| strings(it)).collect();
    let mut texts: Vec<String> = tables.iter().map(|table| read(&shown, table)).collect();
    if tables.len() > 1 {
        texts.push(read(&shown, &tables.into_iter().flatten().collect()));
    }
    for coding in [UTF_16BE, GB18030] {
        let text = decoded(&shown, coding);
        if !text.trim().is_empty() {
            texts.push(text);
        }
    }
    let beside = parts.streams.iter().filter(|it| !is_table(it) && !has(it, b"BT"));
    texts.extend(beside.clone().filter(|it| it.starts_with(b"<?x")).map(|it| plain(it)));
    let objects = beside.filter(|it| has(it, b"<<")).chain([&parts.outside]);
    let notes: Vec<Vec<Vec<u8>>> = objects.map(|it| strings(it)).collect();
    texts.push(decoded(&notes, UTF_16BE));
    texts
}

/// Whether its pages show words, not pictures alone.
pub(crate) fn shows_text(content: &[u8]) -> bool {
    pages(&parts(content)).any(|page| !strings(page).concat().is_empty())
}

/// What is encrypted says so outside of its streams.
pub(crate) fn is_encrypted(content: &[u8]) -> bool {
    has(content, b"/Encrypt") && has(&parts(content).outside, b"/Encrypt")
}

fn pages(parts: &Parts) -> impl Iterator<Item = &Vec<u8>> {
    parts.streams.iter().filter(|it| has(it, b"BT") && !has(it, b"begincmap"))
}

fn plain(stream: &[u8]) -> String {
    String::from_utf8_lossy(stream).into_owned()
}

/// Each string by itself: one may end in the middle of a character that the next does not go on with.
fn decoded(shown: &[Vec<Vec<u8>>], coding: &'static Encoding) -> String {
    let mut text = String::new();
    for page in shown {
        for string in page {
            text.push_str(&coding.decode_without_bom_handling(string).0);
        }
        text.push('\n');
    }
    text
}

/// A PDF taken apart.
struct Parts {
    /// Unpacked where they are packed the usual way.
    streams: Vec<Vec<u8>>,
    /// What stands before, between and after them.
    outside: Vec<u8>,
}

fn has(stream: &[u8], word: &[u8]) -> bool {
    stream.windows(word.len()).any(|part| part == word)
}

fn find(content: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = content.get(from..)?;
    rest.windows(word.len()).position(|part| part == word).map(|at| from + at)
}

fn parts(content: &[u8]) -> Parts {
    let (mut streams, mut outside, mut sum, mut from) = (Vec::new(), Vec::new(), 0, 0);
    while let Some(at) = find(content, b"stream", from) {
        outside.extend_from_slice(&content[from..at]);
        let begin = at + b"stream".len();
        let end = find(content, b"endstream", begin).unwrap_or(content.len());
        from = (end + b"endstream".len()).min(content.len());
        let body = &content[begin..end];
        let body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
        if sum > ALL_AT_MOST {
            continue;
        }
        let mut plain = Vec::new();
        let unpacked = ZlibDecoder::new(body).take(STREAM_AT_MOST).read_to_end(&mut plain);
        if unpacked.is_err() && plain.is_empty() {
            plain = body[..body.len().min(STREAM_AT_MOST as usize)].to_vec();
        }
        sum += plain.len();
        streams.push(plain);
    }
    outside.extend_from_slice(&content[from..]);
    Parts { streams, outside }
}

/// A ToUnicode table: `<0012> <673A>` and `<0012> <0015> <673A>` between its keywords.
fn table(stream: &[u8]) -> Table {
    let text = String::from_utf8_lossy(stream);
    let mut table = Table::new();
    for part in text.split("beginbfchar").skip(1) {
        let codes = hexes(part.split("endbfchar").next().unwrap_or_default());
        for pair in codes.chunks_exact(2) {
            table.insert(code(&pair[0]), utf16(&pair[1]));
        }
    }
    for part in text.split("beginbfrange").skip(1) {
        range(part.split("endbfrange").next().unwrap_or_default(), &mut table);
    }
    table
}

fn range(part: &str, table: &mut Table) {
    for line in part.lines() {
        let codes = hexes(line);
        let [first, last, to @ ..] = codes.as_slice() else { continue };
        let (first, last) = (code(first), code(last));
        if line.contains('[') {
            for (code, to) in (first..=last).zip(to) {
                table.insert(code, utf16(to));
            }
        } else if let Some(to) = to.first() {
            for code in first..=last {
                table.insert(code, later(&utf16(to), code - first));
            }
        }
    }
}

/// The text whose last character is so many places on.
fn later(text: &str, places: u16) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    if let Some(last) = signs.last_mut() {
        *last = char::from_u32(u32::from(*last) + u32::from(places)).unwrap_or(*last);
    }
    signs.into_iter().collect()
}

fn hexes(text: &str) -> Vec<Vec<u8>> {
    let pieces = text.split('<').skip(1).filter_map(|piece| piece.split('>').next());
    pieces.map(|piece| hex(piece.as_bytes())).collect()
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> =
        digits.iter().filter_map(|it| char::from(*it).to_digit(16)).map(|it| it as u8).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

fn code(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(code).collect();
    String::from_utf16_lossy(&units)
}

/// The strings that a page shows, one after the other.
fn strings(page: &[u8]) -> Vec<Vec<u8>> {
    let (mut shown, mut at) = (Vec::new(), 0);
    while at < page.len() {
        let mut one = Vec::new();
        match &page[at..] {
            [b'<', b'<', ..] => at += 1,
            [b'<', ..] => {
                let end = find(page, b">", at).unwrap_or(page.len());
                one = hex(&page[at + 1..end]);
                at = end;
            }
            [b'(', ..] => at = literal(page, at + 1, &mut one),
            _ => {}
        }
        if !one.is_empty() {
            shown.push(one);
        }
        at += 1;
    }
    shown
}

/// A string in parentheses; where it ends.
fn literal(page: &[u8], mut at: usize, shown: &mut Vec<u8>) -> usize {
    let mut depth = 1;
    while let Some(byte) = page.get(at) {
        match byte {
            b'\\' => at = escaped(page, at + 1, shown),
            b')' if depth == 1 => return at,
            b'(' | b')' => {
                depth = if *byte == b'(' { depth + 1 } else { depth - 1 };
                shown.push(*byte);
            }
            other => shown.push(*other),
        }
        at += 1;
    }
    at
}

/// What follows a backslash; where its last byte stands.
fn escaped(page: &[u8], mut at: usize, shown: &mut Vec<u8>) -> usize {
    let plain = match page.get(at) {
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(b'0'..=b'7') => {
            let digits = page[at..].iter().take(3).take_while(|it| matches!(it, b'0'..=b'7'));
            let (many, value) = digits
                .fold((0, 0_u32), |(many, sum), it| (many + 1, sum * 8 + u32::from(it - b'0')));
            at += many - 1;
            value as u8
        }
        Some(other) => *other,
        None => return at,
    };
    shown.push(plain);
    at
}

/// Two bytes a character, as Chinese fonts are set; strings of another length are in other fonts.
fn read(shown: &[Vec<Vec<u8>>], table: &Table) -> String {
    let mut text = String::new();
    for page in shown {
        for string in page.iter().filter(|it| it.len().is_multiple_of(2)) {
            let known = string.chunks_exact(2).filter_map(|pair| table.get(&code(pair)));
            text.extend(known.map(String::as_str));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        let body = packer.finish().unwrap();
        [b"<< /Filter /FlateDecode >>\nstream\n".as_slice(), &body, b"\nendstream\n"].concat()
    }

    #[test]
    fn packed_pages_are_read_by_the_tables_of_their_fonts() {
        let table = "begincmap 2 beginbfchar\n<0001> <673A>\n<0002> <5BC6>\nendbfchar\n\
                     1 beginbfrange\n<0010> <0012> <2605>\nendbfrange endcmap";
        let page = "BT /F1 16 Tf <0001> Tj [<0002> -20 <0010>] TJ ET";
        let pdf = [b"%PDF-1.7\n".to_vec(), packed(page), packed(table)].concat();
        assert_eq!(of(&pdf)[0], "机密★\n");
    }

    fn hexed(bytes: &[u8]) -> String {
        let digit = |it: u8| char::from(b"0123456789ABCDEF"[usize::from(it)]);
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    #[test]
    fn fonts_that_need_no_table_are_read_by_their_coding() {
        let utf16: Vec<u8> = "机密★1年".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gbk = encoding_rs::GBK.encode("机密★1年").0.into_owned();
        for string in [utf16, gbk] {
            let page = format!("BT /F1 16 Tf <{}> Tj ET", hexed(&string));
            let texts = of(&[b"%PDF-1.4\n".to_vec(), packed(&page)].concat());
            assert!(texts.contains(&"机密★1年\n".to_owned()), "{texts:?}");
        }
    }

    #[test]
    fn titles_and_remarks_beside_the_pages_are_read() {
        let title = "<FEFF673A5BC62605>";
        for pdf in [
            format!("%PDF-1.4\n1 0 obj<</Title {title}>>endobj").into_bytes(),
            [b"%PDF-1.5\n".to_vec(), packed(&format!("1 0 <</Contents {title}>>"))].concat(),
        ] {
            assert!(of(&pdf).iter().any(|text| text.contains("机密★")), "{:?}", of(&pdf));
        }
    }

    #[test]
    fn scans_show_no_text_and_what_is_encrypted_says_so() {
        let scan = [b"%PDF-1.4\n".to_vec(), packed("q 595 0 0 842 0 0 cm /Im1 Do Q")].concat();
        assert!(!shows_text(&scan) && !is_encrypted(&scan));
        let page = [b"%PDF-1.4\n".to_vec(), packed("BT (notice) Tj ET")].concat();
        assert!(shows_text(&page));
        assert!(is_encrypted(&[page.as_slice(), b"trailer <</Encrypt 5 0 R>>"].concat()));
        let talk = [b"%PDF-1.4\n".to_vec(), packed("BT (/Encrypt) Tj ET")].concat();
        assert!(!is_encrypted(&talk));
    }

    #[test]
    fn strings_in_parentheses_are_unescaped() {
        let mut shown = Vec::new();
        assert_eq!(literal(b"a\\)\\101(b)\\bc) Tj", 0, &mut shown), 13);
        assert_eq!(shown, b"a)A(b)\x08c");
        let found = strings(b"/Span<</MCID 0>>BDC <0001>(\\000\\b)(odd)");
        assert_eq!(found, [vec![0, 1], vec![0, 8], b"odd".to_vec()]);
        assert!(of(b"%PDF-1.7 stream").concat().trim().is_empty());
    }
}
