//! One worksheet, from its first tag to its last.

use super::strings::{Rich, unescape};
use super::xml::{Xml, attribute, is_true, push_text};
use crate::load::Load;
use crate::{Cell, Fault, Merge, Row};
use quick_xml::events::{BytesStart, Event};
use std::io::Read;
use std::sync::Arc;

const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;
const MOST_MERGES: usize = 200_000;

pub(super) struct Reading<'a, 'w> {
    strings: &'a [Arc<str>],
    date_styles: &'a [bool],
    load: &'a mut Load<'w>,
    rows: Vec<Row>,
    merges: Vec<Merge>,
}

#[derive(Default)]
struct Open {
    column: u32,
    kind: Kind,
    is_date: bool,
    value: String,
    inline: String,
    formula: String,
    rich: Rich,
    /// Within the value or the formula.
    within: Within,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Within {
    #[default]
    Other,
    Value,
    Formula,
}

#[derive(Default, Clone, Copy)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
}

impl<'a, 'w> Reading<'a, 'w> {
    pub(super) fn new(
        strings: &'a [Arc<str>],
        date_styles: &'a [bool],
        load: &'a mut Load<'w>,
    ) -> Self {
        Self { strings, date_styles, load, rows: Vec::new(), merges: Vec::new() }
    }

    pub(super) fn read(
        mut self,
        mut part: Xml<impl Read>,
    ) -> Result<(Vec<Row>, Vec<Merge>), Fault> {
        let mut row = Row { number: 0, hidden: false, cells: Vec::new() };
        let mut cell = Open::default();
        loop {
            let event = part.next()?;
            match &event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = open_row(tag, row.number)?;
                        cell.column = 0;
                    }
                    "c" => cell.open(tag, self.date_styles)?,
                    "v" => cell.within = Within::Value,
                    "f" => cell.within = Within::Formula,
                    "mergeCell" => self.merge(tag)?,
                    _ => cell.rich.push(&event, &mut cell.inline),
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "row" => self.close(&mut row)?,
                    "c" => {
                        let value = self.value(&cell)?;
                        self.load.cell(&mut row, cell.column, value)?;
                    }
                    "v" | "f" => cell.within = Within::Other,
                    _ => cell.rich.push(&event, &mut cell.inline),
                },
                Event::Eof => return Ok(self.finish()),
                _ if cell.within == Within::Value => push_text(&event, &mut cell.value),
                _ if cell.within == Within::Formula => push_text(&event, &mut cell.formula),
                _ => cell.rich.push(&event, &mut cell.inline),
            }
        }
    }

    fn close(&mut self, row: &mut Row) -> Result<(), Fault> {
        let done = Row { cells: std::mem::take(&mut row.cells), ..*row };
        self.load.row(&mut self.rows, done)
    }

    fn value(&mut self, cell: &Open) -> Result<Cell, Fault> {
        let value = cell.value.as_str();
        if value.is_empty() && !cell.formula.is_empty() {
            self.load.text(cell.formula.len())?;
            return Ok(never_counted(&cell.formula));
        }
        Ok(match cell.kind {
            Kind::Shared => {
                let found = value.trim().parse().ok().and_then(|i: usize| self.strings.get(i));
                found.cloned().map_or(Cell::Empty, Cell::Text)
            }
            Kind::Text if cell.inline.is_empty() && value.is_empty() => Cell::Empty,
            Kind::Text => {
                let text = if cell.inline.is_empty() { value } else { &cell.inline };
                self.load.text(text.len())?;
                Cell::Text(unescape(text).into())
            }
            Kind::Bool if value.is_empty() => Cell::Empty,
            Kind::Bool => Cell::Bool(value.trim() == "1"),
            Kind::Error => {
                self.load.text(value.len())?;
                Cell::Error(value.into())
            }
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(number) if !number.is_finite() => Cell::Empty,
                Ok(number) if cell.is_date => Cell::Date(number),
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::Empty,
            },
        })
    }

    fn merge(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        let range = attribute(tag, "ref").unwrap_or_default();
        let Some((first, last)) = range.split_once(':') else { return Ok(()) };
        let (Some(first), Some(last)) = (place(first), place(last)) else { return Ok(()) };
        if self.merges.len() == MOST_MERGES {
            return Err(Fault::Bomb);
        }
        self.merges.push(Merge {
            first_row: first.1,
            last_row: last.1,
            first_column: first.0,
            last_column: last.0,
        });
        Ok(())
    }

    fn finish(mut self) -> (Vec<Row>, Vec<Merge>) {
        if !self.rows.is_sorted_by_key(|row| row.number) {
            self.rows.sort_by_key(|row| row.number);
        }
        (self.rows, self.merges)
    }
}

/// A program wrote the formula and nobody opened the file since. A mere text needs no counting.
fn never_counted(formula: &str) -> Cell {
    let inner = formula.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner.filter(|text| !text.contains('"')) {
        Some(text) => Cell::Text(text.into()),
        None => Cell::Error("公式没有结果".into()),
    }
}

fn open_row(tag: &BytesStart<'_>, before: u32) -> Result<Row, Fault> {
    let number = attribute(tag, "r").and_then(|r| r.parse().ok()).unwrap_or(before + 1);
    if number == 0 || number > LAST_ROW {
        return Err(Fault::Broken("行号"));
    }
    let flat = attribute(tag, "ht").is_some_and(|height| height.parse() == Ok(0.0));
    let hidden = flat || is_true(attribute(tag, "hidden"));
    Ok(Row { number, hidden, cells: Vec::new() })
}

impl Open {
    fn open(&mut self, tag: &BytesStart<'_>, date_styles: &[bool]) -> Result<(), Fault> {
        self.value.clear();
        self.inline.clear();
        self.formula.clear();
        self.within = Within::Other;
        let at = attribute(tag, "r");
        let next = if at.is_none() { Some(self.column + 1) } else { None };
        let column = next.or_else(|| at.as_deref().and_then(place).map(|(column, _)| column));
        self.column = column.filter(|c| *c <= LAST_COLUMN).ok_or(Fault::Broken("列号"))?;
        let style: usize = attribute(tag, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
        self.is_date = date_styles.get(style).copied().unwrap_or(false);
        self.kind = match attribute(tag, "t").as_deref() {
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr" | "d") => Kind::Text,
            Some("b") => Kind::Bool,
            Some("e") => Kind::Error,
            _ => Kind::Number,
        };
        Ok(())
    }
}

/// Column and row of `AB12`; `None` beyond what a sheet can have.
fn place(text: &str) -> Option<(u32, u32)> {
    let text = text.trim().as_bytes();
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = text[..letters]
        .iter()
        .fold(0, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = std::str::from_utf8(&text[letters..]).ok()?.parse().ok()?;
    let fits = (1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN;
    fits.then_some((column, row))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_count_from_one() {
        assert_eq!(place("A1"), Some((1, 1)));
        assert_eq!(place("AB12"), Some((28, 12)));
        assert_eq!(place("XFD1048576"), Some((16_384, 1_048_576)));
        for bad in ["", "A", "1", "A0", "XFE1", "AAAA1", "A99999999999", "一1"] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
