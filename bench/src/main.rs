//! Measurements, printed as ratios or percentiles of one run: `cargo run --release -p bench`.

mod acts;
mod against;
mod audit;
mod http;
mod load;
mod pages;
mod soak;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures the product against other designs on this machine, now: docs/benchmarks.md.
///
/// Without a word: a province, three rounds, SQLite alone, in less than a minute. Exit code 1 when an
/// answer was wrong or a ratio below its floor (bench/floors.toml).
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Bench {
    #[command(flatten)]
    against: against::Against,
    #[command(subcommand)]
    alone: Option<Alone>,
}

/// The product by itself; nothing here passes or fails by time.
#[derive(Debug, Subcommand)]
enum Alone {
    /// Acts per second with 64 callers, two in a hundred failing, against one commit per act
    Acts(acts::Acts),
    /// Searches over millions of events, and what sealing costs
    Audit(audit::Audit),
    /// Percentiles of pages over HTTP on a running demo, idle and under a mixed load
    Pages(pages::Pages),
    /// The real server under load for minutes, through a month's turn: nothing lost, no difference
    Soak(soak::Soak),
    /// Records a second of the product alone, and the processor time of one
    Records(against::Records),
    /// Figures out of rows in a fresh process, and their memory
    Restart(against::Restart),
}

fn main() -> anyhow::Result<ExitCode> {
    let Bench { against, alone } = Bench::parse();
    match alone {
        None if against.run()? => return Ok(ExitCode::SUCCESS),
        None => return Ok(ExitCode::FAILURE),
        Some(Alone::Acts(bench)) => bench.run()?,
        Some(Alone::Audit(bench)) => bench.run()?,
        Some(Alone::Pages(bench)) => bench.run()?,
        Some(Alone::Soak(bench)) => bench.run()?,
        Some(Alone::Records(bench)) => bench.run()?,
        Some(Alone::Restart(bench)) => bench.run()?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The value below which `percent` of the sorted measurements lie.
fn percentile(sorted: &[u128], percent: usize) -> u128 {
    let place = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1));
    sorted.get(place - 1).copied().unwrap_or_default()
}
