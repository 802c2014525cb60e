//! Puts data into the places of a template and makes the paper.

use super::phrase::Phrase;
use super::{Key, Part, Template};
use crate::paper::filled;
use crate::{Block, Error, Masthead, Paper, Result, Table, Text};
use std::collections::BTreeMap;

/// What goes into the places, by name.
#[derive(Debug, Clone, Default)]
pub struct Fill(BTreeMap<String, Value>);

#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Blocks(Vec<Block>),
}

impl Fill {
    pub fn new() -> Self {
        Self::default()
    }

    /// Plain words. In a place alone on its line each line of them becomes a paragraph; elsewhere
    /// line breaks become spaces. Empty words leave out a front line or a lone place.
    pub fn text(self, place: &str, words: impl ToString) -> Self {
        self.put(place, Value::Text(words.to_string()))
    }

    /// Paragraphs, tables, votes, for a place alone on its line.
    pub fn blocks(self, place: &str, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.put(place, Value::Blocks(blocks.into_iter().collect()))
    }

    /// Without what a template has no place for: one caller fills several templates.
    pub fn kept_for(mut self, template: &Template) -> Self {
        let places = template.places();
        self.0.retain(|name, _| places.contains(name.as_str()));
        self
    }

    fn put(mut self, place: &str, value: Value) -> Self {
        self.0.insert(place.to_owned(), value);
        self
    }

    pub(super) fn pour(&self, place: &str, strong: bool, text: Text) -> Text {
        match self.0.get(place) {
            Some(Value::Text(words)) => text.push(words, strong),
            Some(Value::Blocks(_)) | None => text,
        }
    }
}

impl Template {
    /// The paper, once every place has its content and no content is left over.
    pub fn fill(&self, fill: &Fill) -> Result<Paper> {
        self.check(fill)?;
        let title: Vec<String> = self.title.iter().map(|(_, line)| plain(line, fill)).collect();
        let mut paper = Paper::new(title.join("\n"));
        for (_, part) in &self.body {
            paper = paper.blocks(part.blocks(fill));
        }
        Ok(self.front(paper, fill))
    }

    fn check(&self, fill: &Fill) -> Result<()> {
        let places = self.places();
        if let Some(place) = fill.0.keys().find(|name| !places.contains(name.as_str())) {
            let known = Vec::from_iter(places).join("、");
            let (file, place) = (self.file.clone(), place.clone());
            return Err(Error::PlaceUnknown { file, place, known });
        }
        for (line, phrase) in self.phrases() {
            for place in phrase.places() {
                self.inline(line, place, fill)?;
            }
        }
        for (line, part) in &self.body {
            if let Part::Place(place) = part {
                fill.0.get(place).ok_or_else(|| self.not_filled(*line, place))?;
            }
        }
        Ok(())
    }

    fn inline(&self, line: usize, place: &str, fill: &Fill) -> Result<()> {
        match fill.0.get(place) {
            Some(Value::Text(_)) => Ok(()),
            None => Err(self.not_filled(line, place)),
            Some(Value::Blocks(_)) => {
                let (file, place) = (self.file.clone(), place.to_owned());
                Err(Error::PlaceInline { file, line, place })
            }
        }
    }

    fn not_filled(&self, line: usize, place: &str) -> Error {
        let (file, place) = (self.file.clone(), place.to_owned());
        Error::PlaceNotFilled { file, line, place }
    }

    fn front(&self, mut paper: Paper, fill: &Fill) -> Paper {
        let values = |key| {
            let of_key = self.front.iter().filter(move |(_, known, _)| *known == key);
            of_key.filter_map(|(_, _, phrase)| filled(&plain(phrase, fill)))
        };
        let value = |key| values(key).next();
        paper.mark = value(Key::Issuer).map(|issuer| Masthead {
            issuer,
            number: value(Key::Number),
            signer: value(Key::Signer),
        });
        paper.urgency = value(Key::Urgency);
        paper.addressee = value(Key::To);
        paper.attachments = values(Key::Attachment).collect();
        paper.signatures = values(Key::Sign).collect();
        paper.issuer = value(Key::IssuedBy);
        paper.date = value(Key::Dated);
        paper.sealed = value(Key::Sealed).is_some();
        paper.note = value(Key::Note);
        paper.copies = value(Key::CopyTo);
        paper.printed = value(Key::PrintedBy).zip(value(Key::PrintedOn));
        paper
    }
}

impl Part {
    fn blocks(&self, fill: &Fill) -> Vec<Block> {
        match self {
            Self::Heading(level, phrase) => vec![Block::Heading(*level, plain(phrase, fill))],
            Self::Paragraph(phrase) => vec![Block::Paragraph(phrase.text(fill))],
            Self::Pair(label, phrase) => vec![Block::Pair(label.clone(), phrase.text(fill))],
            Self::Table { head, widths, rows } => {
                let cells = |row: &[Phrase]| -> Vec<String> {
                    row.iter().map(|c| plain(c, fill)).collect()
                };
                let table = Table::new(cells(head)).widths(widths.iter().copied());
                let add = |table: Table, (_, row): &(usize, Vec<Phrase>)| table.row(cells(row));
                vec![Block::Table(rows.iter().fold(table, add))]
            }
            Self::Place(place) => match fill.0.get(place) {
                Some(Value::Text(words)) => Block::paragraphs(words),
                Some(Value::Blocks(blocks)) => blocks.clone(),
                None => Vec::new(),
            },
        }
    }
}

fn plain(phrase: &Phrase, fill: &Fill) -> String {
    phrase.text(fill).to_plain()
}
