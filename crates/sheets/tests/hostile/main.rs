//! Files that were made to break an import, or that people send by mistake.

mod biff;
mod cfb;
mod ooxml;

use proptest::prelude::*;
use sheets::{Cell, DateSystem, Fault, Format, read};
use std::fmt::Write as _;

const OLD: &[u8] = include_bytes!("../../../../data/rosters/03_市局机关党员信息.xls");
const NEW: &[u8] = include_bytes!("../../../../data/rosters/01_县局党员花名册.xlsx");
const TEXT: &[u8] = include_bytes!("../../../../data/rosters/02_派出所党支部名册.csv");

#[test]
fn a_password_is_named() {
    let locked = cfb::file(&[("EncryptionInfo", &[4; 5000]), ("EncryptedPackage", &[7; 5000])]);
    assert_eq!(read(&locked), Err(Fault::Protected));
    let filepass = biff::workbook(&[biff::record(0x2F, &[1, 0, 1, 0])], &[]);
    assert_eq!(read(&cfb::file(&[("Workbook", &filepass)])), Err(Fault::Protected));
    assert!(Fault::Protected.to_string().contains("密码"));
}

#[test]
fn other_documents_are_told_what_they_are() {
    let other = |bytes: &[u8]| matches!(read(bytes), Err(Fault::Other(_)));
    assert!(other(b"<html><table><tr><td>1</td></tr></table></html>"));
    assert!(other("\u{FEFF}<?xml version=\"1.0\"?><Workbook/>".as_bytes()));
    assert!(other(b"%PDF-1.7"));
    assert!(other(&cfb::file(&[("WordDocument", &[0; 5000])])));
    assert!(other(&ooxml::zip(&[("word/document.xml", "<w/>")])));
    assert!(other(&ooxml::zip(&[("xl/workbook.bin", "")])));
    assert_eq!(read(&ooxml::zip(&[("a.txt", "甲")])), Err(Fault::Unknown));
    assert_eq!(read(&[]), Err(Fault::Empty));
}

#[test]
fn a_cut_file_is_broken() {
    assert!(matches!(read(&NEW[..NEW.len() / 2]), Err(Fault::Broken(_))));
    assert!(matches!(read(&OLD[..OLD.len() / 2]), Err(Fault::Broken(_))));
    assert!(matches!(read(&OLD[..600]), Err(Fault::Broken(_))));
}

#[test]
fn a_file_beyond_the_limit_is_not_looked_at() {
    assert_eq!(read(&vec![b'1'; sheets::MOST_BYTES + 1]), Err(Fault::TooLarge));
}

#[test]
fn macros_are_reported_and_the_sheet_is_read() {
    let mut parts = ooxml::parts("", "<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>");
    parts.push(("xl/vbaProject.bin".into(), "x".into()));
    let book = read(&ooxml::zip(&parts)).unwrap();
    assert!(book.macros);
    assert_eq!(book.sheets[0].cell(1, 1), &Cell::Number(7.0));
}

#[test]
fn the_1904_system_is_told() {
    let row = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>34293</v></c></row>";
    let book = read(&ooxml::zip(&ooxml::parts("<workbookPr date1904=\"1\"/>", row))).unwrap();
    assert_eq!(book.dates, DateSystem::Y1904);
    assert_eq!(book.sheets[0].cell(1, 1), &Cell::Date(34293.0));
}

#[test]
fn formulas_stand_with_their_last_value() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>B1&amp;C1</f><v>甲&amp;乙</v></c>\
        <c r=\"B1\"><f>1+1</f><v>2</v></c><c r=\"C1\"><f>\"2018.05\"</f></c>\
        <c r=\"D1\" t=\"inlineStr\"><is><r><t>=1</t></r><r><t>+1</t></r><rPh><t>x</t></rPh></is></c>\
        <c r=\"E1\" t=\"e\"><f>A</f><v>#REF!</v></c><c t=\"b\"><v>1</v></c>\
        <c r=\"G1\"><f>1+1</f></c></row>";
    let book = read(&ooxml::zip(&ooxml::parts("", row))).unwrap();
    let cells: Vec<_> = (1..=7).map(|column| book.sheets[0].cell(1, column).clone()).collect();
    let text = |text: &str| Cell::Text(text.into());
    let error = |text: &str| Cell::Error(text.into());
    let want = [
        text("甲&乙"),
        Cell::Number(2.0),
        text("2018.05"),
        text("=1+1"),
        error("#REF!"),
        Cell::Bool(true),
        error("公式没有结果"),
    ];
    assert_eq!(cells, want);
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    let mut rows = String::from("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for row in 2..=1_048_575 {
        write!(rows, "<row r=\"{row}\"><c s=\"1\"/></row>").unwrap();
    }
    rows.push_str("<row r=\"1048576\"><c r=\"B1048576\"><v>2</v></c></row>");
    let book = read(&ooxml::zip(&ooxml::parts("", &rows))).unwrap();
    let numbers: Vec<_> = book.sheets[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 1_048_576]);
}

