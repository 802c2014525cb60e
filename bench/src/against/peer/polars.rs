//! Polars in a Python of its own: frames in memory, sorted by place.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::json;

use super::{
    Asked, Design, Engine, Question, Rows, load,
    python::{self, Python},
};
use crate::against::facts::Facts;

pub(crate) struct Polars(Python);

pub(crate) fn python() -> Option<PathBuf> {
    python::that_has(&["polars"])
}

impl Polars {
    pub(crate) fn start(python: &Path) -> anyhow::Result<Self> {
        Ok(Self(Python::start(python, include_str!("polar.py"), &[])?))
    }

    pub(crate) fn load(python: &Path, folder: &Path, facts: &Facts) -> anyhow::Result<Self> {
        let mut engine = Self::start(python)?;
        for ((table, columns), rows) in load::TABLES.into_iter().zip(load::rows(facts)) {
            let file = load::csv(folder, table, &rows)?;
            engine.take(&file, table, columns)?;
            std::fs::remove_file(file)?;
        }
        Ok(engine)
    }

    /// A frame out of a file, its columns whole numbers.
    pub(crate) fn take(&mut self, file: &Path, name: &str, columns: &[&str]) -> anyhow::Result<()> {
        let asked = json!({"ask": "take", "values": [file, name, columns]});
        self.0.ask(&asked).map(|_| ())
    }

    /// Of the units in a range, by the bits of their column: (due, done) of each mask.
    pub(crate) fn bits(
        &mut self,
        range: [i64; 2],
        masks: &[u64],
    ) -> anyhow::Result<(Rows, Duration)> {
        self.0.ask(&json!({"ask": "bits", "values": [range[0], range[1], masks]}))
    }

    /// The same summed by province.
    pub(crate) fn bits_by_province(&mut self, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)> {
        self.0.ask(&json!({"ask": "bits by province", "values": range}))
    }
}

impl Engine for Polars {
    fn name(&self) -> &'static str {
        "Polars"
    }

    fn answer(&mut self, asked: Asked, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)> {
        let name = match (asked.of, asked.design) {
            (Question::Duties, Design::Counters) => "counters by duty",
            (Question::Duties, _) => "tasks by duty",
            (Question::Children, Design::Counters) => "counters by child",
            (Question::Children, _) => "tasks by child",
            (Question::Oldest, Design::Overdue) => "oldest overdue",
            (Question::Oldest, _) => "oldest tasks",
        };
        self.0.ask(&json!({"ask": name, "values": range}))
    }
}
