//! The threads of a server: one runs jobs every second, one seals on `PostgreSQL`, and what else is
//! asked for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::Runner;

const JOBS_EVERY: Duration = Duration::from_secs(1);
const SEAL_EVERY: Duration = Duration::from_millis(200);

/// Ends its threads when dropped, after the job in hand.
pub struct Running {
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
    let sealer = every(SEAL_EVERY, "sealer", &stop, move || {
        if let Err(error) = core.db.seal_pending() {
            tracing::error!(%error, "events cannot be sealed");
        }
    });
    Running { stop, threads: vec![jobs, sealer] }
}

impl Running {
    /// One more thing to do again and again beside the server.
    #[must_use]
    pub fn with(mut self, pause: Duration, name: &str, turn: impl Fn() + Send + 'static) -> Self {
        self.threads.push(every(pause, name, &self.stop, turn));
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
            turn();
            thread::park_timeout(pause);
        }
    };
    thread::Builder::new().name(name.into()).spawn(work).expect("the system gives us a thread")
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        for thread in self.threads.drain(..) {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}
