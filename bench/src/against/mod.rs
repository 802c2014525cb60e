//! The product against other designs, on the same facts, in one run: docs/benchmarks.md.

mod answer;
mod cell;
mod facts;
mod goals;
mod large;
mod limits;
mod nodes;
mod peer;
mod product;
mod report;
mod work;

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use serde::Deserialize;

pub(crate) use self::work::restart::Restart;
use self::{
    cell::{Budget, Cell, Series},
    facts::Facts,
    limits::{Limits, load},
    peer::{Name, Peer},
    product::Product,
    report::Report,
    work::{read, restart, roster, under, write},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[value(rename_all = "UPPER")]
pub(crate) enum Scale {
    /// A province of the demo
    S,
    /// All police: every organ, a year of records
    M,
    /// The whole Party, synthetic
    L,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Work {
    /// Dashboards of every level
    W1,
    /// What has been overdue longest
    W2,
    /// Durable records a second
    W3,
    /// Dashboards while records arrive
    W3b,
    /// A roster as a CSV; not without PostgreSQL
    W5,
    /// Figures out of rows, and their memory
    Restart,
}

/// Without arguments: a province, three rounds, SQLite alone, in less than a minute.
#[derive(Debug, Args)]
pub(crate) struct Against {
    #[arg(long, value_enum, default_value = "S")]
    scale: Scale,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Engines to measure against; what is not installed is skipped, and said
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite")]
    peers: Vec<Name>,
    /// Some workloads only
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Work>,
    /// A line of JSON for each cell
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Keeps the seeded data there, or uses those that are there already
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Everything that workloads need.
pub(crate) struct Bench {
    product: Product,
    facts: Facts,
    peers: Vec<Peer>,
    rounds: usize,
    budget: Budget,
    /// How long a storm of records blows in each round.
    storm: Duration,
    /// Open slots that storms have filled.
    used: usize,
    /// Rows of a roster.
    roster: usize,
    limits: Limits,
    /// Of the peers' files; gone with it.
    _folder: tempfile::TempDir,
}

impl Against {
    /// *false* when something was wrong or below its floor.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        if self.scale == Scale::L {
            return large::run(self.rounds, self.json.as_deref());
        }
        let mut report = Report::new(self.scale, self.json.as_deref())?;
        println!("load before: {}", load());
        let mut bench = self.prepare()?;
        println!("\n{}", bench.limits);
        for work in Work::value_variants() {
            if self.only.is_empty() || self.only.contains(work) {
                work.run(&mut bench, &mut report)?;
            }
        }
        println!("\nload after: {}", load());
        drop(bench);
        Ok(report.end())
    }

    fn prepare(&self) -> anyhow::Result<Bench> {
        let prepared = product::prepare(self.scale, self.data.as_deref())?;
        let product = Product::start(prepared)?;
        let facts = Facts::of(&product.core, product::RELATION);
        println!(
            "{} units, {} slots owed, facts {}",
            facts.units.len(),
            facts.tasks.len(),
            facts.checksum()
        );
        let folder = tempfile::TempDir::new_in(&product.data)?;
        let is_small = self.scale == Scale::S;
        let memory = if is_small { "512MB" } else { "3GB" };
        let limits = Limits::measure(folder.path())?;
        let peers = peer::load_all(&self.peers, folder.path(), memory, &facts)?;
        let (millis, storm) = if is_small { (50, 400) } else { (1_000, 5_000) };
        Ok(Bench {
            product,
            facts,
            peers,
            rounds: self.rounds,
            budget: Budget { time: Duration::from_millis(millis), asks: 300 },
            storm: Duration::from_millis(storm),
            used: 0,
            roster: if is_small { 100_000 } else { 2_000_000 },
            limits,
            _folder: folder,
        })
    }
}

impl Work {
    fn run(self, bench: &mut Bench, report: &mut Report) -> anyhow::Result<()> {
        match self {
            Self::W1 => report.table("W1 dashboard", &read::run(bench, read::What::Dashboard)?),
            Self::W2 => {
                report.table("W2 overdue longest, 50", &read::run(bench, read::What::Oldest)?)
            }
            Self::W3 => {
                let (cells, verdict) = write::run(bench)?;
                report.table("W3 durable records with 64 in flight", &cells)?;
                report.claim("w3: ancestors on the next read", verdict);
                report.claim("w3: figures against rows", recount(bench)?);
                Ok(())
            }
            Self::W3b => {
                let (cell, carried, verdict) = under::run(bench)?;
                report.table("W3b reading while records arrive", &[cell])?;
                println!("\n{carried:.0} records a second arrived meanwhile");
                report.value("w3b records a second beside the readers", carried)?;
                report.claim("w3b: ancestors on the next read", verdict);
                Ok(())
            }
            Self::W5 => {
                let cells = roster::run(bench)?;
                if cells.is_empty() {
                    println!("\nW5 roster: *skipped*, no PostgreSQL to stage rows in");
                    return Ok(());
                }
                report.table("W5 roster, CSV", &cells)
            }
            Self::Restart => restarted(bench, report),
        }
    }
}

/// After a storm everything is judged anew out of rows; the first difference.
fn recount(bench: &Bench) -> anyhow::Result<Result<(), String>> {
    let core = &bench.product.core;
    let figures = core.part::<situation::Figures>();
    let mut from = Some(0);
    while let Some(place) = from {
        let (wrong, next) = figures.check(core, place)?;
        if let Some(first) = wrong.first() {
            return Ok(Err(format!("{} slots, first {first}", wrong.len())));
        }
        from = next;
    }
    Ok(Ok(()))
}

/// Against one dashboard of the root out of a task table.
fn restarted(bench: &mut Bench, report: &mut Report) -> anyhow::Result<()> {
    let found = restart::measure(&bench.product.data)?;
    println!("\nfigures out of rows: {:.1} s, {:.0} MB resident", found.seconds, found.megabytes);
    report.value("figures resident MB", found.megabytes)?;
    let mut cells = Vec::new();
    for peer in 0..bench.peers.len() {
        let engine = bench.peers[peer].engine();
        let name = format!("restart {} one task-table dashboard of the root", engine.name());
        let took = bench
            .budget
            .spend(|_| Ok(peer::dashboard(engine, &bench.facts, (peer::Design::Tasks, 0))?.1))?;
        let ours = Series::of_rates(&[found.seconds * 1000.0]);
        let theirs = Series::of_rates(&[cell::median(took)]);
        let unit = cell::Unit::Times;
        cells.push(Cell { name, ours, theirs, unit, bound: None, compared: Ok(1) });
    }
    report.table("Restart from rows", &cells)
}
