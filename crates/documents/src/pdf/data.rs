//! The paper as values for the sheet, and every word on it by the shape it is set in.

use super::fonts::{Faces, Shape};
use crate::columns::{BREAK, breakable};
use crate::lines::{Line, annex_label, attachments, closing, lines, sign_label};
use crate::text::spread;
use crate::{Book, Level, Paper, Part, Table, Text, title};
use std::collections::BTreeSet;
use typst::foundations::{Array, Dict, IntoValue, Value};

pub(super) struct Data {
    /// Title of the file, for its properties.
    title: String,
    paper: Value,
    book: Value,
    pub(super) words: Words,
}

/// What must be found in each shape's fonts.
#[derive(Default)]
pub(super) struct Words(BTreeSet<(Shape, char)>);

impl Words {
    pub(super) fn iter(&self) -> impl Iterator<Item = (Shape, char)> + '_ {
        self.0.iter().copied()
    }

    /// The text as a value, with its letters noted.
    fn note(&mut self, shape: Shape, text: &str) -> Value {
        self.0.extend(text.chars().filter(|c| !matches!(*c, BREAK | '\n')).map(|c| (shape, c)));
        text.into_value()
    }

    fn maybe(&mut self, shape: Shape, text: Option<&String>) -> Value {
        text.map_or(Value::None, |text| self.note(shape, text))
    }
}

impl Data {
    /// `sys.inputs` of the sheet.
    pub(super) fn inputs(&self, faces: &Faces) -> Dict {
        dict([
            ("title", self.title.clone().into_value()),
            ("paper", self.paper.clone()),
            ("book", self.book.clone()),
            ("fonts", faces.families().into_value()),
        ])
    }
}

pub(super) fn of(paper: &Paper) -> Data {
    let mut words = of_the_sheet();
    let title = paper.title.concat();
    let paper = one(&mut words, paper).into_value();
    Data { title, paper, book: Value::None, words }
}

pub(super) fn of_book(book: &Book) -> Data {
    let mut words = of_the_sheet();
    let w = &mut words;
    w.note(Shape::Title, "目录");
    w.note(Shape::Song, "IVXLCDM");
    let title = title::cover(&book.title);
    let title = title.iter().map(|line| w.note(Shape::Title, line)).collect::<Array>();
    let fact = |(label, text): &(String, String), w: &mut Words| {
        dict([("label", w.note(Shape::Kai, &spread(label))), ("text", w.note(Shape::Kai, text))])
            .into_value()
    };
    let facts = book.facts.iter().map(|it| fact(it, w)).collect::<Array>();
    let imprint = book.imprint.iter().map(|line| w.note(Shape::Kai, line)).collect::<Array>();
    let parts = book.parts.iter().map(|it| part(w, it)).collect::<Array>();
    let value = dict([
        ("title", title.into_value()),
        ("facts", facts.into_value()),
        ("imprint", imprint.into_value()),
        ("parts", parts.into_value()),
    ]);
    Data { title: book.title.concat(), paper: Value::None, book: value.into_value(), words }
}

fn part(w: &mut Words, part: &Part) -> Value {
    let papers = part.papers.iter().map(|(entry, paper)| {
        let words = w.note(Shape::Fang, entry);
        dict([("entry", words), ("paper", one(w, paper).into_value())]).into_value()
    });
    let papers = papers.collect::<Array>();
    dict([("title", w.note(Shape::Hei, &part.title)), ("papers", papers.into_value())]).into_value()
}

/// Set by the sheet itself: page numbers, labels.
fn of_the_sheet() -> Words {
    let mut words = Words::default();
    words.note(Shape::Song, "— 0123456789");
    words.note(Shape::Fang, "：（）签发人抄送印附件.0123456789");
    words.note(Shape::Hei, "附件0123456789");
    words
}

