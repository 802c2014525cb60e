//! Identity numbers and phones under their persons' keys and the newest of the installation, with what they
//! are found by.

mod store;

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;
use keyring::{Change, Opened, Protected, Renewal, own_mark};

use self::store::Numbers;
use crate::protect;

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<OwnNumbers>()
}

struct OwnNumbers;

impl Protected for OwnNumbers {
    const WHAT: &'static str = "证件号和电话";
    const WORDS: &'static [&'static str] = &[];

    type Row = Numbers;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left(read, &own_mark(newest))
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, &own_mark(newest), after)
    }

    fn id(row: &Self::Row) -> i64 {
        row.id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        let persons: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let own = act::own_keys(w, keys, &persons)?;
        for row in rows {
            let Some(own) = own.of(row.id) else { continue };
            let (id_number, phone) = opened(keys, row)?;
            store::replace(
                w,
                row,
                protect::id_number(keys, own, row.id, id_number.as_deref()),
                protect::phone(keys, own, row.id, phone.as_deref()),
            )?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, row: &Self::Row) -> Result<usize> {
        let (id_number, phone) = opened(keys, row)?;
        let found = |digests: &[Vec<u8>], key: Option<&Vec<u8>>| {
            let is_found = key.is_some_and(|key| digests.contains(key));
            if is_found {
                Ok(())
            } else {
                Err(Error::broken("一个号码打得开，却按号码找不到"))
            }
        };
        if let Some(number) = &id_number {
            found(&protect::id_digests(keys, number), row.id_number_key.as_ref())?;
        }
        if let Some(number) = &phone {
            found(&protect::phone_digests(keys, number), row.phone_key.as_ref())?;
        }
        Ok(usize::from(id_number.is_some()) + usize::from(phone.is_some()))
    }

    /// Numbers, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}

fn opened(keys: &Keys, row: &Numbers) -> Result<(Option<String>, Option<String>)> {
    let whose = (row.id, row.own_key.as_deref());
    let id_number = protect::open(keys, "id_number", whose, row.id_number.as_deref())?;
    Ok((id_number, protect::open(keys, "phone", whose, row.phone.as_deref())?))
}
