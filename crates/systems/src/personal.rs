//! Classes of personal data (`personal.toml`): what is in each, which acts show it, by which text; and how long
//! what is kept.

use serde::Deserialize;
use toml::Spanned;

use crate::{Keep, PERSONAL, Report, Sources, parse};

/// One `[[class]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataClass {
    pub key: String,
    pub title: String,
    /// What is in it, in words.
    pub holds: String,
    /// Acts that show it; a post that has one of them, over a unit, sees it of whoever belongs there.
    pub(crate) acts: Vec<Spanned<String>>,
    /// Opened only with a reason that the person himself reads.
    #[serde(default)]
    pub asks_reason: bool,
    /// For so many minutes one reason opens it, for each subject; 0: each time anew.
    #[serde(default)]
    pub reason_lasts: i64,
    pub basis: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<DataClass>,
    #[serde(default)]
    keep: Vec<Keep>,
}

impl DataClass {
    pub fn acts(&self) -> impl Iterator<Item = &str> {
        self.acts.iter().map(|act| act.get_ref().as_str())
    }

    pub fn is_shown_by(&self, act: &str) -> bool {
        self.acts().any(|it| it == act)
    }
}

/// Nothing where the folder has no such file.
pub(crate) fn load(sources: &Sources, report: &mut Report) -> (Vec<DataClass>, Vec<Keep>) {
    let Some(text) = sources.text(PERSONAL) else { return Default::default() };
    match parse::<File>(PERSONAL, text) {
        Ok(file) => (file.class, file.keep),
        Err(finding) => {
            report.add(finding);
            Default::default()
        }
    }
}
