//! The threads of a server: one runs jobs every second, one seals on `PostgreSQL`, and what else is
//! asked for.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use act::Core;

use crate::Runner;

const JOBS_EVERY: Duration = Duration::from_secs(1);
/// Whoever follows the database looks at the latest after this time, woken or not.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Between being woken and looking: acts that come together are sealed and taken in together.
const GATHER: Duration = Duration::from_millis(10);

/// Ends its threads when dropped, after the job in hand.
pub struct Running {
    core: Arc<Core>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// Starts working; `serve` keeps what comes back.
pub fn start(runner: Runner) -> Running {
    let stop = Arc::new(AtomicBool::new(false));
    let core = runner.core().clone();
    let jobs = every(JOBS_EVERY, "jobs", &stop, move || {
        if let Err(error) = runner.run_due() {
            tracing::error!(%error, "jobs cannot be read or written");
        }
    });
    Running { core, stop, threads: vec![jobs] }.following("sealer", |core| {
        if let Err(error) = seal(core) {
            tracing::error!(%error, "events cannot be sealed");
        }
    })
}

/// Everything that waits, block after block.
fn seal(core: &Core) -> db::Result<()> {
    while core.db.seal_pending()? > 0 {}
    Ok(())
}

impl Running {
    /// One more thing to do again and again beside the server.
    #[must_use]
    pub fn with(mut self, pause: Duration, name: &str, turn: impl Fn() + Send + 'static) -> Self {
        self.threads.push(every(pause, name, &self.stop, turn));
        self
    }

    /// One more thing to do whenever something was committed, here or by another node, and at the
    /// latest every second.
    #[must_use]
    pub fn following(mut self, name: &str, turn: impl Fn(&Arc<Core>) + Send + 'static) -> Self {
        let (core, stop) = (self.core.clone(), self.stop.clone());
        let work = move || {
            let mut heard = 0;
            while !stop.load(Ordering::Acquire) {
                surviving(|| turn(&core));
                heard = core.db.wait_for_news(heard, LOOK_EVERY);
                thread::park_timeout(GATHER);
            }
        };
        self.threads.push(spawn(name, work));
        self
    }
}

fn every(
    pause: Duration,
    name: &str,
    stop: &Arc<AtomicBool>,
    turn: impl Fn() + Send + 'static,
) -> JoinHandle<()> {
    let stop = stop.clone();
    let work = move || {
        while !stop.load(Ordering::Acquire) {
            surviving(&turn);
            thread::park_timeout(pause);
        }
    };
    spawn(name, work)
}

/// A turn that panics is over; the hook has written where, and the next one begins as ever.
fn surviving(turn: impl Fn()) {
    let _ = catch_unwind(AssertUnwindSafe(turn));
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    thread::Builder::new().name(name.into()).spawn(work).expect("the system gives us a thread")
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.core.db.wake();
        for thread in self.threads.drain(..) {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
