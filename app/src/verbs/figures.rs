//! Keeping the figures of a server warm: taken up from their file at a start, brought up to date at news
//! from the database, saved every few minutes and at the end.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use act::Core;
use jobs::Running;
use situation::Figures;

const SAVE_EVERY: Duration = Duration::from_mins(5);
/// Pause between two looks at a few hundred units: the whole country in an hour.
const CHECK_EVERY: Duration = Duration::from_secs(15);
pub(super) const FILE: &str = "figures.bin";

/// Three more threads of the server.
pub(super) fn keep(core: &Arc<Core>, data: &Path, running: Running) -> Running {
    let (for_check, for_save) = (core.clone(), core.clone());
    let (file, folder) = (data.join(FILE), data.to_owned());
    let is_started = AtomicBool::new(false);
    running
        .following("figures", move |core| {
            let figures = core.part::<Figures>();
            let is_first = !is_started.swap(true, Ordering::Relaxed);
            if is_first && let Err(error) = figures.load(core, &file) {
                tracing::warn!(%error, "the saved figures cannot be read");
            }
            match figures.keep_up(core) {
                Ok(()) if is_first => say_size(figures),
                Ok(()) => {}
                Err(error) => {
                    tracing::error!(%error, "figures cannot follow; pages count out of rows");
                }
            }
        })
        .with(SAVE_EVERY, "figures-save", move || save(&for_save, &folder))
        .with(CHECK_EVERY, "figures-check", check(for_check))
}

fn say_size(figures: &Figures) {
    let mega = |bytes: usize| bytes / 1_000_000;
    let size = figures.size();
    tracing::debug!(
        all_mb = mega(size.all()),
        units_mb = mega(size.units),
        counts_mb = mega(size.counts),
        marks_mb = mega(size.marks),
        "the figures are in memory"
    );
}

/// Judges a few hundred units after the others out of rows; what differs is put right, and said.
fn check(core: Arc<Core>) -> impl Fn() + Send + 'static {
    let from = AtomicUsize::new(0);
    move || match core.part::<Figures>().check(&core, from.load(Ordering::Relaxed)) {
        Ok((wrong, next)) => {
            from.store(next.unwrap_or(0), Ordering::Relaxed);
            for it in wrong {
                tracing::error!(unit = it.unit, "a figure was wrong and is put right: {it}");
            }
        }
        Err(error) => tracing::error!(%error, "figures cannot be checked"),
    }
}

/// Counts everything out of rows once and saves it, so that the first start finds its figures.
pub(super) fn save_first(core: &Arc<Core>, data: &Path) {
    if let Err(error) = core.part::<Figures>().keep_up(core) {
        tracing::warn!(%error, "the figures cannot be counted");
    }
    save(core, data);
}

/// Saves the figures; without them the next start counts out of rows.
pub(super) fn save(core: &Core, data: &Path) {
    if let Err(error) = core.part::<Figures>().save(core, &data.join(FILE)) {
        tracing::warn!(%error, "the figures cannot be saved");
    }
}
