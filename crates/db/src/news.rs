//! News of commits: a bell that wakes whoever follows them, and who hears of the acts of other nodes.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError, Weak},
    thread,
    time::Duration,
};

use ::postgres::fallible_iterator::FallibleIterator;

use crate::server;

/// What a sealing node calls out to all nodes on one database.
pub(crate) const CHANNEL: &str = "guantong_seal";
/// How often the listener looks whether anybody is still interested.
const LISTENS_FOR: Duration = Duration::from_secs(1);
/// Between two attempts to reach a server that is away; followers poll meanwhile.
const BEFORE_ANOTHER_TRY: Duration = Duration::from_millis(300);

/// Rung after commits. Counts, so that nobody misses what was rung while he was at work.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<u64>,
    sounds: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.sounds.notify_all();
    }

    /// Waits until it was rung more often than `heard`; how often it was rung by now.
    pub(crate) fn wait(&self, heard: u64, at_most: Duration) -> u64 {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.sounds.wait_timeout_while(rung, at_most, |rung| *rung <= heard);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Rings the bell whenever a node on this `PostgreSQL` has sealed, on a thread and a connection of
/// its own, until nobody holds the bell any more.
pub(crate) fn listen(url: &str, bell: &Arc<Bell>) {
    let (url, bell) = (url.to_owned(), Arc::downgrade(bell));
    let work = move || {
        while bell.strong_count() > 0 {
            if let Err(error) = hear(&url, &bell) {
                tracing::warn!(%error, "seals of other nodes are not heard; polling meanwhile");
            }
            thread::park_timeout(BEFORE_ANOTHER_TRY);
        }
    };
    let thread = thread::Builder::new().name("listen".into()).spawn(work);
    thread.expect("the system gives us a thread");
}

/// Hears until the connection is lost or nobody is interested.
fn hear(url: &str, bell: &Weak<Bell>) -> crate::Result<()> {
    let mut client = server::connect(url)?;
    client.batch_execute(&format!("LISTEN {CHANNEL}"))?;
    // What was called out before this moment went unheard.
    ring(bell);
    while !client.is_closed() && bell.strong_count() > 0 {
        let heard = client.notifications().timeout_iter(LISTENS_FOR).next()?;
        if heard.is_some() {
            ring(bell);
        }
    }
    Ok(())
}

fn ring(bell: &Weak<Bell>) {
    if let Some(bell) = bell.upgrade() {
        bell.ring();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn what_was_rung_while_nobody_waited_is_heard_at_once() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        assert_eq!(bell.wait(0, LONG), 2);
        assert_eq!(bell.wait(2, Duration::ZERO), 2, "nothing new");
    }

    #[test]
    fn whoever_waits_is_woken() {
        let bell = Bell::default();
        thread::scope(|scope| {
            let waiters: Vec<_> = (0..4).map(|_| scope.spawn(|| bell.wait(0, LONG))).collect();
            bell.ring();
            assert!(waiters.into_iter().all(|it| it.join().unwrap() == 1));
        });
    }
}
