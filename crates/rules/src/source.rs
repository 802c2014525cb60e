//! The files of a regulations folder, and where in them a thing stands.

use crate::report::{Finding, Report};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Texts by their path below `regulations/`, with `/` between folders.
#[derive(Debug, Clone, Default)]
pub struct Sources(pub(crate) BTreeMap<String, String>);

impl Sources {
    pub fn built_in() -> Self {
        let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/regulations.rs"));
        files.iter().copied().collect()
    }

    /// Every `.toml` file below the folder.
    pub fn read(dir: &Path) -> Result<Self, Report> {
        let mut sources = Self::default();
        match sources.walk(dir, "") {
            Ok(()) => Ok(sources),
            Err(error) => {
                let mut report = Report::new(sources);
                report.add(Finding::whole(
                    &dir.display().to_string(),
                    "读不了条例文件夹",
                    error.to_string(),
                ));
                Err(report)
            }
        }
    }

    fn walk(&mut self, dir: &Path, prefix: &str) -> std::io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.walk(&entry.path(), &format!("{path}/"))?;
            } else if entry.path().extension().is_some_and(|e| e == "toml") {
                self.0.insert(path, fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }

    /// Adds a file, or takes its place.
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Sources {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        Self(files.into_iter().map(|(p, t)| (p.to_owned(), t.to_owned())).collect())
    }
}

/// A file and the way into it: `duty.3` is the fourth `[[duty]]`; empty is the whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub steps: String,
}

impl Place {
    pub(crate) fn new(path: &str, steps: &str) -> Self {
        Self { path: path.to_owned(), steps: steps.to_owned() }
    }

    /// One step or several further in: `serves.0`.
    pub(crate) fn to(&self, steps: &str) -> Self {
        let joined = if self.steps.is_empty() {
            steps.to_owned()
        } else {
            format!("{}.{steps}", self.steps)
        };
        Self { path: self.path.clone(), steps: joined }
    }
}

/// The bytes where the place stands; the nearest table around it where a key is missing.
pub(crate) fn span(text: &str, steps: &str) -> Range<usize> {
    let whole = 0..text.lines().next().map_or(0, str::len);
    let Ok(root) = DeTable::parse(text) else { return whole };
    let mut value = DeValue::Table(root.into_inner());
    let mut range = whole;
    for step in steps.split('.').filter(|s| !s.is_empty()) {
        let found = match (&value, step.parse::<usize>()) {
            (DeValue::Array(list), Ok(n)) => list.get(n).cloned(),
            (DeValue::Table(table), _) => table.get(step).cloned(),
            _ => None,
        };
        let Some(found) = found else { break };
        range = found.span();
        value = found.into_inner();
    }
    first_line(text, range)
}

/// A table's span may run over many lines; the caret shows where it begins.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let line = part.lines().next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}
