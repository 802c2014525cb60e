//! Records of old xls files, written by hand.

use encoding_rs::GB18030;

pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// A BIFF8 workbook: records of its head, and sheets with theirs.
pub(crate) fn workbook(head: &[Vec<u8>], sheets: &[(&str, &[Vec<u8>])]) -> Vec<u8> {
    let name = |name: &str| {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[name.chars().count() as u8, 1][..], &units].concat()
    };
    let sheets: Vec<_> = sheets.iter().map(|(n, records)| (name(n), 0, records.concat())).collect();
    stream(0x0600, head, &sheets)
}

/// BIFF5 in GBK with the 1904 system: a sheet with a hidden row, and a hidden sheet.
pub(crate) fn five() -> Vec<u8> {
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let short = |text: &str| [&[gbk(text).len() as u8][..], &gbk(text)].concat();
    let label = |row: u8, column: u8, text: &str| {
        let length = gbk(text).len() as u8;
        record(0x0204, &[&[row, 0, column, 0, 0, 0, length, 0][..], &gbk(text)].concat())
    };
    let mut row = vec![1, 0, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0];
    row.extend([0x20, 0, 0, 0]);
    let date = [&[1, 0, 1, 0, 1, 0][..], &34293_f64.to_le_bytes()].concat();
    // A formula whose result is the text of the record behind it.
    let formula = [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
    let result = [&[gbk("甲").len() as u8, 0][..], &gbk("甲")].concat();
    let open = [
        label(0, 0, "张红军"),
        record(0x0208, &row),
        record(0x0203, &date),
        record(0x06, &formula),
        record(0x0207, &result),
    ];
    let head = [
        record(0x42, &936_u16.to_le_bytes()),
        record(0x22, &[1, 0]),
        record(0xE0, &[0, 0, 0, 0]),
        record(0xE0, &[0, 0, 14, 0]),
    ];
    let sheets = [(short("名册"), 0, open.concat()), (short("旧"), 1, label(0, 0, "乙"))];
    stream(0x0500, &head, &sheets)
}

/// Sheets as name, visibility and records.
fn stream(version: u16, head: &[Vec<u8>], sheets: &[(Vec<u8>, u8, Vec<u8>)]) -> Vec<u8> {
    let begin = record(0x0809, &[&version.to_le_bytes()[..], &[5, 0, 0, 0, 0, 0]].concat());
    let end = record(0x0A, &[]);
    let named: usize = sheets.iter().map(|(name, ..)| 4 + 6 + name.len()).sum();
    let mut at = begin.len() + head.concat().len() + named + end.len();
    let mut stream = [begin.clone(), head.concat()].concat();
    for (name, visibility, records) in sheets {
        let place = (at as u32).to_le_bytes();
        stream.extend(record(0x85, &[&place[..], &[*visibility, 0], name].concat()));
        at += begin.len() + records.len() + end.len();
    }
    stream.extend(&end);
    for (_, _, records) in sheets {
        stream.extend([&begin[..], records, &end].concat());
    }
    stream
}
