//! Other designs on other engines, given the same facts in the best layout that we know.

pub(crate) mod duckdb;
pub(crate) mod load;
pub(crate) mod polars;
pub(crate) mod postgres;
pub(crate) mod python;
pub(crate) mod server;
pub(crate) mod sqlite;

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::bail;
use clap::ValueEnum;

use self::server::Server;
use super::{
    answer::{Dashboard, Oldest},
    facts::Facts,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    Sqlite,
    #[value(alias = "postgres")]
    Pg,
    Duckdb,
    Polars,
    /// Reads rosters only
    Pandas,
}

/// How the facts lie in tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Design {
    /// A row per slot with a done flag, a covering index, units numbered in pre-order.
    Tasks,
    /// A row of sums per (unit, duty), kept for every ancestor.
    Counters,
    /// What is overdue in a table of its own, indexed by day and by place.
    Overdue,
}

impl Design {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Tasks => "task table",
            Self::Counters => "counter rows",
            Self::Overdue => "overdue column",
        }
    }
}

pub(crate) type Rows = Vec<Vec<i64>>;

/// What is asked of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// (duty, owed, done, overdue) of everything below.
    Duties,
    /// (child's place, owed, done, overdue).
    Children,
    /// (day, place, duty), the first fifty.
    Oldest,
}

/// A question to a design.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) design: Design,
    pub(crate) of: Question,
}

/// One warm connection; every value that we ask with or for is a whole number.
pub(crate) trait Engine {
    fn name(&self) -> &'static str;

    /// The rows, and how long they took. `range`: the node's place, and one after the last below it.
    fn answer(&mut self, asked: Asked, range: [i64; 2]) -> anyhow::Result<(Rows, Duration)>;
}

impl Asked {
    /// The statement, and how many values of the range it takes.
    pub(crate) fn sql(self) -> (&'static str, usize) {
        match (self.of, self.design) {
            (Question::Duties, Design::Counters) => (COUNTERS_BY_DUTY, 1),
            (Question::Duties, _) => (TASKS_BY_DUTY, 2),
            (Question::Children, Design::Counters) => (COUNTERS_BY_CHILD, 1),
            (Question::Children, _) => (TASKS_BY_CHILD, 1),
            (Question::Oldest, Design::Overdue) => (OLDEST_OVERDUE, 2),
            (Question::Oldest, _) => (OLDEST_TASKS, 2),
        }
    }
}

const TASKS_BY_DUTY: &str = "
    SELECT duty, count(*), CAST(sum(done) AS BIGINT), CAST(sum(overdue) AS BIGINT)
    FROM task WHERE place >= $1 AND place < $2 GROUP BY duty";
const TASKS_BY_CHILD: &str = "
    SELECT n.place, count(*), CAST(sum(t.done) AS BIGINT), CAST(sum(t.overdue) AS BIGINT)
    FROM node n JOIN task t ON t.place >= n.place AND t.place < n.last
    WHERE n.parent = $1 GROUP BY n.place";
/// The same for PostgreSQL, whose planner would not walk the index child by child.
const TASKS_BY_CHILD_LATERAL: &str = "
    SELECT n.place, s.owed, s.done, s.overdue
    FROM node n CROSS JOIN LATERAL (
        SELECT count(*) AS owed, CAST(sum(t.done) AS BIGINT) AS done,
               CAST(sum(t.overdue) AS BIGINT) AS overdue
        FROM task t WHERE t.place >= n.place AND t.place < n.last) s
    WHERE n.parent = $1 AND s.owed > 0";
const COUNTERS_BY_DUTY: &str = "SELECT duty, owed, done, overdue FROM counter WHERE place = $1";
const COUNTERS_BY_CHILD: &str = "
    SELECT n.place, CAST(sum(c.owed) AS BIGINT), CAST(sum(c.done) AS BIGINT),
           CAST(sum(c.overdue) AS BIGINT)
    FROM node n JOIN counter c ON c.place = n.place WHERE n.parent = $1 GROUP BY n.place";
