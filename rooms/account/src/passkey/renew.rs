//! Passkeys under the newest key of the installation.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Change, Opened, Protected, Renewal};

use super::{place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Passkeys>()
}

struct Passkeys;

impl Protected for Passkeys {
    const WHAT: &'static str = "通行密钥";
    const WORDS: &'static [&'static str] = &[];

    type Row = store::Row;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for row in rows {
            let anew = crypto::reseal(keys, &place(row.id, row.person), &row.public_key)?.0;
            store::replace(w, row.id, &row.public_key, &anew)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        crypto::open_bytes(keys, &place(row.id, row.person), &row.public_key)?;
        Ok(1)
    }

    /// Keys, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}
