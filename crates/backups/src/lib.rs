//! Backups: everything of an installation in one sealed file, and an installation out of it.
//!
//! A backup holds rows, not pages: one format for both databases, either can be restored from it. What
//! figures say is the caller's to compute; this crate only compares. Why so: docs/adr/0095.

mod archive;
mod coding;
mod error;
mod kept;
mod manifest;
mod put;
mod shelf;
mod take;

pub use crate::{
    archive::{Head, Opener, head},
    error::{Error, Result},
    kept::{KEPT_FILE, Kept, LOCK_FILE, Last, Plan, has_lock, lock},
    manifest::{Figures, Manifest, TableSum},
    put::{Opened, Tell},
    shelf::{Shelf, name_at},
    take::{Order, make},
};
