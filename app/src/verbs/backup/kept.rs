//! How the last backups went, in a small file beside the data: what `doctor` tells.

use std::path::{Path, PathBuf};

use calendar::Instant;
use serde::{Deserialize, Serialize};

const FILE: &str = "backup.json";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The last that was made and tried out.
    pub(crate) last: Option<Last>,
    /// Since then: when it failed, and why.
    pub(crate) failed: Option<(Instant, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Last {
    pub(crate) at: Instant,
    pub(crate) file: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) seconds: i64,
    /// Number of the last seal in it.
    pub(crate) seal: Option<i64>,
}

impl Kept {
    /// Nothing when there was no backup yet, or the file cannot be read.
    pub(crate) fn of(data: &Path) -> Self {
        let text = std::fs::read_to_string(data.join(FILE)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    pub(super) fn with(mut self, outcome: Result<Last, (Instant, String)>) -> Self {
        match outcome {
            Ok(last) => (self.last, self.failed) = (Some(last), None),
            Err(failed) => self.failed = Some(failed),
        }
        self
    }

    pub(super) fn write(&self, data: &Path) -> std::io::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        super::code::write_private(&data.join(FILE), &text)
    }
}
