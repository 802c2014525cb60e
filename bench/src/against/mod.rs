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

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;

pub(crate) use self::work::{records::Records, restart::Restart};
use self::{
    cell::Budget,
    facts::Facts,
    limits::{Limits, load},
    peer::{Name, Peer, python::Python, server::Server},
    product::{Home, On, Product},
    report::Report,
    work::{Work, roster},
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

/// Without arguments: a province, three rounds, SQLite alone, in less than a minute.
#[derive(Debug, Args)]
pub(crate) struct Against {
    #[arg(long, value_enum, default_value = "S")]
    scale: Scale,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// The product's own database; with --data it keeps those of PostgreSQL in that folder too
    #[arg(long, value_enum, default_value = "sqlite")]
    on: On,
    /// Rows of the roster of W5: 100,000 at S, 2,000,000 at M when not given
    #[arg(long, value_name = "ROWS")]
    roster: Option<usize>,
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
    /// The Python of pandas, where it is a peer and installed.
    pandas: Option<Python>,
    limits: Limits,
    /// Of the peers' files; gone with it.
    folder: tempfile::TempDir,
    /// Ends after everything that is connected to it.
    _server: Option<Arc<Server>>,
    /// Of data that are not kept.
    _data: Option<tempfile::TempDir>,
}

impl Against {
    /// *false* when something was wrong or below its floor.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        if self.scale == Scale::L {
            return large::run(self.rounds, self.json.as_deref());
        }
        let mut report = Report::new((self.scale, self.on), self.json.as_deref())?;
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
        let is_small = self.scale == Scale::S;
        let (home, server, data) = self.home()?;
        home.seed(self.scale)?;
        let product = Product::start(home)?;
        let facts = Facts::of(&product.core, product::RELATION);
        println!(
            "{} units, {} slots owed, facts {}",
            facts.units.len(),
            facts.tasks.len(),
            facts.checksum()
        );
        let folder = tempfile::TempDir::new_in(&product.home.data)?;
        let limits = Limits::measure(folder.path())?;
        let peers = peer::load_all(&self.peers, server.as_ref(), folder.path(), &facts)?;
        let pandas = self.peers.contains(&Name::Pandas).then(roster::pandas).transpose()?.flatten();
        let (millis, storm) = if is_small { (50, 400) } else { (1_000, 5_000) };
        Ok(Bench {
            product,
            facts,
            peers,
            rounds: self.rounds,
            budget: Budget { time: Duration::from_millis(millis), asks: 300 },
            storm: Duration::from_millis(storm),
            used: 0,
            roster: self.roster.unwrap_or(if is_small { 100_000 } else { 2_000_000 }),
            pandas,
            limits,
            folder,
            _server: server,
            _data: data,
        })
    }

    /// Where ours lives, the PostgreSQL of this run where one is needed and installed, and the guard of
    /// a folder that is not kept.
    fn home(&self) -> anyhow::Result<(Home, Option<Arc<Server>>, Option<tempfile::TempDir>)> {
        let guard = self.data.is_none().then(tempfile::TempDir::new).transpose()?;
        let kept = self.data.as_deref().or(guard.as_ref().map(tempfile::TempDir::path));
        let mut data = kept.context("a folder")?.to_owned();
        let is_served = self.on == On::Postgres;
        if is_served {
            data.push("postgres");
        }
        let databases = Some(data.join("databases")).filter(|_| is_served && guard.is_none());
        let memory = if self.scale == Scale::S { "512MB" } else { "3GB" };
        let server = match peer::server::programs() {
            Some(programs) if is_served || self.peers.contains(&Name::Pg) => {
                Some(Arc::new(Server::start(&programs, memory, databases.as_deref())?))
            }
            None if is_served => bail!("no PostgreSQL is installed that ours could work on"),
            _ => None,
        };
        let home = Home::new(&data, server.as_ref().filter(|_| is_served))?;
        Ok((home, server, guard))
    }
}
