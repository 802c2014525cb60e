//! Urns under the newest key.

use act::{Acting, Result, StoredUrn};
use crypto::Keys;
use db::Read;
use keyring::{Change, Opened, Protected, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Urns>()
}

struct Urns;

impl Protected for Urns {
    const WHAT: &'static str = "不记名问答";
    const WORDS: &'static [&'static str] = &[];

    type Row = StoredUrn;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        act::urns_left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        act::older_urns(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for row in rows {
            act::renew_urn(w, keys, row)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        act::prove_urn(keys, row).map(|()| 1)
    }

    /// Counts of choices, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}
