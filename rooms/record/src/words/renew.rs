//! The words under the newest key; and those from before they were sealed.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal, own_mark};

use super::{
    place,
    store::{self, Plain, Stored},
};

/// For `keyring::Renewals`.
pub fn renewals() -> Vec<Renewal> {
    vec![Renewal::of::<Sealed>(), Renewal::of::<Unsealed>()]
}

struct Sealed;

impl Protected for Sealed {
    const WHAT: &'static str = "谈心谈话的内容";

    type Row = Stored;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, &own_mark(newest))
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, &own_mark(newest), after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.record
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
        let own = keyring::own_of(w, keys, &persons)?;
        for row in rows {
            let (Some(own), Some(plain)) = (own.get(&row.person), opened(keys, row)?) else {
                continue;
            };
            store::replace(w, row, &own.seal(keys, &place(row.record), &plain).0)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        opened(keys, row).map(|_| 1)
    }
}

fn opened(keys: &Keys, row: &Stored) -> Result<Option<Vec<u8>>> {
    Ok(crypto::open_own(keys, row.whose(), &place(row.record), &row.words)?)
}

struct Unsealed;

impl Protected for Unsealed {
    const WHAT: &'static str = "谈心谈话以前写的内容";

    type Row = Plain;

    fn left(read: &Read, _: &[u8]) -> db::Result<i64> {
        store::plain_left(read)
    }

    fn older(read: &Read, _: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::plain(read, after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.record
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
        let own = keyring::own_of(w, keys, &persons)?;
        for row in rows {
            let seal =
                |own: &crypto::OwnKey| own.seal(keys, &place(row.record), row.minutes.as_bytes()).0;
            store::seal_plain(w, row, own.get(&row.person).map(seal))?;
        }
        Ok(())
    }

    fn prove(_: &Keys, _: &Self::Row) -> Result<usize> {
        Ok(0)
    }
}