fn one(w: &mut Words, paper: &Paper) -> Dict {
    let title = title::set(&paper.title);
    let title = title.iter().map(|line| w.note(Shape::Title, line)).collect::<Array>();
    let lines = lines(paper).iter().map(|l| line(w, l)).collect::<Array>();
    let attachments = attachments(paper).into_iter().map(|(label, text)| {
        let text = w.note(Shape::Fang, &text);
        dict([("label", label.into_value()), ("text", text)]).into_value()
    });
    let attachments = attachments.collect::<Array>();
    let signatures = paper
        .signatures
        .iter()
        .map(|role| w.note(Shape::Fang, &sign_label(role)))
        .collect::<Array>();
    let annex = |(place, annex): (usize, &Paper), w: &mut Words| {
        let label = annex_label(paper, place).into_value();
        dict([("label", label), ("paper", one(w, annex).into_value())]).into_value()
    };
    let annexes = paper.annexes.iter().enumerate().map(|it| annex(it, w)).collect::<Array>();
    let closing = closing(paper);
    dict([
        ("urgency", w.maybe(Shape::Hei, paper.urgency.as_ref())),
        ("mark", mark(w, paper)),
        ("title", title.into_value()),
        ("to", w.maybe(Shape::Fang, paper.addressee.as_ref())),
        ("lines", lines.into_value()),
        ("attachments", attachments.into_value()),
        ("signatures", signatures.into_value()),
        ("issuer", w.maybe(Shape::Fang, paper.issuer.as_ref())),
        ("issuer-indent", closing.issuer.into_value()),
        ("date", w.maybe(Shape::Fang, paper.date.as_ref())),
        ("date-indent", closing.date.into_value()),
        ("sealed", paper.sealed.into_value()),
        ("note", w.maybe(Shape::Fang, paper.note.as_ref())),
        ("annexes", annexes.into_value()),
        ("copies", w.maybe(Shape::Fang, paper.copies.as_ref())),
        ("printed-by", w.maybe(Shape::Fang, paper.printed.as_ref().map(|(by, _)| by))),
        ("printed-on", w.maybe(Shape::Fang, paper.printed.as_ref().map(|(_, on)| on))),
    ])
}

fn mark(w: &mut Words, paper: &Paper) -> Value {
    let Some(mark) = &paper.mark else { return Value::None };
    dict([
        ("issuer", w.note(Shape::Title, &mark.issuer)),
        ("size", i64::from(mark.size()).into_value()),
        ("number", w.maybe(Shape::Fang, mark.number.as_ref())),
        ("signer", w.maybe(Shape::Kai, mark.signer.as_ref())),
    ])
    .into_value()
}

fn line(w: &mut Words, line: &Line) -> Value {
    match line {
        Line::Heading(level, words) => heading(w, *level, words),
        Line::Paragraph { text, keep } => {
            let runs = runs(w, text);
            dict([
                ("kind", "text".into_value()),
                ("runs", runs.into_value()),
                ("keep", keep.into_value()),
            ])
        }
        Line::Table { table, keep } => ruled(w, table, *keep),
    }
    .into_value()
}

fn heading(w: &mut Words, level: Level, words: &str) -> Dict {
    let (shape, name) = match level {
        Level::One => (Shape::Hei, "hei"),
        Level::Two => (Shape::Kai, "kai"),
        Level::Three | Level::Four => (Shape::Fang, "fang"),
    };
    dict([
        ("kind", "heading".into_value()),
        ("level", (level as i64 + 1).into_value()),
        ("shape", name.into_value()),
        ("text", w.note(shape, words)),
    ])
}

fn runs(w: &mut Words, text: &Text) -> Array {
    let run = |run: &crate::Run| {
        let shape = if run.strong { Shape::Hei } else { Shape::Fang };
        let text = w.note(shape, &run.text);
        dict([("strong", run.strong.into_value()), ("text", text)]).into_value()
    };
    text.runs().iter().map(run).collect()
}

fn ruled(w: &mut Words, table: &Table, keep: bool) -> Dict {
    let widths = table.columns_wide();
    let mut row = |cells: &[String], shape| {
        let cells = table.padded(cells).into_iter().zip(&widths);
        let cell = |(cell, wide): (&str, &f64)| breakable(cell, (*wide, table.size()));
        cells.map(cell).map(|cell| w.note(shape, &cell)).collect::<Array>()
    };
    let head = row(&table.head, Shape::Hei);
    let body = table.rows.iter().flat_map(|cells| row(cells, Shape::Fang)).collect::<Array>();
    let widths: Array = widths.into_iter().map(IntoValue::into_value).collect();
    let wordy: Array = table.wordy().into_iter().map(Value::Bool).collect();
    dict([
        ("kind", "table".into_value()),
        ("keep", keep.into_value()),
        ("widths", widths.into_value()),
        ("size", table.size().into_value()),
        ("line", table.line().into_value()),
        ("wordy", wordy.into_value()),
        ("head", head.into_value()),
        ("cells", body.into_value()),
    ])
}

fn dict<const N: usize>(entries: [(&str, Value); N]) -> Dict {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}
