//! Secrets of second steps under their persons' keys and the newest of the installation.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal, own_mark};

use super::{place, store, store::Stored};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Secrets>()
}

struct Secrets;

impl Protected for Secrets {
    const WHAT: &'static str = "两步验证";

    type Row = Stored;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, &own_mark(newest))
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, &own_mark(newest), after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.person
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
        let own = keyring::own_of(w, keys, &persons)?;
        for row in rows {
            if let (Some(own), Some(secret)) = (own.get(&row.person), opened(keys, row)?) {
                store::replace(w, row, &own.seal(keys, &place(row.person), &secret).0)?;
            }
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        opened(keys, row)?;
        Ok(1)
    }
}

fn opened(keys: &Keys, row: &Stored) -> Result<Option<Vec<u8>>> {
    let whose = (row.person, row.own_key.as_deref());
    Ok(crypto::open_own(keys, whose, &place(row.person), &row.secret)?)
}
