//! Ids: 64-bit, made here and never by the database, later ones larger.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// 2026-01-01T00:00:00Z in milliseconds: ids count from here, so that they stay short.
const EPOCH_MS: i64 = 1_767_225_600_000;

/// A source of ids. From the clock: milliseconds × 2^16 + a random start, so that several nodes
/// seldom meet (a meeting is a unique violation and a retried act, never a mix-up).
pub struct Ids {
    last: AtomicI64,
    follows_clock: bool,
}

impl Ids {
    /// Larger than what is there already, also where the machine's clock was set back since.
    pub(crate) fn after(last: i64) -> Self {
        Self { last: AtomicI64::new(last), follows_clock: true }
    }

    pub(crate) fn counted_from(start: i64) -> Self {
        Self { last: AtomicI64::new(start), follows_clock: false }
    }

    /// The next id.
    pub fn next(&self) -> i64 {
        let floor = if self.follows_clock { clock_floor() } else { 0 };
        let step = |last: i64| Some((last + 1).max(floor));
        let before = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step);
        (before.unwrap_or_default() + 1).max(floor)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "an id carries real time whatever the clock is set to"
)]
fn clock_floor() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let node_start = i64::from(std::process::id() & 0x3ff);
    ((since_1970.as_millis() as i64 - EPOCH_MS) << 16) | (node_start << 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_never_repeat() {
        let ids = Ids::after(0);
        let made: Vec<i64> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_smaller_ids() {
        let tomorrow = Ids::after(0).next() + (86_400_000 << 16);
        assert!(Ids::after(tomorrow).next() > tomorrow);
    }

    #[test]
    fn counted_ids_are_the_same_every_time() {
        let ids = Ids::counted_from(100);
        assert_eq!([ids.next(), ids.next()], [101, 102]);
    }
}
