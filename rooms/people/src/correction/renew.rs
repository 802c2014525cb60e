//! Corrections and their answers under the key of who asked.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use super::{actions::place, store};
use crate::protect;

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    let left = |read: &Read, newest: &[u8]| store::left(read, &protect::mark(newest));
    keyring::Renewal { what: "更正申请", left, batch, prove }
}

fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older(w, &protect::mark(newest), after)?;
    let persons: Vec<i64> = rows.iter().map(|row| row.person).collect();
    let own = keyring::own_of(w, keys, &persons)?;
    for row in &rows {
        let Some(own) = own.get(&row.person) else { continue };
        let anew = |column: &str, sealed: &[u8]| -> Result<Option<Vec<u8>>> {
            let place = place(column, row.id);
            let plain = crypto::open_own(keys, row.whose(), &place, sealed)?;
            Ok(plain.map(|plain| own.seal(keys, &place, &plain).0))
        };
        let said = anew("said", &row.said)?;
        let answer = row.answer.as_deref().map(|sealed| anew("answer", sealed)).transpose()?;
        store::replace(w, row, said.as_deref(), answer.flatten().as_deref())?;
    }
    Ok((rows.len(), rows.last().map_or(after, |row| row.id)))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::older(read, &[], after)?;
        let Some(last) = rows.last() else { return Ok(count) };
        after = last.id;
        for row in &rows {
            crypto::open_own(keys, row.whose(), &place("said", row.id), &row.said)?;
            if let Some(answer) = &row.answer {
                crypto::open_own(keys, row.whose(), &place("answer", row.id), answer)?;
            }
        }
        count += rows.len();
    }
}
