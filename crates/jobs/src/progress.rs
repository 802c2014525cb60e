//! How far a running piece of work is. Kept in memory of the process that does it: an import writes in
//! one transaction, so the database shows nothing until all is there.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex, PoisonError},
};

type Running = BTreeMap<i64, (usize, usize)>;

static RUNNING: LazyLock<Mutex<Running>> = LazyLock::new(Mutex::default);

/// `id` is the thing that is being made: a batch, an export.
pub fn set(id: i64, done: usize, total: usize) {
    with(|running| running.insert(id, (done, total)));
}

pub fn end(id: i64) {
    with(|running| running.remove(&id));
}

/// (rows done, rows in all), while this process is at it.
pub fn now(id: i64) -> Option<(usize, usize)> {
    with(|running| running.get(&id).copied())
}

fn with<T>(work: impl FnOnce(&mut Running) -> T) -> T {
    work(&mut RUNNING.lock().unwrap_or_else(PoisonError::into_inner))
}
