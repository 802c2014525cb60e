//! Subjects of the provider under the newest key, with what they are found by.

use act::{Acting, Error, Result};
use crypto::Keys;
use db::Read;

use super::store;

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "统一认证的身份", left: store::left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, newest, after)?;
    let last = rows.last().map_or(after, |row| row.person);
    for row in &rows {
        store::replace(w, keys, row, &open(keys, row)?)?;
    }
    Ok((rows.len(), last))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let rows = store::all(read)?;
    for row in &rows {
        if !store::is_found(keys, row, &open(keys, row)?) {
            return Err(Error::broken("一个统一认证的身份打得开，却按身份找不到"));
        }
    }
    Ok(rows.len())
}

fn open(keys: &Keys, row: &store::Kept) -> Result<String> {
    let place = store::place(row.person, &row.issuer);
    crypto::open(keys, &place, &row.subject).map_err(Error::broken)
}
