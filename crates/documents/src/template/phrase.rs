//! A line of a template: words, stressed words, and places.

use super::Fill;
use crate::Text;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words { text: String, strong: bool },
    Place { name: String, strong: bool },
}

impl Phrase {
    /// The problem is a sentence; the caller knows the line.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut strong = false;
        let mut rest = line;
        while !rest.is_empty() {
            let next = rest.find("**").into_iter().chain(rest.find("{{")).min();
            let (words, mark) = rest.split_at(next.unwrap_or(rest.len()));
            if words.contains("}}") {
                return Err("有“}}”，前面却没有“{{”".to_owned());
            }
            if !words.is_empty() {
                pieces.push(Piece::Words { text: words.to_owned(), strong });
            }
            rest = if let Some(after) = mark.strip_prefix("**") {
                strong = !strong;
                after
            } else if let Some(after) = mark.strip_prefix("{{") {
                let (name, after) = place(after)?;
                pieces.push(Piece::Place { name, strong });
                after
            } else {
                ""
            };
        }
        if strong { Err("“**”没有成对".to_owned()) } else { Ok(Self(pieces)) }
    }

    /// The place, if the phrase is nothing else.
    pub(super) fn lone_place(&self) -> Option<&str> {
        match &self.0[..] {
            [Piece::Place { name, strong: false }] => Some(name),
            _ => None,
        }
    }

    /// The label and the rest of a line that starts as `**时间：**`.
    pub(super) fn split_label(&self) -> Option<(String, Self)> {
        let (first, rest) = self.0.split_first()?;
        let Piece::Words { text, strong: true } = first else { return None };
        let label = text.strip_suffix('：')?;
        Some((label.to_owned(), Self(rest.to_vec())))
    }

    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Place { name, .. } => Some(name.as_str()),
            Piece::Words { .. } => None,
        })
    }

    /// Words and filled places; the caller has checked that each place holds text.
    pub(super) fn text(&self, fill: &Fill) -> Text {
        self.0.iter().fold(Text::new(), |text, piece| match piece {
            Piece::Words { text: words, strong } => text.push(words, *strong),
            Piece::Place { name, strong } => fill.pour(name, *strong, text),
        })
    }
}

fn place(after: &str) -> Result<(String, &str), String> {
    let (name, rest) = after.split_once("}}").ok_or("“{{”没有用“}}”合上")?;
    let name = name.trim();
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(format!("位置的名字只能用文字、数字、“-”和“_”，现在是“{name}”"));
    }
    Ok((name.to_owned(), rest))
}
