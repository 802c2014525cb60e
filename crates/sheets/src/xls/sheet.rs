//! One worksheet of an xls.

use super::record::{Record, Records};
use super::workbook::Globals;
use crate::load::Load;
use crate::{Cell, Fault, Merge, Row};
use std::collections::BTreeMap;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x0A;

struct Reading<'a, 'w> {
    globals: &'a Globals,
    load: &'a mut Load<'w>,
    rows: BTreeMap<u16, Row>,
    merges: Vec<Merge>,
    /// The cell whose formula gave a text: that stands in the next record.
    awaits_text: Option<(u16, u16)>,
}

pub(super) fn read(
    part: &[u8],
    globals: &Globals,
    load: &mut Load<'_>,
) -> Result<(Vec<Row>, Vec<Merge>), Fault> {
    let (rows, merges) = (BTreeMap::new(), Vec::new());
    let mut reading = Reading { globals, load, rows, merges, awaits_text: None };
    let mut depth = 0;
    for record in (Records { rest: part }) {
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // A chart within the sheet has records of its own.
            _ if depth > 1 => {}
            _ => reading.note(&record)?,
        }
    }
    let mut rows = Vec::with_capacity(reading.rows.len());
    for row in reading.rows.into_values() {
        reading.load.row(&mut rows, row)?;
    }
    Ok((rows, reading.merges))
}

impl Reading<'_, '_> {
    fn note(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        match record.kind {
            // ROW: bit 5 of its options says hidden
            0x0208 => self.row(record.u16(0)?).hidden = record.u16(12)? & 0x20 != 0,
            // MERGEDCELLS
            0xE5 => self.merge(record)?,
            // STRING: the text a formula gave
            0x0207 => {
                let Some((row, column)) = self.awaits_text.take() else { return Ok(()) };
                let text = self.globals.letters.long(record.data, &record.more)?;
                self.text(row, column, text)?;
            }
            // MULRK
            0xBD => self.many(record)?,
            0x06 | 0x0203 | 0x0204 | 0xD6 | 0x0205 | 0x027E | 0xFD => self.one(record)?,
            _ => {}
        }
        Ok(())
    }

    fn one(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let (row, column, style) = (record.u16(0)?, record.u16(2)?, record.u16(4)?);
        let cell = match record.kind {
            // NUMBER
            0x0203 => self.number(record.f64(6)?, style),
            // RK
            0x027E => self.number(rk(record.u32(6)?), style),
            // BOOLERR
            0x0205 => bool_or_error(record.u8(6)?, record.u8(7)? == 1),
            // LABEL, RSTRING
            0x0204 | 0xD6 => {
                let text = self.globals.letters.long(record.from(6)?, &record.more)?;
                return self.text(row, column, text);
            }
            // LABELSST
            0xFD => {
                let text = self.globals.strings.get(record.u32(6)? as usize);
                text.cloned().map_or(Cell::Empty, Cell::Text)
            }
            // FORMULA
            _ => self.formula(record, row, column, style)?,
        };
        self.put(row, column, cell)
    }

    fn formula(
        &mut self,
        record: &Record<'_>,
        row: u16,
        column: u16,
        style: u16,
    ) -> Result<Cell, Fault> {
        self.awaits_text = None;
        if record.u16(12)? != 0xFFFF {
            return Ok(self.number(record.f64(6)?, style));
        }
        Ok(match record.u8(6)? {
            0 => {
                self.awaits_text = Some((row, column));
                Cell::Empty
            }
            1 => bool_or_error(record.u8(8)?, false),
            2 => bool_or_error(record.u8(8)?, true),
            _ => Cell::Empty,
        })
    }

    fn many(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let (row, first) = (record.u16(0)?, record.u16(2)?);
        let pairs = record.from(4)?.chunks_exact(6);
        for (column, pair) in (first..).zip(pairs) {
            let style = u16::from_le_bytes([pair[0], pair[1]]);
            let number = rk(u32::from_le_bytes([pair[2], pair[3], pair[4], pair[5]]));
            self.put(row, column, self.number(number, style))?;
        }
        Ok(())
    }

    fn number(&self, number: f64, style: u16) -> Cell {
        match self.globals.date_styles.get(usize::from(style)) {
            _ if !number.is_finite() => Cell::Empty,
            Some(true) => Cell::Date(number),
            _ => Cell::Number(number),
        }
    }

    fn text(&mut self, row: u16, column: u16, text: String) -> Result<(), Fault> {
        self.load.text(text.len())?;
        self.put(row, column, Cell::Text(text.into()))
    }

    fn put(&mut self, row: u16, column: u16, cell: Cell) -> Result<(), Fault> {
        let number = u32::from(row) + 1;
        let empty = || Row { number, hidden: false, cells: Vec::new() };
        let row = self.rows.entry(row).or_insert_with(empty);
        self.load.cell(row, u32::from(column) + 1, cell)
    }

    fn row(&mut self, row: u16) -> &mut Row {
        let number = u32::from(row) + 1;
        let empty = || Row { number, hidden: false, cells: Vec::new() };
        self.rows.entry(row).or_insert_with(empty)
    }

    fn merge(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        for range in record.from(2)?.chunks_exact(8) {
            let at = |i: usize| u32::from(u16::from_le_bytes([range[i], range[i + 1]])) + 1;
            self.merges.push(Merge {
                first_row: at(0),
                last_row: at(2),
                first_column: at(4),
                last_column: at(6),
            });
        }
        Ok(())
    }
}

/// A number packed in 30 bits: a whole one or the top of a float, perhaps times 100.
fn rk(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from((packed as i32) >> 2)
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

fn bool_or_error(value: u8, is_error: bool) -> Cell {
    if !is_error {
        return Cell::Bool(value != 0);
    }
    let word = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Cell::Error(word.into())
}

#[cfg(test)]
mod tests {
    use super::rk;

    #[test]
    fn packed_numbers_open_in_all_four_forms() {
        let forms = [
            (0x3FF0_0000, "1"),
            (0x3FF0_0001, "0.01"),
            ((12345 << 2) | 2, "12345"),
            ((199_807 << 2) | 3, "1998.07"),
            ((-4_i32 << 2) as u32 | 2, "-4"),
        ];
        for (packed, number) in forms {
            assert_eq!(rk(packed).to_string(), number);
        }
    }
}
