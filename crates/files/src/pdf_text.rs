//! The words on the pages of a PDF, as far as they can be had without drawing it: streams unpacked, text
//! operators read, codes turned into characters by the tables that fonts carry. No I/O here.
//!
//! No viewer: what has no such table, what is encrypted and what is a picture stays unread.

use std::{collections::HashMap, io::Read};

use flate2::read::ZlibDecoder;

/// What is unpacked of one stream, and of all of them.
const STREAM_AT_MOST: u64 = 4 * 1024 * 1024;
const ALL_AT_MOST: usize = 48 * 1024 * 1024;

/// Codes of a font and what they mean.
type Table = HashMap<u16, String>;

/// The text once by each font's table, and once by all tables together: which font a line is set in is not
/// followed.
pub(crate) fn of(content: &[u8]) -> Vec<String> {
    let streams = streams(content);
    let is_table = |stream: &&Vec<u8>| has(stream, b"begincmap");
    let tables: Vec<Table> = streams.iter().filter(is_table).map(|it| table(it)).collect();
    let shown: Vec<Vec<u8>> =
        streams.iter().filter(|it| !is_table(it) && has(it, b"BT")).map(|it| strings(it)).collect();
    let mut texts: Vec<String> = tables.iter().map(|table| read(&shown, table)).collect();
    if tables.len() > 1 {
        texts.push(read(&shown, &tables.into_iter().flatten().collect()));
    }
    texts
}

fn has(stream: &[u8], word: &[u8]) -> bool {
    stream.windows(word.len()).any(|part| part == word)
}

fn find(content: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = content.get(from..)?;
    rest.windows(word.len()).position(|part| part == word).map(|at| from + at)
}

/// Every stream, unpacked where it is packed the usual way.
fn streams(content: &[u8]) -> Vec<Vec<u8>> {
    let (mut all, mut sum, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = find(content, b"stream", from) {
        let begin = at + b"stream".len();
        let end = find(content, b"endstream", begin).unwrap_or(content.len());
        let body = &content[begin..end];
        let body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
        let mut plain = Vec::new();
        let unpacked = ZlibDecoder::new(body).take(STREAM_AT_MOST).read_to_end(&mut plain);
        if unpacked.is_err() && plain.is_empty() {
            plain = body[..body.len().min(STREAM_AT_MOST as usize)].to_vec();
        }
        sum += plain.len();
        if sum > ALL_AT_MOST {
            break;
        }
        all.push(plain);
        from = end + b"endstream".len();
    }
    all
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

/// The strings that a page shows, one after the other; those whose characters have two bytes each.
fn strings(page: &[u8]) -> Vec<u8> {
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
        if one.len().is_multiple_of(2) {
            shown.extend(one);
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

/// Two bytes a character, as Chinese fonts are set.
fn read(shown: &[Vec<u8>], table: &Table) -> String {
    let mut text = String::new();
    for strings in shown {
        let known = strings.chunks_exact(2).filter_map(|pair| table.get(&code(pair)));
        text.extend(known.map(String::as_str));
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
        assert_eq!(of(&pdf), ["机密★\n"]);
    }

    #[test]
    fn strings_in_parentheses_are_unescaped() {
        let mut shown = Vec::new();
        assert_eq!(literal(b"a\\)\\101(b)\\bc) Tj", 0, &mut shown), 13);
        assert_eq!(shown, b"a)A(b)\x08c");
        assert_eq!(strings(b"/Span<</MCID 0>>BDC <0001>(\\000\\b)(odd)"), [0, 1, 0, 8]);
        assert!(of(b"%PDF-1.7 stream").is_empty());
    }
}
