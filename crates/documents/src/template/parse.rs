//! Reads the Markdown of a template: the front lines, then one block per line.

use super::phrase::Phrase;
use super::{Key, Part, Template};
use crate::Level;
use std::iter::Peekable;

/// The line counts from 1.
#[derive(Debug)]
pub(super) struct Bad {
    pub(super) line: usize,
    pub(super) problem: String,
}

type Read<T> = Result<T, Bad>;
type Lines<'a> = Peekable<Box<dyn Iterator<Item = (usize, &'a str)> + 'a>>;

/// How a line of a document may not begin; Markdown knows them, official documents do not.
const FOREIGN: [&str; 8] = ["- ", "* ", "+ ", "> ", "```", "![", "<", "###### "];

const LEVELS: [(&str, Level); 4] =
    [("## ", Level::One), ("### ", Level::Two), ("#### ", Level::Three), ("##### ", Level::Four)];

pub(super) fn parse(file: &str, markdown: &str) -> Read<Template> {
    let markdown = markdown.strip_prefix('\u{feff}').unwrap_or(markdown);
    let numbered = markdown.lines().enumerate().map(|(i, line)| (i + 1, line.trim()));
    let mut lines: Lines = (Box::new(numbered) as Box<dyn Iterator<Item = _>>).peekable();
    let front = front(&mut lines)?;
    let (mut title, mut body) = (Vec::new(), Vec::new());
    while let Some((line, text)) = lines.next() {
        if text.is_empty() {
            continue;
        }
        if let Some(words) = text.strip_prefix("# ") {
            title.push((line, phrase(line, words.trim())?));
        } else if text.starts_with('|') {
            body.push((line, table(line, text, &mut lines)?));
        } else {
            body.push((line, part(line, text)?));
        }
    }
    if title.is_empty() {
        return Err(bad(1, "没有标题（以“# ”开头的一行）"));
    }
    Ok(Template { file: file.to_owned(), front, title, body })
}

fn front(lines: &mut Lines) -> Read<Vec<(usize, Key, Phrase)>> {
    let mut front: Vec<(usize, Key, Phrase)> = Vec::new();
    let Some((start, _)) = lines.next_if(|(_, text)| *text == "---") else { return Ok(front) };
    for (line, text) in lines {
        if text == "---" {
            return together(front);
        }
        if text.is_empty() {
            continue;
        }
        let (key, value) = entry(line, text)?;
        if !key.repeats() && front.iter().any(|(_, known, _)| *known == key) {
            return Err(bad(line, "这一项前面已经写过"));
        }
        front.push((line, key, value));
    }
    Err(bad(start, "开头的“---”没有用另一行“---”合上"))
}

/// Refuses entries that would be lost for want of another.
fn together(front: Vec<(usize, Key, Phrase)>) -> Read<Vec<(usize, Key, Phrase)>> {
    let has = |wanted| front.iter().any(|(_, key, _)| *key == wanted);
    for (line, key, _) in &front {
        let problem = match key {
            Key::Number | Key::Signer if !has(Key::Issuer) => "文号和签发人要与发文机关一起写",
            Key::PrintedBy if !has(Key::PrintedOn) => "印发机关和印发日期要一起写",
            Key::PrintedOn if !has(Key::PrintedBy) => "印发机关和印发日期要一起写",
            _ => continue,
        };
        return Err(bad(*line, problem));
    }
    Ok(front)
}

fn entry(line: usize, text: &str) -> Read<(Key, Phrase)> {
    let (name, value) =
        text.split_once([':', '：']).ok_or_else(|| bad(line, "这里要写成“文号：……”这样"))?;
    let known = Key::ALL.iter().find(|(known, _)| *known == name.trim());
    let Some((_, key)) = known else {
        let names = Key::ALL.map(|(name, _)| name).join("、");
        return Err(bad(line, &format!("没有“{}”这一项，可以写的有：{names}", name.trim())));
    };
    Ok((*key, phrase(line, value.trim())?))
}

fn part(line: usize, text: &str) -> Read<Part> {
    for (mark, level) in LEVELS {
        if let Some(words) = text.strip_prefix(mark) {
            return Ok(Part::Heading(level, phrase(line, words.trim())?));
        }
    }
    if let Some(mark) = FOREIGN.iter().find(|mark| text.starts_with(**mark)) {
        return Err(bad(line, &format!("公文模板里不用“{}”开头的写法", mark.trim())));
    }
    let words = phrase(line, text)?;
    if let Some(name) = words.lone_place() {
        return Ok(Part::Place(name.to_owned()));
    }
    Ok(match words.split_label() {
        Some((label, value)) => Part::Pair(label, value),
        None => Part::Paragraph(words),
    })
}

/// Head, dashes, rows; every row as long as the head.
fn table(line: usize, first: &str, lines: &mut Lines) -> Read<Part> {
    let head = cells(line, first)?;
    let dashes = lines.next_if(|(_, text)| text.starts_with('|'));
    let (at, dashes) = dashes.ok_or_else(|| bad(line, "表头下面要有一行“|---|---|”"))?;
    let widths = widths(at, dashes)?;
    same_length(at, head.len(), widths.len())?;
    let mut rows = Vec::new();
    while let Some((at, text)) = lines.next_if(|(_, text)| text.starts_with('|')) {
        let row = cells(at, text)?;
        same_length(at, head.len(), row.len())?;
        rows.push((at, row));
    }
    Ok(Part::Table { head, widths, rows })
}

fn same_length(line: usize, head: usize, here: usize) -> Read<()> {
    if head == here {
        return Ok(());
    }
    Err(bad(line, &format!("表头有{head}栏，这一行有{here}栏")))
}

fn widths(line: usize, dashes: &str) -> Read<Vec<u8>> {
    let width = |cell: &str| {
        let cell = cell.trim().trim_matches(':');
        let dashes = !cell.is_empty() && cell.chars().all(|c| c == '-');
        dashes.then_some(cell.len().min(usize::from(u8::MAX)) as u8)
    };
    let widths: Option<Vec<u8>> = split(dashes).map(width).collect();
    widths.ok_or_else(|| bad(line, "表头下面要有一行“|---|---|”"))
}

fn cells(line: usize, row: &str) -> Read<Vec<Phrase>> {
    split(row).map(|cell| phrase(line, cell.trim())).collect()
}

fn split(row: &str) -> impl Iterator<Item = &str> {
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').unwrap_or(row).split('|')
}

fn phrase(line: usize, text: &str) -> Read<Phrase> {
    Phrase::parse(text).map_err(|problem| Bad { line, problem })
}

fn bad(line: usize, problem: &str) -> Bad {
    Bad { line, problem: problem.to_owned() }
}
