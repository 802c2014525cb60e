//! Secrets of second steps under their persons' keys and the newest of the installation.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use super::{place, store, store::Stored};

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    let left = |read: &Read, newest: &[u8]| store::left(read, &mark(newest));
    keyring::Renewal { what: "两步验证", left, batch, prove }
}

fn mark(newest: &[u8]) -> Vec<u8> {
    newest.first().map_or_else(Vec::new, |newest| crypto::own_mark(*newest).to_vec())
}

fn opened(keys: &Keys, row: &Stored) -> Result<Option<Vec<u8>>> {
    let whose = (row.person, row.own_key.as_deref());
    Ok(crypto::open_own(keys, whose, &place(row.person), &row.secret)?)
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, &mark(newest), after)?;
    let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
    let own = keyring::own_of(w, keys, &persons)?;
    for row in &rows {
        if let (Some(own), Some(secret)) = (own.get(&row.person), opened(keys, row)?) {
            store::replace(w, row, &own.seal(keys, &place(row.person), &secret).0)?;
        }
    }
    Ok((rows.len(), rows.last().map_or(after, |row| row.person)))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::older(read, &[], after)?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.person;
        for row in &rows {
            opened(keys, row)?;
        }
        count += rows.len();
    }
}
