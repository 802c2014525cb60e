//! W3: durable records a second with many in flight, every ancestor right on the next read.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context;
use rusqlite::{Connection, params};

use super::storm::{Storm, Target};
use crate::against::{
    Bench,
    cell::{Cell, Series, Unit},
    peer::{self, Design, Peer, server::Server, sqlite},
};

pub(crate) const IN_FLIGHT: usize = 64;

/// What one transaction of a peer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The record, and a row of sums on each node above.
    Ancestors,
    /// The record alone: nobody keeps sums.
    Plain,
    /// Tick the task off, and count the root anew: one after the other.
    Recompute,
}

impl Way {
    const ALL: [Self; 3] = [Self::Ancestors, Self::Plain, Self::Recompute];

    fn words(self) -> &'static str {
        match self {
            Self::Ancestors => "ancestor rows",
            Self::Plain => "plain insert",
            Self::Recompute => "task update and root anew",
        }
    }
}

/// The cells, and whether every look was right.
pub(crate) fn run(bench: &mut Bench) -> anyhow::Result<(Vec<Cell>, Result<(), String>)> {
    let (rounds, time) = (bench.rounds, bench.storm);
    let bound = bench.limits.flushes * IN_FLIGHT as f64;
    let Bench { product, facts, peers, used, .. } = bench;
    let storm = Storm::new(product, facts, *used)?;
    let ids = AtomicI64::new(1);
    let mut cells = Vec::new();
    for peer in peers.iter_mut().filter(|it| it.takes_records()) {
        for way in Way::ALL {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..rounds {
                ours.push(rate(IN_FLIGHT, time, |_| storm.record())?);
                theirs.push(match way {
                    Way::Recompute => recompute(peer, facts, &storm, time)?,
                    _ => insert(peer, way, (&storm, &ids), time)?,
                });
            }
            let compared = storm.verdict().map(|()| storm.looks.load(Ordering::SeqCst));
            let name = format!("w3 {} {}", peer.name(), way.words());
            let (ours, theirs) = (Series::of_rates(&ours), Series::of_rates(&theirs));
            let bound = Some((bound, "flushes × 64"));
            cells.push(Cell { name, ours, theirs, unit: Unit::PerSecond, bound, compared });
        }
    }
    *used = storm.used();
    Ok((cells, storm.verdict()))
}

/// After a storm everything is judged anew out of rows; the first difference.
pub(crate) fn recount(bench: &Bench) -> anyhow::Result<Result<(), String>> {
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

/// How many a second so many callers get done.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
pub(crate) fn rate(
    callers: usize,
    time: Duration,
    work: impl Fn(usize) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<f64> {
    let (begun, done, failed) = (Instant::now(), AtomicUsize::new(0), Mutex::new(None));
    std::thread::scope(|scope| {
        for caller in 0..callers {
            let (work, done, failed) = (&work, &done, &failed);
            scope.spawn(move || {
                while begun.elapsed() < time {
                    if let Err(error) = work(caller) {
                        failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                        return;
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let took = begun.elapsed().as_secs_f64();
    failed.map_or(Ok(done.into_inner() as f64 / took), Err)
}

/// Words of a record: as long as the roll and minutes that ours writes.
fn words() -> String {
    "会".repeat(200)
}

fn insert(
    peer: &mut Peer,
    way: Way,
    (storm, ids): (&Storm<'_>, &AtomicI64),
    time: Duration,
) -> anyhow::Result<f64> {
    let words = words();
    match peer {
        Peer::Sqlite(peer) => {
            let one = Mutex::new(sqlite::open(&peer.file)?);
            rate(IN_FLIGHT, time, |_| {
                let id = ids.fetch_add(1, Ordering::Relaxed);
                let mut one = one.lock().unwrap_or_else(PoisonError::into_inner);
                in_sqlite(&mut one, (id, storm.target(id as usize)), way, &words)
            })
        }
        Peer::Postgres(peer) => {
            let connections = connections(&peer.server)?;
            let sql = if way == Way::Plain { PLAIN } else { WITH_ANCESTORS };
            rate(IN_FLIGHT, time, |caller| {
                let id = ids.fetch_add(1, Ordering::Relaxed);
                let target = storm.target(id as usize);
                let mut one = connections[caller].lock().unwrap_or_else(PoisonError::into_inner);
                let (client, plain, full) = &mut *one;
                let statement = if way == Way::Plain { plain } else { full };
                let (place, duty) = (&target.place, &target.duty);
                if sql == PLAIN {
                    client.execute(&*statement, &[&id, place, duty, &words])?;
                } else {
                    client.execute(&*statement, &[&id, place, duty, &words, &target.way])?;
                }
                Ok(())
            })
        }
        _ => anyhow::bail!("{} takes no records", peer.name()),
    }
}

const PLAIN: &str = "INSERT INTO record VALUES ($1, $2, $3, 20261120, $4)";
const WITH_ANCESTORS: &str = "SELECT keep($1, $2, $3, $4, $5)";
const KEEP: &str = "
    CREATE OR REPLACE FUNCTION keep(i BIGINT, p BIGINT, d BIGINT, w TEXT, way BIGINT[])
    RETURNS void LANGUAGE plpgsql AS $$
    DECLARE node BIGINT;
    BEGIN
        INSERT INTO record VALUES (i, p, d, 20261120, w);
        FOREACH node IN ARRAY way LOOP
            UPDATE counter SET done = done + 1 WHERE place = node AND duty = d;
        END LOOP;
    END $$";

type Connected = Mutex<(postgres::Client, postgres::Statement, postgres::Statement)>;

fn connections(server: &Server) -> anyhow::Result<Vec<Connected>> {
    server.connect()?.batch_execute(KEEP)?;
    let connect = |_| {
        let mut client = server.connect()?;
        let (plain, full) = (client.prepare(PLAIN)?, client.prepare(WITH_ANCESTORS)?);
        Ok(Mutex::new((client, plain, full)))
    };
    (0..IN_FLIGHT).map(connect).collect()
}

fn in_sqlite(
    one: &mut Connection,
    (id, target): (i64, &Target),
    way: Way,
    words: &str,
) -> anyhow::Result<()> {
    let change = one.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    change
        .prepare_cached("INSERT INTO record VALUES (?1, ?2, ?3, 20261120, ?4)")?
        .execute(params![id, target.place, target.duty, words])?;
    if way == Way::Ancestors {
        let sql = "UPDATE counter SET done = done + 1 WHERE place = ?1 AND duty = ?2";
        let mut update = change.prepare_cached(sql)?;
        for place in &target.way {
            update.execute([*place, target.duty])?;
        }
    }
    Ok(change.commit()?)
}

/// One caller: whoever asks next must find it counted.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn recompute(
    peer: &mut Peer,
    facts: &crate::against::facts::Facts,
    storm: &Storm<'_>,
    time: Duration,
) -> anyhow::Result<f64> {
    let (begun, mut many) = (Instant::now(), 0);
    while begun.elapsed() < time || many == 0 {
        let target = storm.target(many);
        let root = *target.way.last().context("a unit stands somewhere")?;
        peer.tick(target.place, target.duty)?;
        peer::dashboard(peer.engine(), facts, (Design::Tasks, root))?;
        many += 1;
    }
    Ok(many as f64 / begun.elapsed().as_secs_f64())
}
