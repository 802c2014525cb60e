//! What `rules check` found, with file, line, column and a caret under the place.

use crate::source::{Place, Sources, span};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// What is wrong, in one line.
    pub title: String,
    /// What stands right at the caret.
    pub label: String,
    /// What to do, or which article stands against it.
    pub help: Option<String>,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    File,
    Bytes(Range<usize>),
    Steps(String),
}

impl Finding {
    pub(crate) fn at(place: &Place, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            path: place.path.clone(),
            title: title.into(),
            label: label.into(),
            help: None,
            at: At::Steps(place.steps.clone()),
        }
    }

    pub(crate) fn bytes(path: &str, bytes: Range<usize>, title: &str, label: String) -> Self {
        Self {
            path: path.to_owned(),
            title: title.to_owned(),
            label,
            help: None,
            at: At::Bytes(bytes),
        }
    }

    pub(crate) fn whole(path: &str, title: &str, label: String) -> Self {
        Self { path: path.to_owned(), title: title.to_owned(), label, help: None, at: At::File }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn range(&self, text: &str) -> Option<Range<usize>> {
        match &self.at {
            At::File => None,
            At::Bytes(range) => Some(range.clone()),
            At::Steps(steps) => Some(span(text, steps)),
        }
    }
}

/// The findings of one folder, in the order of its files.
#[derive(Debug, Clone, Default)]
pub struct Report {
    sources: Sources,
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn new(sources: Sources) -> Self {
        Self { sources, findings: Vec::new() }
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// As printed on a terminal, without colours.
    pub fn plain(&self) -> String {
        self.render(&Renderer::plain())
    }

    /// The same with colours.
    pub fn styled(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let parts: Vec<String> = self.findings.iter().map(|f| self.one(f, renderer)).collect();
        parts.join("\n\n")
    }

    fn one(&self, finding: &Finding, renderer: &Renderer) -> String {
        let title = Level::ERROR.with_name("错误").primary_title(finding.title.as_str());
        let text = self.sources.text(&finding.path).unwrap_or_default();
        let group = match finding.range(text) {
            Some(range) => title.element(
                Snippet::source(text)
                    .path(finding.path.as_str())
                    .annotation(AnnotationKind::Primary.span(range).label(finding.label.as_str())),
            ),
            None => title.element(
                Level::NOTE
                    .with_name("文件")
                    .message(format!("{}：{}", finding.path, finding.label)),
            ),
        };
        let group = match &finding.help {
            Some(help) => group.element(Level::HELP.with_name("说明").message(help.as_str())),
            None => group,
        };
        renderer.render(&[group])
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl std::error::Error for Report {}
