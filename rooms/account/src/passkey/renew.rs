//! Passkeys under the newest key of the installation.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use super::{place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "通行密钥", left: store::left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, newest, after)?;
    for row in &rows {
        let place = place(row.id, row.person);
        let plain = crypto::open_bytes(keys, &place, &row.public_key)?;
        let anew = crypto::seal_bytes(keys, &place, &plain).0;
        store::replace(w, row.id, &row.public_key, &anew)?;
    }
    Ok((rows.len(), rows.last().map_or(after, |row| row.id)))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::after(read, after)?;
        let Some(end) = rows.last() else { return Ok(count) };
        after = end.id;
        for row in &rows {
            crypto::open_bytes(keys, &place(row.id, row.person), &row.public_key)?;
        }
        count += rows.len();
    }
}
