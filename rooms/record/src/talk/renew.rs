//! What talks say under the newest key; and what was written before it was sealed.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Cells, Change, Opened, Protected, Renewal};

use super::{Talk, store};
use crate::meeting::RecordId;

/// For `keyring::Renewals`.
pub fn renewals() -> Vec<Renewal> {
    vec![Renewal::of::<Sealed>(), Renewal::of::<Unsealed>()]
}

struct Sealed;

impl Cells for Sealed {
    const WHAT: &'static str = "组织谈话记录";
    const COLUMNS: &'static [&'static str] = &["talk.points", "talk.statement", "talk.remark"];
    const ID: &'static str = "record";
}

struct Unsealed;

impl Protected for Unsealed {
    const WHAT: &'static str = "组织谈话以前写的内容";
    const WORDS: &'static [&'static str] = &[];

    type Row = (i64, String);

    fn left(read: &Read, _: &[u8]) -> db::Result<i64> {
        store::plain_left(read)
    }

    fn older(read: &Read, _: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::plain(read, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.0
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for (record, points) in rows {
            let talk = Talk { points: points.clone(), ..Talk::default() };
            store::set(w, keys, RecordId(*record), &talk)?;
            store::forget_plain(w, *record)?;
        }
        Ok(())
    }

    fn prove(_: &Keys, _: &Self::Row) -> Result<usize> {
        Ok(0)
    }

    /// They are not sealed.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}
