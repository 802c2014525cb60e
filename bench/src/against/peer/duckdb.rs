//! DuckDB in a Python of its own.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::json;

use super::{
    Asked, Engine, Rows, load,
    python::{self, Python},
};
use crate::against::facts::Facts;

pub(crate) struct Duckdb(Python);

pub(crate) fn python() -> Option<PathBuf> {
    python::that_has(&["duckdb"])
}

impl Duckdb {
    pub(crate) fn start(python: &Path, file: &Path) -> anyhow::Result<Self> {
        Ok(Self(Python::start(python, include_str!("duck.py"), &[file])?))
    }

    pub(crate) fn load(python: &Path, folder: &Path, facts: &Facts) -> anyhow::Result<Self> {
        let mut engine = Self::start(python, &folder.join("peer.duckdb"))?;
        for ((table, columns), rows) in load::TABLES.into_iter().zip(load::rows(facts)) {
            engine.ask(&load::create(table, columns), &[])?;
            let file = load::csv(folder, table, &rows)?;
            let sql = format!("COPY {table} FROM '{}' (HEADER false)", file.display());
            engine.ask(&sql, &[])?;
            std::fs::remove_file(file)?;
        }
        Ok(engine)
    }

    pub(crate) fn ask(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<(Rows, Duration)> {
        self.0.ask(&json!({"sql": sql, "values": values}))
    }
}

impl Engine for Duckdb {
    fn name(&self) -> &'static str {
        "DuckDB"
    }

    fn answer(&mut self, asked: Asked, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)> {
        let (sql, values) = asked.sql();
        self.ask(sql, &range[..values])
    }
}
