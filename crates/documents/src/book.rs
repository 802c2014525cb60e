//! Many papers between two covers: a cover, contents with page numbers, parts that begin on a new page.

use crate::Paper;
use crate::paper::filled;
use crate::text::clean;

/// A bound book, as the handbook of a branch and a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    pub(crate) title: Vec<String>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) imprint: Vec<String>,
    pub(crate) parts: Vec<Part>,
}

/// A part: its papers stand one after the other, each on a page of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub(crate) title: String,
    /// Each with how the contents name it; "" where the part's own line is enough.
    pub(crate) papers: Vec<(String, Paper)>,
}

impl Book {
    /// Lines of the title are broken where the text is.
    pub fn new(title: impl AsRef<str>) -> Self {
        let title = title.as_ref().lines().filter_map(filled).collect();
        Self { title, ..Self::default() }
    }

    /// A line of the cover: 党支部 and its name.
    pub fn fact(mut self, label: impl AsRef<str>, words: impl AsRef<str>) -> Self {
        self.facts.push((clean(label.as_ref()), clean(words.as_ref())));
        self
    }

    /// A line at the foot of the cover.
    pub fn imprint(mut self, line: impl AsRef<str>) -> Self {
        self.imprint.extend(filled(line.as_ref()));
        self
    }

    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// For each part its title, how many papers are in it, and how many rows their tables have.
    pub fn outline(&self) -> Vec<(&str, usize, usize)> {
        let rows = |part: &Part| part.papers.iter().map(|(_, paper)| paper.rows()).sum();
        self.parts.iter().map(|it| (it.title.as_str(), it.papers.len(), rows(it))).collect()
    }

    /// How many papers are in it.
    pub fn papers(&self) -> usize {
        self.parts.iter().map(|part| part.papers.len()).sum()
    }
}

impl Part {
    pub fn new(title: impl AsRef<str>) -> Self {
        Self { title: clean(title.as_ref()), papers: Vec::new() }
    }

    /// The part's one paper, named in the contents by the part.
    pub fn alone(title: impl AsRef<str>, paper: Paper) -> Self {
        Self::new(title).paper("", paper)
    }

    /// `entry` is its line in the contents.
    pub fn paper(mut self, entry: impl AsRef<str>, paper: Paper) -> Self {
        self.papers.push((clean(entry.as_ref()), paper));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
    }
}
