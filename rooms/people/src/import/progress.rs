//! How far a running import is. Kept in memory: its rows are written in one transaction, so the
//! database shows nothing until all is there.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex, PoisonError},
};

type Running = BTreeMap<i64, (usize, usize)>;

static RUNNING: LazyLock<Mutex<Running>> = LazyLock::new(Mutex::default);

pub(super) fn set(batch: i64, done: usize, total: usize) {
    with(|running| running.insert(batch, (done, total)));
}

pub(super) fn end(batch: i64) {
    with(|running| running.remove(&batch));
}

/// (rows written, rows in all), while this process is writing them.
pub(crate) fn now(batch: i64) -> Option<(usize, usize)> {
    with(|running| running.get(&batch).copied())
}

fn with<T>(work: impl FnOnce(&mut Running) -> T) -> T {
    work(&mut RUNNING.lock().unwrap_or_else(PoisonError::into_inner))
}
