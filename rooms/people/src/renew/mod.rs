//! Identity numbers and phones under the newest key, with what they are found by.

mod store;

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;

use crate::protect;

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "证件号和电话", left: store::left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, newest, after)?;
    let last = rows.last().map_or(after, |row| row.id);
    for row in &rows {
        let id_number = protect::open(keys, "id_number", row.id, row.id_number.as_deref())?;
        let phone = protect::open(keys, "phone", row.id, row.phone.as_deref())?;
        store::replace(
            w,
            row,
            protect::id_number(keys, row.id, id_number.as_deref()),
            protect::phone(keys, row.id, phone.as_deref()),
        )?;
    }
    Ok((rows.len(), last))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::all(read, after)?;
        let Some(end) = rows.last() else { return Ok(count) };
        after = end.id;
        for row in &rows {
            let lost = || Error::broken("一个号码打得开，却按号码找不到");
            if let Some(number) =
                protect::open(keys, "id_number", row.id, row.id_number.as_deref())?
            {
                let found = row.id_number_key.as_ref();
                let digests = protect::id_digests(keys, &number);
                found.filter(|key| digests.contains(key)).ok_or_else(lost)?;
                count += 1;
            }
            if let Some(number) = protect::open(keys, "phone", row.id, row.phone.as_deref())? {
                let found = row.phone_key.as_ref();
                let digests = protect::phone_digests(keys, &number);
                found.filter(|key| digests.contains(key)).ok_or_else(lost)?;
                count += 1;
            }
        }
    }
}
