//! Wishes under the newest key.

use act::{Acting, Result, StoredWish};
use crypto::Keys;
use db::Read;
use keyring::{Change, Opened, Protected, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Wishes>()
}

const CONTENT: &str = "wish.content";

struct Wishes;

impl Protected for Wishes {
    const WHAT: &'static str = "想找人谈谈";
    const WORDS: &'static [&'static str] = &[CONTENT];

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

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], change: Change) -> Result<()> {
        for row in rows {
            act::renew_wish(w, keys, row, &|plain| change(CONTENT, plain))?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        Ok(Self::words(keys, row)?.len())
    }

    fn words(keys: &Keys, row: &Self::Row) -> Result<Vec<Opened>> {
        Ok(vec![(CONTENT, act::wish_words(keys, row)?)])
    }
}
