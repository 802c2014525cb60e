//! Subjects of the provider under the newest key, with what they are found by.

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;
use keyring::{Change, Opened, Protected, Renewal};

use super::store::{self, Kept};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Subjects>()
}

struct Subjects;

impl Protected for Subjects {
    const WHAT: &'static str = "统一认证的身份";
    const WORDS: &'static [&'static str] = &[];

    type Row = Kept;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, newest, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.person
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for row in rows {
            store::replace(w, keys, row, &open(keys, row)?)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        if store::is_found(keys, row, &open(keys, row)?) {
            return Ok(1);
        }
        Err(Error::broken("一个统一认证的身份打得开，却按身份找不到"))
    }

    /// What a provider calls somebody, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}

fn open(keys: &Keys, row: &Kept) -> Result<String> {
    let place = store::place(row.person, &row.issuer);
    crypto::open(keys, &place, &row.subject).map_err(Error::broken)
}
