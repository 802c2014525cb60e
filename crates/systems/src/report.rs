//! What is wrong in `systems/`, with file, line, column and a caret under the place.

use std::{fmt, ops::Range};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::Sources;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// What is wrong, in one line.
    pub title: String,
    /// What stands right at the caret.
    pub label: String,
    /// `None`: the file as a whole.
    span: Option<Range<usize>>,
}

impl Finding {
    pub(crate) fn at(path: &str, span: Range<usize>, title: &str, label: String) -> Self {
        Self { path: path.into(), title: title.into(), label, span: Some(span) }
    }

    pub(crate) fn whole(path: &str, title: &str, label: String) -> Self {
        Self { path: path.into(), title: title.into(), label, span: None }
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

    pub(crate) fn with(mut self, finding: Finding) -> Self {
        self.add(finding);
        self
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// `Err` when anything was found.
    pub fn check(self) -> Result<(), Self> {
        if self.findings.is_empty() { Ok(()) } else { Err(self) }
    }

    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// As printed on a terminal, without colours.
    pub fn plain(&self) -> String {
        let renderer = Renderer::plain();
        let parts: Vec<String> = self.findings.iter().map(|it| self.one(it, &renderer)).collect();
        parts.join("\n\n")
    }

    fn one(&self, finding: &Finding, renderer: &Renderer) -> String {
        let title = Level::ERROR.with_name("错误").primary_title(finding.title.as_str());
        let text = self.sources.text(&finding.path).unwrap_or_default();
        let group = match &finding.span {
            Some(span) => title.element(
                Snippet::source(text).path(finding.path.as_str()).annotation(
                    AnnotationKind::Primary
                        .span(first_line(text, span))
                        .label(finding.label.as_str()),
                ),
            ),
            None => title.element(
                Level::NOTE
                    .with_name("文件")
                    .message(format!("{}：{}", finding.path, finding.label)),
            ),
        };
        renderer.render(&[group])
    }
}

/// A value may run over many lines; the caret shows where it begins.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let part = text.get(span.clone()).unwrap_or_default();
    let line = part.lines().next().unwrap_or_default();
    span.start..span.start + line.trim_end().len()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl std::error::Error for Report {}
