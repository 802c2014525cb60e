//! Wishes under the newest key.

use act::{Acting, Result, StoredWish};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Wishes>()
}

struct Wishes;

impl Protected for Wishes {
    const WHAT: &'static str = "想找人谈谈";

    type Row = StoredWish;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        act::wishes_left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        act::older_wishes(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for row in rows {
            act::renew_wish(w, keys, row)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        act::prove_wish(keys, row).map(|()| 1)
    }
}
