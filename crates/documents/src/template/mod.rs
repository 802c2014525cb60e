//! Papers as Markdown with named places. What fills a place is data: no markup in it is ever read.

mod fill;
mod parse;
mod phrase;

pub use fill::Fill;

use crate::{Error, Level, Result};
use phrase::Phrase;
use std::collections::BTreeSet;

/// A checked template, ready to be filled many times.
///
/// Every line of the text is one paragraph. `# ` is a line of the title, `## ` to `##### ` are
/// headings (their numbers are counted), `**时间：**…` is a labelled line, `**…**` stress, a table
/// takes the widths of its columns from the dashes under its head. Lines between `---` at the top
/// hold what has its own spot on the page: 紧急程度 发文机关 文号 签发人 主送 附件 签字
/// 落款 日期 盖章 附注 抄送 印发机关 印发日期.
/// `{{name}}` is a place; alone on its line it takes several paragraphs, tables or votes.
#[derive(Debug, Clone)]
pub struct Template {
    file: String,
    front: Vec<(usize, Key, Phrase)>,
    title: Vec<(usize, Phrase)>,
    body: Vec<(usize, Part)>,
}

#[derive(Debug, Clone)]
enum Part {
    Heading(Level, Phrase),
    Paragraph(Phrase),
    Pair(String, Phrase),
    Table {
        head: Vec<Phrase>,
        widths: Vec<u8>,
        rows: Vec<(usize, Vec<Phrase>)>,
    },
    /// Alone on its line.
    Place(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Urgency,
    Issuer,
    Number,
    Signer,
    To,
    Attachment,
    Sign,
    IssuedBy,
    Dated,
    /// Anything written there leaves the place of a seal.
    Sealed,
    Note,
    CopyTo,
    PrintedBy,
    PrintedOn,
}

impl Key {
    const ALL: [(&'static str, Self); 14] = [
        ("紧急程度", Self::Urgency),
        ("发文机关", Self::Issuer),
        ("文号", Self::Number),
        ("签发人", Self::Signer),
        ("主送", Self::To),
        ("附件", Self::Attachment),
        ("签字", Self::Sign),
        ("落款", Self::IssuedBy),
        ("日期", Self::Dated),
        ("盖章", Self::Sealed),
        ("附注", Self::Note),
        ("抄送", Self::CopyTo),
        ("印发机关", Self::PrintedBy),
        ("印发日期", Self::PrintedOn),
    ];

    /// May stand more than once.
    fn repeats(self) -> bool {
        matches!(self, Self::Attachment | Self::Sign)
    }
}

impl Template {
    /// `file` only serves to name the template in an error.
    pub fn parse(file: &str, markdown: &str) -> Result<Self> {
        let name = |bad: parse::Bad| Error::Template {
            file: file.to_owned(),
            line: bad.line,
            problem: bad.problem,
        };
        parse::parse(file, markdown).map_err(name)
    }

    /// The names of all places, to compare with what the caller fills.
    pub fn places(&self) -> BTreeSet<&str> {
        let phrases = self.phrases().flat_map(|(_, phrase)| phrase.places());
        let alone = self.body.iter().filter_map(|(_, part)| match part {
            Part::Place(name) => Some(name.as_str()),
            _ => None,
        });
        phrases.chain(alone).collect()
    }

    fn phrases(&self) -> impl Iterator<Item = (usize, &Phrase)> {
        let front = self.front.iter().map(|(line, _, phrase)| (*line, phrase));
        let title = self.title.iter().map(|(line, phrase)| (*line, phrase));
        let body = self.body.iter().flat_map(|(line, part)| part.phrases(*line));
        front.chain(title).chain(body)
    }
}

impl Part {
    fn phrases(&self, line: usize) -> Vec<(usize, &Phrase)> {
        match self {
            Self::Heading(_, phrase) | Self::Paragraph(phrase) | Self::Pair(_, phrase) => {
                vec![(line, phrase)]
            }
            Self::Table { head, rows, .. } => {
                let rows = rows.iter().flat_map(|(line, row)| row.iter().map(|cell| (*line, cell)));
                head.iter().map(|cell| (line, cell)).chain(rows).collect()
            }
            Self::Place(_) => Vec::new(),
        }
    }
}
