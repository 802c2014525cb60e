//! Figures out of rows in a fresh process: how long, and how much memory they take.

use std::{process::Command, time::Instant};

use anyhow::Context;
use clap::Args;
use serde::{Deserialize, Serialize};
use situation::Figures;

use crate::against::{
    Bench,
    cell::{Cell, Series, Unit, median},
    limits::resident,
    peer::{self, Design},
    product::Home,
};

/// What a fresh process found.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Restarted {
    pub(crate) seconds: f64,
    pub(crate) megabytes: f64,
}

/// Counts everything out of rows and says what it took.
#[derive(Debug, Args)]
pub(crate) struct Restart {
    #[command(flatten)]
    home: Home,
}

impl Restart {
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let core = self.home.beside()?.core.clone();
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
fn measure(home: &Home) -> anyhow::Result<Restarted> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("restart").arg("--data").arg(&home.data);
    if let Some(url) = &home.database {
        command.args(["--database", url]);
    }
    let told = command.output()?;
    let text = String::from_utf8_lossy(&told.stdout);
    let complaint = || format!("{text}{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_str(text.trim()).with_context(complaint)
}

/// Against one dashboard of the root out of each peer's task table.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<(Restarted, Vec<Cell>)> {
    let found = measure(&bench.product.home)?;
    let mut cells = Vec::new();
    for peer in &mut bench.peers {
        let engine = peer.engine();
        let name = format!("restart {} one task-table dashboard of the root", engine.name());
        let took = bench
            .budget
            .spend(|_| Ok(peer::dashboard(engine, &bench.facts, (Design::Tasks, 0))?.1))?;
        let ours = Series::of_rates(&[found.seconds * 1000.0]);
        let theirs = Series::of_rates(&[median(took)]);
        cells.push(Cell { name, ours, theirs, unit: Unit::Times, bound: None, compared: Ok(1) });
    }
    Ok((found, cells))
}
