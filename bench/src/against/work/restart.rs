//! Figures out of rows in a fresh process: how long, and how much memory they take.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::Context;
use clap::Args;
use serde::{Deserialize, Serialize};
use situation::Figures;

use crate::against::{limits::resident, product};

/// What a fresh process found.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Restarted {
    pub(crate) seconds: f64,
    pub(crate) megabytes: f64,
}

/// Counts everything out of rows and says what it took.
#[derive(Debug, Args)]
pub(crate) struct Restart {
    #[arg(long)]
    data: PathBuf,
}

impl Restart {
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let core = product::beside(&self.data)?.core.clone();
        let before = resident();
        let begun = Instant::now();
        core.part::<Figures>().keep_up(&core)?;
        let seconds = begun.elapsed().as_secs_f64();
        let found = Restarted { seconds, megabytes: resident() - before };
        println!("{}", serde_json::to_string(&found)?);
        Ok(())
    }
}

/// In a process of its own, beside this one.
pub(crate) fn measure(data: &Path) -> anyhow::Result<Restarted> {
    let program = std::env::current_exe()?;
    let told = Command::new(program).arg("restart").arg("--data").arg(data).output()?;
    let text = String::from_utf8_lossy(&told.stdout);
    let complaint = || format!("{text}{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_str(text.trim()).with_context(complaint)
}
