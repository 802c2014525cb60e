//! Keys that sign, wrapped under the newest master key.

use act::{Acting, Result};
use crypto::{Keys, SigningKey};
use db::Read;

use crate::{head::place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "审计签名密钥", left: store::left_under_older, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let older = |row: &crate::head::KeyRow| row.id > after && !row.secret.starts_with(newest);
    let Some(row) = store::keys(w)?.into_iter().find(older) else { return Ok((0, after)) };
    let key = SigningKey::open(keys, &place(row.id), &row.secret)?;
    store::replace_secret(w, row.id, &key.seal(keys, &place(row.id)).0)?;
    Ok((1, row.id))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let rows = store::keys(read)?;
    for row in &rows {
        SigningKey::open(keys, &place(row.id), &row.secret)?;
    }
    Ok(rows.len())
}
