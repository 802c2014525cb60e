//! The words under the newest key.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::Renewal;

use super::{
    place,
    store::{self, Stored},
};

/// For `keyring::Renewals`: what is sealed, and what was written before it was.
pub fn renewals() -> Vec<Renewal> {
    let left = |read: &Read, newest: &[u8]| store::left(read, &mark(newest));
    let sealed = Renewal { what: "谈心谈话的内容", left, batch, prove };
    let left = |read: &Read, _: &[u8]| store::plain_left(read);
    let plain =
        Renewal {
            what: "谈心谈话以前写的内容", left, batch: seal_plain, prove: |_, _| Ok(0)
        };
    vec![sealed, plain]
}

fn seal_plain(w: &Acting, keys: &Keys, _: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::plain(w, after)?;
    let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
    let own = keyring::own_of(w, keys, &persons)?;
    for row in &rows {
        let sealed = own
            .get(&row.person)
            .map(|own| own.seal(keys, &place(row.record), row.minutes.as_bytes()));
        store::seal_plain(w, row, sealed.map(|it| it.0))?;
    }
    Ok((rows.len(), rows.last().map_or(after, |row| row.record)))
}

fn mark(newest: &[u8]) -> Vec<u8> {
    newest.first().map_or_else(Vec::new, |newest| crypto::own_mark(*newest).to_vec())
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, &mark(newest), after)?;
    let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
    let own = keyring::own_of(w, keys, &persons)?;
    for row in &rows {
        let (Some(own), Some(plain)) = (own.get(&row.person), opened(keys, row)?) else { continue };
        store::replace(w, row, &own.seal(keys, &place(row.record), &plain).0)?;
    }
    Ok((rows.len(), rows.last().map_or(after, |row| row.record)))
}

fn opened(keys: &Keys, row: &Stored) -> Result<Option<Vec<u8>>> {
    Ok(crypto::open_own(keys, row.whose(), &place(row.record), &row.words)?)
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::older(read, &[], after)?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.record;
        for row in &rows {
            opened(keys, row)?;
        }
        count += rows.len();
    }
}
