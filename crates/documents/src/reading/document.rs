//! Paragraphs and tables in the order in which they are read.

use quick_xml::events::{BytesStart, Event};

use super::{attribute, events, numbering::Numbering, text_of};
use crate::Result;

/// What stands within these is not read: deleted, moved away, how it looked before a change, the copy for old programs,
/// and what is worked out by a field.
const SKIPPED: [&str; 8] =
    ["del", "moveFrom", "pPrChange", "rPrChange", "Fallback", "instrText", "delText", "pict"];

/// A paragraph in the making.
#[derive(Default)]
struct Paragraph {
    style: String,
    number: Option<String>,
    level: usize,
    text: String,
}

#[derive(Default)]
struct Reading {
    lines: Vec<String>,
    /// One within the other, as in a text box.
    paragraphs: Vec<Paragraph>,
    /// Cells of rows, one table within the other.
    rows: Vec<Vec<String>>,
    numbering: Numbering,
    /// How deep within something that is not read.
    skipped: usize,
    in_text: bool,
    in_look: bool,
}

pub(super) fn lines(xml: &str, numbering: Numbering) -> Result<Vec<String>> {
    let mut reading = Reading { numbering, ..Reading::default() };
    events(xml, |event| reading.take(event))?;
    Ok(reading.lines)
}

impl Reading {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                if self.skipped > 0 || SKIPPED.contains(&name) {
                    self.skipped += 1;
                } else {
                    self.open(name, tag);
                }
            }
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            Event::End(tag) => self.close(tag.local_name().as_ref()),
            _ if self.in_text && self.skipped == 0 => {
                let words = text_of(event);
                self.push(&words);
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" | "rPr" | "sectPr" => self.in_look = true,
            "t" => self.in_text = true,
            "tr" => self.rows.push(Vec::new()),
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(String::new());
                }
            }
            "br" | "cr" => self.push("\n"),
            "tab" if !self.in_look => self.push("\t"),
            "noBreakHyphen" => self.push("-"),
            "pStyle" | "numId" | "ilvl" => {
                let value = attribute(tag, "val");
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match name {
                    "pStyle" => paragraph.style = value,
                    "numId" => paragraph.number = Some(value),
                    _ => paragraph.level = value.parse().unwrap_or_default(),
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "pPr" | "rPr" | "sectPr" => self.in_look = false,
            "t" => self.in_text = false,
            "tr" => {
                let cells = self.rows.pop().unwrap_or_default();
                let row = cells.join("\u{3000}");
                self.add(row.trim());
            }
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(words);
        }
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { style, number, level, text }) = self.paragraphs.pop() else { return };
        // A number of its own wins over that of its style.
        let numbered = match number {
            Some(number) => Some((number, level)),
            None => self.numbering.of_style(&style),
        };
        let is_empty = text.trim().is_empty();
        let label = numbered.filter(|_| !is_empty);
        let label = label.map(|(number, level)| self.numbering.next(&number, level));
        let text = format!("{}{}", label.unwrap_or_default(), text.trim());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.add(line);
        }
    }

    /// To the cell that it stands in; else a line of its own.
    fn add(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        match cell {
            Some(cell) if cell.is_empty() => cell.push_str(line),
            Some(cell) => {
                cell.push(' ');
                cell.push_str(line);
            }
            None => self.lines.push(line.to_owned()),
        }
    }
}
