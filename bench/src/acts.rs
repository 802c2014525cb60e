//! How many acts a second: grouped commits against one commit per act, on the same machine in one run.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use act::{Act, Actor, Core, Ctx, Error, Powers};
use calendar::Clock;
use clap::Args;
use crypto::Keys;
use db::{Db, Durability, Target, bind};

use crate::percentile;

const TOUCH: Act = Act::new("bench.touch", "量速度");

#[derive(Debug, Args)]
pub(crate) struct Acts {
    /// Callers at once
    #[arg(long, default_value_t = 64)]
    callers: usize,
    /// Seconds for each of the two runs
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// A PostgreSQL database instead of SQLite in a temporary folder
    #[arg(long)]
    database: Option<String>,
}

impl Acts {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::TempDir::new()?;
        let target = match &self.database {
            Some(url) => Target::Url(url.clone()),
            None => Target::Folder(folder.path().to_owned()),
        };
        let db = Db::open(&target, Durability::Full)?;
        let core = Core::new(db, Keys::for_tests(), Clock::system()).with(Powers::default());
        let core = Arc::new(core);
        seed(&core)?;
        let alone = measure(&core, 1, self.seconds);
        let together = measure(&core, self.callers, self.seconds);
        println!("{}", core.db.name()?);
        println!("one caller:  {alone}");
        println!("{} callers: {together}", self.callers);
        println!("ratio: {:.1}", together.per_second() / alone.per_second().max(1.0));
        Ok(())
    }
}

struct Measured {
    done: usize,
    failed: usize,
    took: Duration,
    /// Microseconds, sorted.
    waits: Vec<u128>,
}

impl Measured {
    fn per_second(&self) -> f64 {
        self.done as f64 / self.took.as_secs_f64()
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (p50, p99) = (percentile(&self.waits, 50), percentile(&self.waits, 99));
        write!(
            f,
            "{:.0} acts/s, p50 {:.1} ms, p99 {:.1} ms, {} failed alone",
            self.per_second(),
            p50 as f64 / 1000.0,
            p99 as f64 / 1000.0,
            self.failed
        )
    }
}

fn seed(core: &Arc<Core>) -> act::Result<()> {
    let ctx = Ctx::new(core, Actor::Operator);
    ctx.act_system(&TOUCH, |w| {
        for unit in 1..=1000_i64 {
            let sql = "INSERT INTO unit_fact (unit, name, from_on, value)
                       VALUES ($1, 'bench', '2026-01-01', 0) ON CONFLICT DO NOTHING";
            w.run(sql, bind![unit])?;
            w.touch(unit, db::Touch::Unit);
        }
        Ok(())
    })
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn measure(core: &Arc<Core>, callers: usize, seconds: u64) -> Measured {
    let until = Duration::from_secs(seconds);
    let (done, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let begun = Instant::now();
    let mut waits: Vec<u128> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..callers)
            .map(|caller| {
                let (done, failed) = (&done, &failed);
                scope.spawn(move || {
                    let mut waits = Vec::new();
                    for turn in 0.. {
                        if begun.elapsed() >= until {
                            break;
                        }
                        let asked = Instant::now();
                        let counter = if touch(core, (caller * 31 + turn) as i64 % 1000 + 1, turn) {
                            done
                        } else {
                            failed
                        };
                        counter.fetch_add(1, Ordering::Relaxed);
                        waits.push(asked.elapsed().as_micros());
                    }
                    waits
                })
            })
            .collect();
        callers.into_iter().flat_map(|caller| caller.join().unwrap_or_default()).collect()
    });
    waits.sort_unstable();
    Measured { done: done.into_inner(), failed: failed.into_inner(), took: begun.elapsed(), waits }
}

/// One read, one change, one event under a seal; every fiftieth changes its mind.
fn touch(core: &Arc<Core>, unit: i64, turn: usize) -> bool {
    let ctx = Ctx::new(core, Actor::System("bench"));
    let acted = ctx.act_system(&TOUCH, |w| {
        let sql = "SELECT value FROM unit_fact WHERE unit = $1 AND name = 'bench'";
        let value: i64 = w.one(sql, bind![unit])?;
        let sql = "UPDATE unit_fact SET value = $2 WHERE unit = $1 AND name = 'bench'";
        w.run(sql, bind![unit, value + 1])?;
        w.touch(unit, db::Touch::Unit);
        if turn % 50 == 49 { Err(Error::Conflict("changed its mind".into())) } else { Ok(()) }
    });
    acted.is_ok()
}
