//! Keys that sign, wrapped under the newest master key.

use act::{Acting, Result};
use crypto::{Keys, SigningKey};
use db::Read;
use keyring::{Change, Opened, Protected, Renewal};

use crate::{
    head::{KeyRow, place},
    store,
};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<SigningKeys>()
}

struct SigningKeys;

impl Protected for SigningKeys {
    const WHAT: &'static str = "审计签名密钥";
    const WORDS: &'static [&'static str] = &[];

    type Row = KeyRow;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left_under_older(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older_keys(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for row in rows {
            let key = SigningKey::open(keys, &place(row.id), &row.secret)?;
            store::replace_secret(w, row.id, &key.seal(keys, &place(row.id)).0)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        SigningKey::open(keys, &place(row.id), &row.secret)?;
        Ok(1)
    }

    /// Keys, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}
