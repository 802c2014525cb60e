//! The code: of one session of one record, for a minute. It is stored nowhere. No I/O here.

use calendar::Instant;
use crypto::Keys;

use crate::meeting::RecordId;

/// A new one every minute: the picture on the screen is worth nothing to who was not in the room.
pub(super) const SECONDS: i64 = 60;

/// So many of the last are taken when it is scanned: who scans as it changes is not turned away.
const WHEN_SCANNED: i64 = 2;
/// And when it is confirmed: the page may lie open for a while.
const WHEN_CONFIRMED: i64 = 6;

/// How far somebody has come with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Scanned,
    Confirmed,
}

fn text(record: RecordId, session: i64, slot: i64) -> String {
    format!("marking:{record}:{session}:{slot}")
}

fn slot(now: Instant) -> i64 {
    now.millis().div_euclid(SECONDS * 1000)
}

pub(super) fn make(keys: &Keys, record: RecordId, session: i64, now: Instant) -> String {
    keys.code(&text(record, session, slot(now)))
}

pub(super) fn holds(
    keys: &Keys,
    (record, session): (RecordId, i64),
    code: &str,
    (now, step): (Instant, Step),
) -> bool {
    let back = if step == Step::Scanned { WHEN_SCANNED } else { WHEN_CONFIRMED };
    let slots = (0..back).map(|n| slot(now) - n);
    slots.into_iter().any(|slot| keys.is_code(&text(record, session, slot), code))
}

#[cfg(test)]
mod tests {
    use calendar::Day;

    use super::*;

    #[test]
    fn a_code_is_of_one_session_and_soon_over() {
        let keys = Keys::for_tests();
        let now = Instant::at(Day::new(2026, 11, 20).unwrap(), 15, 0);
        let code = make(&keys, RecordId(7), 1, now);
        let at = |seconds, step| (now.plus_seconds(seconds), step);
        let holds = |of, at| holds(&keys, of, &code, at);
        assert!(holds((RecordId(7), 1), at(0, Step::Scanned)));
        assert!(holds((RecordId(7), 1), at(SECONDS, Step::Scanned)), "it has just changed");
        assert!(!holds((RecordId(7), 1), at(2 * SECONDS, Step::Scanned)));
        assert!(holds((RecordId(7), 1), at(2 * SECONDS, Step::Confirmed)));
        assert!(!holds((RecordId(7), 1), at(6 * SECONDS, Step::Confirmed)));
        assert!(!holds((RecordId(7), 1), at(-SECONDS, Step::Scanned)), "not before it was shown");
        assert!(!holds((RecordId(7), 2), at(0, Step::Scanned)), "another session");
        assert!(!holds((RecordId(8), 1), at(0, Step::Scanned)), "another record");
        assert_ne!(code, make(&keys, RecordId(7), 1, now.plus_seconds(SECONDS)));
    }
}
