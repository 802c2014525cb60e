//! Measurements, printed as ratios or percentiles of one run: `cargo run --release -p bench -- WHAT`.

mod acts;
mod http;
mod pages;
mod soak;

use clap::Parser;

/// Measures on this machine, now; nothing here passes or fails by time.
#[derive(Debug, Parser)]
enum Bench {
    /// Acts per second with 64 callers, two in a hundred failing, against one commit per act
    Acts(acts::Acts),
    /// Percentiles of pages over HTTP, signed in: starts the given binary on the given data
    Pages(pages::Pages),
    /// The real server under load for minutes, through a month's turn: nothing lost, no difference
    Soak(soak::Soak),
    /// Everything once, small: what the check runs
    Smoke,
}

fn main() -> anyhow::Result<()> {
    match Bench::parse() {
        Bench::Acts(bench) => bench.run(),
        Bench::Pages(bench) => bench.run(),
        Bench::Soak(bench) => bench.run(),
        Bench::Smoke => acts::Acts::smoke().run(),
    }
}

/// The value below which `percent` of the sorted measurements lie.
fn percentile(sorted: &[u128], percent: usize) -> u128 {
    let place = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len().max(1));
    sorted.get(place - 1).copied().unwrap_or_default()
}
