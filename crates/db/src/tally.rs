//! How many statements a thread has asked while somebody watched, and which took longest.

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

/// What was asked during one [`tally`]. `BEGIN`, `COMMIT` and savepoints are not counted: they come
/// with the snapshot or the act, however little is asked in it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub statements: u32,
    /// Of work done once for everybody: the seal of a group of acts, figures that follow acts.
    pub for_all: u32,
    /// The statement that took longest, without its values. `None` unless the log shows the target
    /// `sql` at level debug: only then is time taken.
    pub slowest: Option<Slow>,
}

/// A statement and how long its database took.
#[derive(Debug, Clone)]
pub struct Slow {
    pub sql: String,
    pub took: Duration,
}

thread_local! {
    static HERE: RefCell<Tally> = RefCell::default();
    static FOR_ALL: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and says what it asked on this thread, on whichever connections.
pub fn tally<T>(work: impl FnOnce() -> T) -> (T, Tally) {
    HERE.take();
    FOR_ALL.set(false);
    let answer = work();
    (answer, HERE.take())
}

/// Runs work that this thread happens to do for everybody.
pub(crate) fn for_all<T>(work: impl FnOnce() -> T) -> T {
    let before = FOR_ALL.replace(true);
    let answer = work();
    FOR_ALL.set(before);
    answer
}

/// Asks, and adds the statement to the tally of this thread.
pub(crate) fn counted<T>(sql: &str, ask: impl FnOnce() -> T) -> T {
    let begun = tracing::enabled!(target: "sql", tracing::Level::DEBUG).then(now);
    let answer = ask();
    let took = begun.map(|begun| begun.elapsed());
    if let Some(took) = took {
        tracing::debug!(target: "sql", micros = took.as_micros() as u64, sql, "statement");
    }
    HERE.with_borrow_mut(|here| here.add(sql, took));
    answer
}

impl Tally {
    fn add(&mut self, sql: &str, took: Option<Duration>) {
        if FOR_ALL.get() {
            self.for_all += 1;
        } else {
            self.statements += 1;
        }
        let longest = self.slowest.as_ref().map_or(Duration::ZERO, |slow| slow.took);
        if let Some(took) = took.filter(|took| *took > longest) {
            self.slowest = Some(Slow { sql: sql.to_owned(), took });
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a statement takes is real time")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_holds_what_was_asked_in_it_and_nothing_before() {
        counted("SELECT 1", || ());
        let ((), tally) = tally(|| (0..3).for_each(|_| counted("SELECT 2", || ())));
        assert_eq!((tally.statements, tally.for_all), (3, 0));
        assert!(tally.slowest.is_none(), "no time is taken without the log");
    }

    #[test]
    fn work_for_everybody_is_counted_apart() {
        let ((), tally) = tally(|| {
            for_all(|| counted("SELECT 1", || ()));
            counted("SELECT 2", || ());
        });
        assert_eq!((tally.statements, tally.for_all), (1, 1));
    }

    #[test]
    fn the_slowest_is_named() {
        let mut tally = Tally::default();
        for (sql, micros) in [("a", 3), ("b", 9), ("c", 5)] {
            tally.add(sql, Some(Duration::from_micros(micros)));
        }
        assert_eq!(tally.slowest.map(|it| it.sql).as_deref(), Some("b"));
    }
}
