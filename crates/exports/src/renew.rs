//! Lists on their way out, and what is noted of those that went, under the newest key.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use crate::{order::place, store};

const SAID: &str = "mark.said";

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "导出的名单", left: store::left_under_older, batch, prove }
}

/// One list at a time: they are large.
fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let Some((id, asked, content)) = store::older(w, newest, after)? else {
        return Ok((0, after));
    };
    let anew = |column: &str, blob: &[u8]| -> Result<Vec<u8>> {
        let plain = crypto::open_bytes(keys, &place(column, id), blob)?;
        Ok(crypto::seal_bytes(keys, &place(column, id), &plain).0)
    };
    let content = content.as_deref().map(|blob| anew("content", blob)).transpose()?;
    store::replace_sealed(w, id, &asked, &anew("asked", &asked)?, content.as_deref())?;
    Ok((1, id))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    while let Some((id, asked, content)) = store::next_sealed(read, after)? {
        crypto::open_bytes(keys, &place("asked", id), &asked)?;
        if let Some(content) = content {
            crypto::open_bytes(keys, &place("content", id), &content)?;
        }
        (count, after) = (count + 1, id);
    }
    Ok(count)
}

/// For `keyring::Renewals`, too: scope and purpose of every list that went out.
pub fn mark_renewal() -> keyring::Renewal {
    let left = store::marks_under_older;
    keyring::Renewal { what: "导出记录", left, batch: marks, prove: prove_marks }
}

fn marks(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let rows = store::older_marks(w, newest, after)?;
    for (id, said) in &rows {
        let plain = crypto::open_bytes(keys, &place(SAID, *id), said)?;
        store::replace_said(w, *id, said, &crypto::seal_bytes(keys, &place(SAID, *id), &plain).0)?;
    }
    Ok((rows.len(), rows.last().map_or(after, |(id, _)| *id)))
}

fn prove_marks(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let rows = store::older_marks(read, &[], after)?;
        let Some((last, _)) = rows.last() else { return Ok(count) };
        after = *last;
        for (id, said) in &rows {
            crypto::open_bytes(keys, &place(SAID, *id), said)?;
        }
        count += rows.len();
    }
}
