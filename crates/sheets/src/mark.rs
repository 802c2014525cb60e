//! Whose copy a spreadsheet is: a number that stays in it when lines are deleted, sorted or copied away.
//!
//! It stands in the properties of the document, and once more in the colours of the cells: each text is
//! written in one of twelve blacks, and a black carries its place and six bits of the number.

use std::io::{Cursor, Read};

/// How many blacks there are: eleven with six bits each, and one that checks them.
pub(crate) const PIECES: usize = 12;
/// Name of the property of the document.
pub(crate) const PROPERTY: &str = "GuantongExport";
/// A part of a spreadsheet that is longer is none of ours.
const BYTES_AT_MOST: u64 = 16 << 20;

/// Who took a list out.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The number of the export.
    pub id: i64,
    /// 导出人、身份、时间、编号, in one line.
    pub words: String,
}

impl Mark {
    pub fn code(&self) -> String {
        code(self.id)
    }
}

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number as people read it out: thirteen signs without I, L, O and U, in groups.
pub fn code(id: i64) -> String {
    let bits = id.cast_unsigned();
    let sign = |at: u32| char::from(LETTERS[(bits >> (at * 5) & 31) as usize]);
    let signs: Vec<char> = (0..13).rev().map(sign).collect();
    let groups: Vec<String> = signs.chunks(5).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// [`code`] back; `None` for anything else.
pub fn id_of(code: &str) -> Option<i64> {
    let signs = code.chars().filter(|sign| *sign != '-' && !sign.is_whitespace());
    let mut bits: u64 = 0;
    let mut count = 0;
    for sign in signs {
        let value = LETTERS.iter().position(|it| char::from(*it) == sign.to_ascii_uppercase())?;
        bits = bits.checked_mul(32)? | value as u64;
        count += 1;
    }
    (count == 13).then_some(bits.cast_signed())
}

/// The twelve blacks of a number, as RGB.
pub(crate) fn pieces(id: i64) -> [u32; PIECES] {
    let bits = id.cast_unsigned();
    let six = |at: usize| if at < 11 { (bits >> (at * 6) & 63) as u32 } else { check(bits) };
    std::array::from_fn(|at| {
        let value = six(at);
        // Red says which piece, green and blue three bits each; nobody sees 11 of 255.
        ((at as u32 + 1) << 16) | ((value >> 3) << 8) | (value & 7)
    })
}

fn check(bits: u64) -> u32 {
    (0..11).map(|at| (bits >> (at * 6) & 63) as u32 * (at + 1)).sum::<u32>() % 64
}

/// The number that a spreadsheet carries, by its properties or by the colours of its cells.
pub fn trace(bytes: &[u8]) -> Option<i64> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let by_property = part(&mut package, "docProps/custom.xml").and_then(|text| of_property(&text));
    by_property.or_else(|| of_colours(&part(&mut package, "xl/styles.xml")?))
}

fn part(package: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    package.by_name(name).ok()?.take(BYTES_AT_MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn of_property(text: &str) -> Option<i64> {
    let after = text.split(PROPERTY).nth(1)?;
    // The value stands in the first element after the name that has text.
    let values = after.split('>').skip(1).filter_map(|it| it.split('<').next());
    values.take(3).find_map(|value| id_of(value.trim()))
}

fn of_colours(text: &str) -> Option<i64> {
    let mut found = [None; PIECES];
    for after in text.split("rgb=\"").skip(1) {
        let colour = after.get(..8).and_then(|it| u32::from_str_radix(it, 16).ok());
        let Some(colour) = colour.map(|it| it & 0xFF_FFFF) else { continue };
        let (red, green, blue) = (colour >> 16, colour >> 8 & 0xFF, colour & 0xFF);
        if (1..=PIECES as u32).contains(&red) && green < 8 && blue < 8 {
            found[red as usize - 1] = Some(green << 3 | blue);
        }
    }
    let mut bits: u64 = 0;
    for (at, piece) in found.iter().take(11).enumerate() {
        bits |= u64::from((*piece)?) << (at * 6);
    }
    (found[11] == Some(check(bits))).then_some(bits.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::{Column, Head, Value, xlsx, xlsx_marked};

    const ID: i64 = 0x0192_F3A4_5B6C_7D8E;

    fn list(mark: Option<&Mark>) -> Vec<u8> {
        let columns =
            [Column { heading: "姓名", width: 12 }, Column { heading: "职务", width: 22 }];
        let (title, scope) = ("党员名册", "某支部");
        let head = Head { sheet: "名册", title, scope, measure: "人", columns: &columns };
        let row = |at: i32| vec![Value::Text(format!("人{at}")), Value::Text("民警".into())];
        let rows: Vec<Vec<Value>> = (0..12).map(row).collect();
        match mark {
            Some(mark) => xlsx_marked(&head, rows.into_iter(), mark).unwrap(),
            None => xlsx(&head, rows.into_iter()).unwrap(),
        }
    }

    /// The file without one of its parts, as a program leaves it that does not know it.
    fn without(bytes: &[u8], left_out: &str) -> Vec<u8> {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..package.len() {
            let file = package.by_index_raw(at).unwrap();
            if file.name().unwrap() != left_out {
                out.raw_copy_file(file).unwrap();
            }
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn a_code_is_read_out_and_typed_in() {
        for id in [0, 1, ID, i64::MAX] {
            assert_eq!(id_of(&code(id)), Some(id));
        }
        assert_eq!(id_of(&code(ID).to_lowercase().replace('-', " ")), Some(ID));
        for wrong in ["", "0", "ILOU0-00000-000", &"Z".repeat(13)] {
            assert_eq!(id_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_list_says_whose_copy_it_is_with_and_without_its_properties() {
        let mark = Mark { id: ID, words: "导出人：李敏".into() };
        let bytes = list(Some(&mark));
        assert_eq!(trace(&bytes), Some(ID));
        assert_eq!(trace(&without(&bytes, "docProps/custom.xml")), Some(ID), "by its colours");
        let book = crate::read(&bytes).unwrap();
        assert_eq!(book.sheets[0].cell(1, 4).display(), "导出人：李敏");
        assert_eq!(book.sheets[0].cell(4, 1).display(), "人0");
    }

    #[test]
    fn what_is_no_copy_of_ours_names_nobody() {
        assert_eq!(trace(&list(None)), None);
        assert_eq!(trace(b"name,number"), None);
        let mut colours: Vec<String> =
            pieces(ID).iter().map(|it| format!("rgb=\"FF{it:06X}\"")).collect();
        assert_eq!(of_colours(&colours.join(" ")), Some(ID));
        colours[3] = "rgb=\"FF040000\"".into();
        assert_eq!(of_colours(&colours.join(" ")), None, "a changed piece does not accuse another");
        colours.truncate(9);
        assert_eq!(of_colours(&colours.join(" ")), None);
    }
}
