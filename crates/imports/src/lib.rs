//! Lists that come in: a file is kept, rehearsed, written as one batch and taken back as one. What the
//! rows mean is the room's: it gives a [`Wizard`], and gets pages, job and verbs for it.

mod batch;
mod finding;
mod kept;
mod pages;
mod renew;
mod run;
mod store;
mod wizard;

pub use crate::{
    batch::{Batch, batch},
    finding::Finding,
    kept::eraser,
    pages::routes,
    renew::renewal,
    run::{ROWS_AT_ONCE, Told, commit, job, undo},
    wizard::{
        Cell, Fate, Head, Kind, Paths, Shown, Source, Start, Stays, Taken, Undone, Wizard, Words,
        Writing, Wrote,
    },
};
