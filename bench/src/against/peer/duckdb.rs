//! DuckDB in a Python of its own; its time is taken there, without the pipe to us.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::json;

use super::{Engine, Rows, load};
use crate::against::facts::Facts;

pub(crate) struct Duckdb {
    child: Child,
    asking: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Answer {
    rows: Rows,
    seconds: f64,
    error: Option<String>,
}

/// A Python that has DuckDB: made beside the program once, on demand. `None` where that fails.
pub(crate) fn python() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.parent()?.join("bench-python");
    let python = folder.join("bin/python");
    let has = |python: &Path| {
        let asked = Command::new(python).args(["-c", "import duckdb"]).output();
        asked.is_ok_and(|it| it.status.success())
    };
    if !has(&python) {
        Command::new("python3").args(["-m", "venv"]).arg(&folder).status().ok()?;
        let install = ["-m", "pip", "install", "--quiet", "duckdb"];
        Command::new(&python).args(install).status().ok()?;
    }
    Some(python.clone()).filter(|it| has(it))
}

impl Duckdb {
    pub(crate) fn start(python: &Path, file: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(python);
        command.args(["-c", include_str!("duck.py")]).arg(file);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asking = child.stdin.take().context("a pipe to Python")?;
        let answers = BufReader::new(child.stdout.take().context("a pipe from Python")?);
        Ok(Self { child, asking, answers })
    }

    pub(crate) fn load(python: &Path, folder: &Path, facts: &Facts) -> anyhow::Result<Self> {
        let mut engine = Self::start(python, &folder.join("peer.duckdb"))?;
        for ((table, columns), rows) in load::TABLES.into_iter().zip(load::rows(facts)) {
            engine.ask(&load::create(table, columns), &[])?;
            engine.take(folder, table, &rows)?;
        }
        Ok(engine)
    }

    /// By way of a file.
    fn take(&mut self, folder: &Path, table: &str, rows: &Rows) -> anyhow::Result<()> {
        let file = folder.join(format!("{table}.csv"));
        let mut text = std::io::BufWriter::new(std::fs::File::create(&file)?);
        for row in rows {
            let words: Vec<String> = row.iter().map(i64::to_string).collect();
            writeln!(text, "{}", words.join(","))?;
        }
        text.flush()?;
        let sql = format!("COPY {table} FROM '{}' (HEADER false)", file.display());
        self.ask(&sql, &[])?;
        std::fs::remove_file(file)?;
        Ok(())
    }
}

impl Engine for Duckdb {
    fn name(&self) -> &'static str {
        "DuckDB"
    }

    fn ask(&mut self, sql: &str, values: &[i64]) -> anyhow::Result<(Rows, Duration)> {
        writeln!(self.asking, "{}", json!({"sql": sql, "values": values}))?;
        self.asking.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line).context("DuckDB ended")?;
        if let Some(error) = answer.error {
            bail!("{error} in {sql}");
        }
        Ok((answer.rows, Duration::from_secs_f64(answer.seconds)))
    }
}

impl Drop for Duckdb {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
