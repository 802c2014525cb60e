//! How the last backups went, in a small file beside the data; and when they are made.

use std::path::{Path, PathBuf};

use calendar::Instant;
use crypto::Lock;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Shelf, shelf::made_at};

/// In the data folder; it holds for this machine and is in no backup.
pub const KEPT_FILE: &str = "backup.json";
/// The public half of the recovery code, in the data folder.
pub const LOCK_FILE: &str = "backup.lock";

/// Where, when and how many; a part of the core where the settings ask for backups.
#[derive(Debug, Clone)]
pub struct Plan {
    pub data: PathBuf,
    pub dir: PathBuf,
    pub at: (i8, i8),
    pub keep: usize,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The last that was made and tried out.
    pub last: Option<Last>,
    /// Since then: when it failed, and why.
    pub failed: Option<(Instant, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {
    pub at: Instant,
    pub file: PathBuf,
    pub bytes: u64,
    /// *None* where another node has made it.
    pub seconds: Option<i64>,
    /// Number of the last seal in it, as far as it is known here.
    pub seal: Option<i64>,
}

impl Kept {
    /// What is known here. With several nodes one of them makes a backup, and all see the folder: a newer file there
    /// has been tried out, or it would not have its name.
    pub fn of(data: &Path, plan: Option<&Plan>) -> Self {
        let mut kept = Self::here(data);
        let Some(there) = plan.and_then(|plan| newest(&plan.dir)) else { return kept };
        if kept.last.as_ref().is_none_or(|last| last.at.plus_seconds(1) < there.at) {
            kept.failed.take_if(|(at, _)| *at < there.at);
            kept.last = Some(there);
        }
        kept
    }

    /// Nothing when there was no backup yet, or the file cannot be read.
    fn here(data: &Path) -> Self {
        let text = std::fs::read_to_string(data.join(KEPT_FILE)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes down how it went.
    pub fn note(
        data: &Path,
        outcome: std::result::Result<Last, (Instant, String)>,
    ) -> std::io::Result<()> {
        let mut kept = Self::here(data);
        match outcome {
            Ok(last) => (kept.last, kept.failed) = (Some(last), None),
            Err(failed) => kept.failed = Some(failed),
        }
        crypto::put_private(&data.join(KEPT_FILE), &serde_json::to_vec_pretty(&kept)?)
    }
}

fn newest(folder: &Path) -> Option<Last> {
    let file = Shelf(folder).all().ok()?.into_iter().next()?;
    let bytes = std::fs::metadata(&file).ok()?.len();
    Some(Last { at: made_at(&file)?, file, bytes, seconds: None, seal: None })
}

/// The lock under which backups are closed.
pub fn lock(data: &Path) -> Result<Lock> {
    let text = std::fs::read_to_string(data.join(LOCK_FILE)).map_err(|_| Error::NoLock)?;
    Lock::read(&text).ok_or(Error::NoLock)
}

pub fn has_lock(data: &Path) -> bool {
    lock(data).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name_at;

    fn at(hour: i8) -> Instant {
        Instant::at("2026-11-20".parse().unwrap(), hour, 5)
    }

    #[test]
    fn a_node_knows_of_the_backup_that_another_has_made() {
        let (data, shelf) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let dir = shelf.path().to_owned();
        let plan = Plan { data: data.path().to_owned(), dir, at: (2, 30), keep: 1 };
        let known = || Kept::of(data.path(), Some(&plan));
        assert!(known().last.is_none());
        Kept::note(data.path(), Err((at(2), "没有权限".into()))).unwrap();
        std::fs::write(shelf.path().join(name_at(at(1))), b"xx").unwrap();
        let (last, failed) = (known().last.unwrap(), known().failed);
        assert!(last.at == at(1) && last.bytes == 2 && failed.is_some(), "{last:?} {failed:?}");
        std::fs::write(shelf.path().join(name_at(at(3))), b"xx").unwrap();
        assert!(known().last.is_some_and(|it| it.at == at(3)) && known().failed.is_none());
        let own = Last { seconds: Some(4), ..known().last.unwrap() };
        Kept::note(data.path(), Ok(own)).unwrap();
        assert_eq!(known().last.unwrap().seconds, Some(4), "what is known here says more");
    }
}
