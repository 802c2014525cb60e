//! xlsx: a zip of XML parts, read as streams and never unpacked as a whole.

mod cells;
mod package;
mod strings;
mod workbook;
mod xml;

use crate::load::Load;
use crate::{Book, Fault, Format, Sheet};
use package::Package;

pub(crate) fn read(bytes: &[u8], load: &mut Load<'_>) -> Result<Book, Fault> {
    let mut package = Package::open(bytes)?;
    let plan = workbook::plan(&mut package)?;
    let strings = strings::read(&mut package, &plan.strings, load)?;
    let date_styles = workbook::date_styles(&mut package, &plan.styles)?;
    let mut sheets = Vec::with_capacity(plan.sheets.len());
    for entry in plan.sheets {
        let part = package.part(&entry.path)?.ok_or(Fault::Broken("少了工作表"))?;
        let (rows, merges) = cells::Reading::new(&strings, &date_styles, load).read(part)?;
        sheets.push(Sheet { name: Some(entry.name), hidden: entry.hidden, rows, merges });
    }
    Ok(Book {
        format: Format::Xlsx,
        encoding: None,
        dates: plan.dates,
        macros: package.macros(),
        sheets,
    })
}
