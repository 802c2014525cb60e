//! The one place that reads the time of the machine.

use crate::{Day, Instant};
use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const RUNNING: i64 = i64::MIN;

/// The machine's time, or a moment that stands still until it is set again. Copies share the setting.
#[derive(Clone)]
pub struct Clock {
    stands_at: Arc<AtomicI64>,
    /// Milliseconds before the machine's time, for trying out how days turn.
    ahead: i64,
}

impl Clock {
    pub fn system() -> Self {
        Self { stands_at: Arc::new(AtomicI64::new(RUNNING)), ahead: 0 }
    }

    /// Runs as the machine's, from that moment on.
    pub fn running_from(at: Instant) -> Self {
        let ahead = at.millis() - Self::system().now().millis();
        Self { ahead, ..Self::system() }
    }

    pub fn fixed(at: Instant) -> Self {
        Self { stands_at: Arc::new(AtomicI64::new(at.millis())), ahead: 0 }
    }

    /// Stands still at nine in the morning of that day, Shanghai.
    pub fn fixed_on(day: Day) -> Self {
        Self::fixed(Instant::at(day, 9, 0))
    }

    pub fn set(&self, at: Instant) {
        self.stands_at.store(at.millis(), Ordering::SeqCst);
    }

    pub fn is_fixed(&self) -> bool {
        self.stands_at.load(Ordering::SeqCst) != RUNNING
    }

    /// Whether it is the machine's own time, neither standing nor shifted.
    pub fn is_the_machines(&self) -> bool {
        !self.is_fixed() && self.ahead == 0
    }

    pub fn now(&self) -> Instant {
        match self.stands_at.load(Ordering::SeqCst) {
            RUNNING => {
                let now = Instant::from_timestamp(Timestamp::now());
                Instant::from_millis(now.millis() + self.ahead)
            }
            millis => Instant::from_millis(millis),
        }
    }

    /// Today in Shanghai.
    pub fn today(&self) -> Day {
        self.now().day()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_fixed() { "fixed" } else { "system" };
        write!(f, "Clock({kind}, {})", self.now())
    }
}