const OLDEST_TASKS: &str = "
    SELECT due_on, place, duty FROM task WHERE place >= $1 AND place < $2 AND overdue = 1
    ORDER BY due_on, place LIMIT 50";
const OLDEST_OVERDUE: &str = "
    SELECT due_on, place, duty FROM overdue WHERE place >= $1 AND place < $2
    ORDER BY due_on, place LIMIT 50";

/// The figures of a node and of its children.
pub(crate) fn dashboard(
    engine: &mut dyn Engine,
    facts: &Facts,
    (design, place): (Design, i64),
) -> anyhow::Result<(Dashboard, Duration)> {
    let range = [place, facts.units[place as usize].end];
    let mut ask = |of: Question| engine.answer(Asked { design, of }, range);
    let (duties, children) = (ask(Question::Duties)?, ask(Question::Children)?);
    let took = duties.1 + children.1;
    Ok((Dashboard::of_rows(facts, &duties.0, &children.0), took))
}

/// What has been overdue longest below a node.
pub(crate) fn oldest(
    engine: &mut dyn Engine,
    facts: &Facts,
    (design, place): (Design, i64),
) -> anyhow::Result<(Oldest, Duration)> {
    let range = [place, facts.units[place as usize].end];
    let (rows, took) = engine.answer(Asked { design, of: Question::Oldest }, range)?;
    Ok((Oldest { days: rows.iter().filter_map(|row| row.first().copied()).collect() }, took))
}

/// A loaded engine.
pub(crate) enum Peer {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
    Duckdb(duckdb::Duckdb),
    Polars(polars::Polars),
}

impl Peer {
    pub(crate) fn engine(&mut self) -> &mut dyn Engine {
        match self {
            Self::Sqlite(it) => it,
            Self::Postgres(it) => &mut **it,
            Self::Duckdb(it) => it,
            Self::Polars(it) => it,
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(it) => it.name(),
            Self::Postgres(it) => it.name(),
            Self::Duckdb(it) => it.name(),
            Self::Polars(it) => it.name(),
        }
    }

    /// *false* where it is no store for records one by one.
    pub(crate) fn takes_records(&self) -> bool {
        matches!(self, Self::Sqlite(_) | Self::Postgres(_))
    }

    /// Ticks off a unit's tasks of a duty; answered when it is on the disk.
    pub(crate) fn tick(&mut self, place: i64, duty: i64) -> anyhow::Result<()> {
        const TICK: &str = "UPDATE task SET done = 1, overdue = 0 WHERE place = $1 AND duty = $2";
        match self {
            Self::Sqlite(it) => it.run(TICK, &[place, duty]),
            Self::Postgres(it) => it.run(TICK, &[place, duty]),
            Self::Duckdb(_) | Self::Polars(_) => bail!("{} takes no records", self.name()),
        }
    }
}

/// Those that are wanted and installed; the others are named as skipped. pandas is given files alone.
pub(crate) fn load_all(
    wanted: &[Name],
    server: Option<&Arc<Server>>,
    folder: &Path,
    facts: &Facts,
) -> anyhow::Result<Vec<Peer>> {
    let mut peers = Vec::new();
    for name in wanted {
        match name {
            Name::Sqlite => peers.push(Peer::Sqlite(sqlite::Sqlite::load(folder, facts)?)),
            Name::Pg => match server {
                Some(server) => {
                    let loaded = postgres::Postgres::load(server.clone(), facts)?;
                    peers.push(Peer::Postgres(Box::new(loaded)));
                }
                None => println!("PostgreSQL: *skipped*, its programs are not installed"),
            },
            Name::Duckdb => match duckdb::python() {
                Some(it) => peers.push(Peer::Duckdb(duckdb::Duckdb::load(&it, folder, facts)?)),
                None => println!("DuckDB: *skipped*, no Python that has it"),
            },
            Name::Polars => match polars::python() {
                Some(it) => peers.push(Peer::Polars(polars::Polars::load(&it, folder, facts)?)),
                None => println!("Polars: *skipped*, no Python that has it"),
            },
            Name::Pandas => {}
        }
    }
    Ok(peers)
}
