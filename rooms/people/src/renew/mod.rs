//! Identity numbers and phones under their persons' keys and the newest of the installation, with what they
//! are found by.

mod store;

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;

use self::store::Protected;
use crate::protect;

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    let left = |read: &Read, newest: &[u8]| store::left(read, &protect::mark(newest));
    keyring::Renewal { what: "证件号和电话", left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, &protect::mark(newest), after)?;
    let last = rows.last().map_or(after, |row| row.id);
    let persons: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let own = keyring::own_of(w, keys, &persons)?;
    for row in &rows {
        let Some(own) = own.get(&row.id) else { continue };
        let (id_number, phone) = opened(keys, row)?;
        store::replace(
            w,
            row,
            protect::id_number(keys, own, row.id, id_number.as_deref()),
            protect::phone(keys, own, row.id, phone.as_deref()),
        )?;
    }
    Ok((rows.len(), last))
}

fn opened(keys: &Keys, row: &Protected) -> Result<(Option<String>, Option<String>)> {
    let whose = (row.id, row.own_key.as_deref());
    let id_number = protect::open(keys, "id_number", whose, row.id_number.as_deref())?;
    Ok((id_number, protect::open(keys, "phone", whose, row.phone.as_deref())?))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::all(read, after)?;
        let Some(end) = rows.last() else { return Ok(count) };
        after = end.id;
        for row in &rows {
            let lost = || Error::broken("一个号码打得开，却按号码找不到");
            let (id_number, phone) = opened(keys, row)?;
            if let Some(number) = id_number {
                let found = row.id_number_key.as_ref();
                let digests = protect::id_digests(keys, &number);
                found.filter(|key| digests.contains(key)).ok_or_else(lost)?;
                count += 1;
            }
            if let Some(number) = phone {
                let found = row.phone_key.as_ref();
                let digests = protect::phone_digests(keys, &number);
                found.filter(|key| digests.contains(key)).ok_or_else(lost)?;
                count += 1;
            }
        }
    }
}