#[test]
fn more_rows_than_the_limit_are_refused() {
    let rows = |count: usize| "1\n".repeat(count);
    assert!(read(rows(sheets::MOST_ROWS).as_bytes()).is_ok());
    assert_eq!(read(rows(sheets::MOST_ROWS + 1).as_bytes()), Err(Fault::TooManyRows));
}

#[test]
fn a_watcher_hears_of_rows_while_they_are_read() {
    let heard = std::cell::RefCell::new(Vec::new());
    let watch = |rows| heard.borrow_mut().push(rows);
    sheets::read_watched("1\n".repeat(1200).as_bytes(), &watch).unwrap();
    assert_eq!(heard.into_inner(), [500, 1000]);
}

#[test]
fn hidden_rows_and_sheets_are_told() {
    let rows = "<row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row>\
        <row r=\"2\"><c r=\"A2\"><v>2</v></c></row>\
        <row r=\"3\" ht=\"0\"><c r=\"A3\"><v>3</v></c></row>";
    let book = read(&ooxml::zip(&ooxml::parts("", rows))).unwrap();
    let hidden: Vec<_> = book.sheets[0].rows.iter().map(|row| row.hidden).collect();
    assert_eq!(hidden, [true, false, true]);
    let very = ooxml::zip(&ooxml::parts_with_state("veryHidden", rows));
    assert!(read(&very).unwrap().sheets[0].hidden);
}

#[test]
fn the_old_format_before_1997_is_read() {
    let book = read(&cfb::file(&[("Book", &biff::five())])).unwrap();
    assert_eq!((book.format, book.dates), (Format::Biff5, DateSystem::Y1904));
    let [open, shut] = &book.sheets[..] else { panic!("two sheets") };
    assert_eq!((open.name.as_deref(), open.hidden), (Some("名册"), false));
    assert_eq!((shut.name.as_deref(), shut.hidden), (Some("旧"), true));
    assert_eq!(open.cell(1, 1), &Cell::Text("张红军".into()));
    assert_eq!(open.cell(2, 2), &Cell::Date(34293.0));
    assert_eq!(open.cell(2, 3), &Cell::Text("甲".into()));
    assert_eq!(open.rows.iter().map(|row| row.hidden).collect::<Vec<_>>(), [false, true]);
}

/// The declared size of a sheet is a claim of the file, not a reason to reserve memory.
#[test]
fn a_dimension_that_lies_takes_no_memory() {
    let dimension = biff::record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0]);
    let number = biff::record(0x0203, &[255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let workbook = biff::workbook(&[], &[("甲", &[dimension, number])]);
    let book = read(&cfb::file(&[("Workbook", &workbook)])).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 1);
    assert_eq!(book.sheets[0].cell(65_536, 65_536), &Cell::Number(0.0));
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes);
        for start in [&b"PK\x03\x04"[..], &OLD[..512], b"\xFF\xFE"] {
            let _ = read(&[start, &bytes].concat());
        }
    }

    #[test]
    fn a_file_with_wrong_bytes_never_panics(
        places in prop::collection::vec((0_usize..14_000, any::<u8>()), 1..20),
    ) {
        for file in [OLD, NEW, TEXT] {
            let mut bytes = file.to_vec();
            for (at, byte) in &places {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
            let _ = read(&bytes);
        }
    }

    #[test]
    fn wrong_xml_never_panics(rows in "(<row( r=\"[0-9A-Z]{0,4}\")?>|<c( r=\"[A-Z]{0,3}[0-9]{0,3}\")?( t=\"(s|b|e|str|inlineStr)\")?>|<v>|[0-9]{0,3}|&[a-z#]{0,4};|</v>|</c>|</row>|<t>|</t>){0,20}") {
        let _ = read(&ooxml::zip(&ooxml::parts("", &rows)));
    }
}
