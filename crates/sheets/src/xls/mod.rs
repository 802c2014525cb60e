//! Old xls: records (BIFF) in a small file system (CFB). Own reader, because hidden rows
//! are asked for and a crafted file must neither panic nor take memory it does not fill.

mod cfb;
mod letters;
mod record;
mod sheet;
mod workbook;

use crate::load::Load;
use crate::{Book, Fault, Sheet};
use cfb::Compound;

pub(crate) fn read(bytes: &[u8], load: &mut Load<'_>) -> Result<Book, Fault> {
    let compound = Compound::open(bytes)?;
    refuse_others(&compound)?;
    let stream = compound.stream("Workbook")?.or(compound.stream("Book")?);
    let stream = stream.ok_or(Fault::Unknown)?;
    let globals = workbook::read(&stream, load)?;
    let mut sheets = Vec::with_capacity(globals.sheets.len());
    for entry in &globals.sheets {
        let part = stream.get(entry.offset..).ok_or(Fault::Broken("工作表的位置"))?;
        let (rows, merges) = sheet::read(part, &globals, load)?;
        let name = Some(entry.name.clone());
        sheets.push(Sheet { name, hidden: entry.hidden, rows, merges });
    }
    Ok(Book {
        format: globals.format,
        encoding: None,
        dates: globals.dates,
        macros: compound.has("_VBA_PROJECT_CUR") || compound.has("_VBA_PROJECT"),
        sheets,
    })
}

fn refuse_others(compound: &Compound<'_>) -> Result<(), Fault> {
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(Fault::Protected);
    }
    if compound.has("WordDocument") {
        return Err(Fault::Other("Word文档"));
    }
    if compound.has("PowerPoint Document") {
        return Err(Fault::Other("演示文稿"));
    }
    Ok(())
}
