//! The part of an xls that all sheets share.

use super::letters::{Letters, Pieces};
use super::record::{Record, Records};
use crate::format::{is_built_in_date, is_date_code};
use crate::load::Load;
use crate::{DateSystem, Fault, Format};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct Globals {
    pub(super) format: Format,
    pub(super) dates: DateSystem,
    pub(super) sheets: Vec<Entry>,
    pub(super) strings: Vec<Arc<str>>,
    pub(super) date_styles: Vec<bool>,
    pub(super) letters: Letters,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) offset: usize,
}

#[derive(Default)]
struct Styles {
    codes: HashMap<u16, bool>,
    styles: Vec<u16>,
}

pub(super) fn read(stream: &[u8], load: &mut Load<'_>) -> Result<Globals, Fault> {
    let mut records = Records { rest: stream };
    let first = records.next().filter(|r| r.kind == 0x0809).ok_or(Fault::Broken("开头"))?;
    let format = match first.u16(0)? {
        0x0600 => Format::Biff8,
        0x0500 => Format::Biff5,
        _ => return Err(Fault::Other("很旧的xls表")),
    };
    let letters = Letters { format, page: Letters::page(936) };
    let (sheets, strings, date_styles) = (Vec::new(), Vec::new(), Vec::new());
    let dates = DateSystem::Y1900;
    let mut globals = Globals { format, dates, sheets, strings, date_styles, letters };
    let mut styles = Styles::default();
    for record in records.take_while(|record| record.kind != 0x0A) {
        globals.note(&record, &mut styles, load)?;
    }
    let is_date = |id: &u16| styles.codes.get(id).copied();
    let usual = |id: &u16| is_built_in_date(u32::from(*id));
    globals.date_styles =
        styles.styles.iter().map(|id| is_date(id).unwrap_or_else(|| usual(id))).collect();
    Ok(globals)
}

impl Globals {
    fn note(
        &mut self,
        record: &Record<'_>,
        styles: &mut Styles,
        load: &mut Load<'_>,
    ) -> Result<(), Fault> {
        match record.kind {
            // FILEPASS
            0x2F => return Err(Fault::Protected),
            // CODEPAGE
            0x42 => self.letters.page = Letters::page(record.u16(0)?),
            // DATEMODE
            0x22 if record.u16(0)? == 1 => self.dates = DateSystem::Y1904,
            // FORMAT
            0x041E => {
                let code = match self.format {
                    Format::Biff8 => self.letters.long(record.from(2)?, &record.more)?,
                    _ => self.letters.short(record.from(2)?)?,
                };
                styles.codes.insert(record.u16(0)?, is_date_code(&code));
            }
            // XF
            0xE0 => styles.styles.push(record.u16(2)?),
            // BOUNDSHEET, of which only worksheets are read
            0x85 if record.u8(5)? == 0 => self.sheets.push(Entry {
                name: self.letters.short(record.from(6)?)?,
                hidden: record.u8(4)? & 3 != 0,
                offset: record.u32(0)? as usize,
            }),
            // SST
            0xFC => self.texts(record, load)?,
            _ => {}
        }
        Ok(())
    }

    fn texts(&mut self, record: &Record<'_>, load: &mut Load<'_>) -> Result<(), Fault> {
        let count = record.u32(4)?;
        let mut pieces = Pieces { piece: record.from(8)?, more: &record.more };
        for _ in 0..count {
            let text = pieces.entry()?;
            load.text(text.len())?;
            self.strings.push(text.into());
        }
        Ok(())
    }
}
