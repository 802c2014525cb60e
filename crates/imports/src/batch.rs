//! One import: which file, where, how many rows, by whom, and whether it was taken back.

use act::{Error, Result};
use calendar::Instant;
use db::Read;
use serde::Deserialize;

use crate::{Stays, store};

/// One import.
#[derive(Debug, Clone, Deserialize)]
pub struct Batch {
    pub id: i64,
    pub kind: String,
    pub unit: i64,
    pub unit_name: Option<String>,
    pub file_name: String,
    pub rows_count: i64,
    pub refused: i64,
    pub imported_at: Instant,
    pub imported_by: Option<i64>,
    pub importer: Option<String>,
    pub undone_at: Option<Instant>,
    /// Rows that an undo left, because they were changed since.
    pub kept: Option<i64>,
    /// Which, as JSON of [`Stays`].
    pub(crate) stays: Option<String>,
    /// A job still has to write the rows.
    pub upload: Option<i64>,
    pub problem: Option<String>,
}

impl Batch {
    pub(crate) fn is_running(&self) -> bool {
        self.upload.is_some()
    }

    /// Its rows are written and were not taken back.
    pub(crate) fn stands(&self) -> bool {
        self.undone_at.is_none() && !self.is_running() && self.problem.is_none()
    }

    /// What an undo left.
    pub(crate) fn left(&self) -> Result<Vec<Stays>> {
        let Some(stays) = &self.stays else { return Ok(Vec::new()) };
        serde_json::from_str(stays).map_err(|error| Error::Broken(error.into()))
    }

    pub(crate) fn by(&self) -> String {
        self.importer.clone().unwrap_or_else(|| "命令行".into())
    }
}

/// A batch, whoever asks: verbs and jobs.
pub fn batch(read: &Read, id: i64) -> Result<Option<Batch>> {
    store::batch(read, id)
}
