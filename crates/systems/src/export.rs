//! How many persons and which columns a post takes out, and what is unusual (`exports.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{Finding, Report, Sources, parse};

pub(crate) const EXPORTS: &str = "exports.toml";

/// What one list may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportLimit {
    pub rows: usize,
    /// Keys of columns that are left out.
    pub without: Vec<String>,
}

/// What is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportAlarm {
    /// Persons in all lists of one person on one day.
    pub rows_a_day: i64,
    pub times_an_hour: i64,
    pub outside_working_hours: bool,
    /// Persons in one list with identity numbers in full.
    pub numbers: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rows: usize,
    without: Vec<String>,
    #[serde(default)]
    post: Vec<OfPost>,
    alarm: ExportAlarm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPost {
    key: Spanned<String>,
    rows: usize,
    without: Vec<String>,
}

/// Limits by post.
#[derive(Debug, Clone)]
pub struct ExportRules {
    usual: ExportLimit,
    by_post: BTreeMap<String, ExportLimit>,
    pub alarm: ExportAlarm,
}

impl ExportRules {
    pub fn of(&self, post: &str) -> &ExportLimit {
        self.by_post.get(post).unwrap_or(&self.usual)
    }
}

/// Nothing is unusual and nothing limited where the folder has no such file.
impl Default for ExportRules {
    fn default() -> Self {
        let (rows_a_day, times_an_hour, numbers) = (i64::MAX, i64::MAX, i64::MAX);
        Self {
            usual: ExportLimit { rows: usize::MAX, without: Vec::new() },
            by_post: BTreeMap::new(),
            alarm: ExportAlarm { rows_a_day, times_an_hour, outside_working_hours: false, numbers },
        }
    }
}

pub(crate) fn load(sources: &Sources, posts: &[&str], report: &mut Report) -> ExportRules {
    let Some(text) = sources.text(EXPORTS) else { return ExportRules::default() };
    let file = match parse::<File>(EXPORTS, text) {
        Ok(file) => file,
        Err(finding) => {
            report.add(finding);
            return ExportRules::default();
        }
    };
    for post in file.post.iter().filter(|post| !posts.contains(&post.key.get_ref().as_str())) {
        let label = "posts.toml 里没有这个职务".to_owned();
        report.add(Finding::at(EXPORTS, post.key.span(), "没有这个职务", label));
    }
    let limit =
        |it: OfPost| (it.key.into_inner(), ExportLimit { rows: it.rows, without: it.without });
    ExportRules {
        usual: ExportLimit { rows: file.rows, without: file.without },
        by_post: file.post.into_iter().map(limit).collect(),
        alarm: file.alarm,
    }
}
