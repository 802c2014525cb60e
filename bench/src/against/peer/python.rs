//! Programs of ours in a Python of its own: a line of JSON is answered by a line of JSON. Time is taken
//! there, without the pipe to us.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::Value;

use super::Rows;

/// Ends with it.
pub(crate) struct Python {
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

/// A Python that can import all of these: the machine's own, or one made beside the program once, on
/// demand. `None` where neither has them.
pub(crate) fn that_has(modules: &[&str]) -> Option<PathBuf> {
    let has = |python: &Path| {
        let asked =
            Command::new(python).args(["-c", &format!("import {}", modules.join(", "))]).output();
        asked.is_ok_and(|it| it.status.success())
    };
    let own = PathBuf::from("python3");
    if has(&own) {
        return Some(own);
    }
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?.parent()?.join("bench-python");
    let python = folder.join("bin/python");
    if !has(&python) {
        Command::new(own).args(["-m", "venv"]).arg(&folder).status().ok()?;
        let install = ["-m", "pip", "install", "--quiet"];
        Command::new(&python).args(install).args(modules).status().ok()?;
    }
    Some(python).filter(|it| has(it))
}

impl Python {
    /// `program` is its text, `words` are what follows it.
    pub(crate) fn start(python: &Path, program: &str, words: &[&Path]) -> anyhow::Result<Self> {
        let mut command = Command::new(python);
        command.args(["-c", program]).args(words);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asking = child.stdin.take().context("a pipe to Python")?;
        let answers = BufReader::new(child.stdout.take().context("a pipe from Python")?);
        Ok(Self { child, asking, answers })
    }

    pub(crate) fn ask(&mut self, asked: &Value) -> anyhow::Result<(Rows, Duration)> {
        writeln!(self.asking, "{asked}")?;
        self.asking.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line).context("Python ended")?;
        if let Some(error) = answer.error {
            bail!("{error} in {asked}");
        }
        Ok((answer.rows, Duration::from_secs_f64(answer.seconds)))
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
