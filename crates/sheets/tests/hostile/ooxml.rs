//! An xlsx as small as it may be.

use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Part = (String, String);

pub(crate) fn zip(parts: &[(impl AsRef<str>, impl AsRef<str>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        zip.start_file(path.as_ref(), SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_ref().as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One visible sheet; style 1 is a date.
pub(crate) fn parts(properties: &str, rows: &str) -> Vec<Part> {
    build(properties, "visible", rows)
}

pub(crate) fn parts_with_state(state: &str, rows: &str) -> Vec<Part> {
    build("", state, rows)
}

fn build(properties: &str, state: &str, rows: &str) -> Vec<Part> {
    let workbook = format!(
        "<workbook xmlns:r=\"r\">{properties}<sheets>\
         <sheet name=\"表\" sheetId=\"1\" state=\"{state}\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    parts.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec()
}
