//! What talks say that were closed in bulk: the demo and whoever brings in what was on paper.

use act::{Acting, Result};
use calendar::Day;
use crypto::Keys;

use super::{How, Talk, store};
use crate::meeting::RecordId;

/// What a closed talk of the organization says.
#[derive(Debug, Clone)]
pub struct Said {
    /// 党支部书记
    pub capacity: String,
    /// Key of a reason of its kind.
    pub reason: String,
    pub points: String,
    pub statement: String,
    /// When the person signed on paper; `None` while he has not.
    pub signed_on: Option<Day>,
}

/// Beside records that `close_many` has written.
pub fn keep_said(w: &Acting, keys: &Keys, said: &[(RecordId, Said)]) -> Result<()> {
    for (record, it) in said {
        let talk = Talk {
            capacity: it.capacity.clone(),
            reason: it.reason.clone(),
            points: it.points.clone(),
            statement: it.statement.clone(),
            ..Talk::default()
        };
        store::set(w, keys, *record, &talk)?;
        if let Some(on) = it.signed_on {
            store::settle(w, keys, *record, (How::Paper, on, ""), None)?;
        }
    }
    Ok(())
}
