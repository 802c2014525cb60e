//! Secrets of authenticators under the newest key of the installation.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use super::{place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "两步验证的密钥", left: store::left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, newest, after)?;
    for (person, sealed) in &rows {
        let plain = crypto::open_bytes(keys, &place(*person), sealed)?;
        let anew = crypto::seal_bytes(keys, &place(*person), &plain).0;
        store::replace(w, *person, sealed, &anew)?;
    }
    Ok((rows.len(), rows.last().map_or(after, |(person, _)| *person)))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::after(read, after)?;
        let Some((end, _)) = rows.last() else { return Ok(count) };
        after = *end;
        for (person, sealed) in &rows {
            crypto::open_bytes(keys, &place(*person), sealed)?;
        }
        count += rows.len();
    }
}
