//! Taking a batch of people back: who is as the import left him goes, or is again as he was before.

mod store;

use act::{Acting, Error, Result};
use db::Read;
use imports::{Fate, Stays, Taken};
use serde::{Deserialize, Serialize};

use crate::{Plain, Status, member};

/// What an undo puts back.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Before {
    pub(super) plain: Option<Plain>,
    pub(super) status: Option<Status>,
    #[serde(default)]
    pub(super) moved: bool,
}

/// Who would go, and who stays because somebody has changed him since.
pub(super) fn fate(read: &Read, batch: i64) -> Result<Fate> {
    let (untouched, kept) = store::fate(read, batch)?;
    let stay = |(id, name)| Stays { id, name, url: format!("/members/{id}"), why: String::new() };
    Ok(Fate {
        goes: usize::try_from(untouched).unwrap_or_default(),
        goes_words: format!("{untouched}人的登记，恢复到导入之前"),
        stays: kept.into_iter().map(stay).collect(),
    })
}

pub(super) fn take_back(w: &Acting, batch: i64) -> Result<Taken> {
    let to_restore = store::to_restore(w, batch)?;
    let restored = to_restore.len();
    for (person, version, before) in to_restore {
        restore(w, person, version, &before)?;
    }
    let removed = store::withdraw(w, batch, w.now)?;
    Ok(Taken { removed: usize::try_from(removed).unwrap_or(usize::MAX), restored })
}

fn restore(w: &Acting, person: i64, version: i64, before: &str) -> Result<()> {
    let before: Before = serde_json::from_str(before).map_err(|it| Error::Broken(it.into()))?;
    if let Some(status) = before.status {
        store::restore_status(w, person, status)?;
    }
    if before.moved {
        store::restore_affiliation(w, person)?;
    }
    let Some(plain) = before.plain else { return Ok(()) };
    if member::write_plain(w, person, version, &plain)? {
        Ok(())
    } else {
        Err(Error::Conflict("撤回时有人正在改同一个人，请再撤一次".into()))
    }
}
