//! Kept files under the newest key.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;

use crate::{kept::place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> keyring::Renewal {
    keyring::Renewal { what: "导入的文件", left: store::left_under_older, batch, prove }
}

/// One file at a time: they are large.
fn batch(w: &Acting, keys: &Keys, newest: &[u8], after: i64) -> Result<(usize, i64)> {
    let Some((id, content)) = store::older(w, newest, after)? else { return Ok((0, after)) };
    let plain = crypto::open_bytes(keys, &place(id), &content)?;
    store::replace_content(w, id, &content, &crypto::seal_bytes(keys, &place(id), &plain).0)?;
    Ok((1, id))
}

fn prove(read: &Read, keys: &Keys) -> Result<usize> {
    let (mut count, mut after) = (0, i64::MIN);
    while let Some((id, content)) = store::next_content(read, after)? {
        crypto::open_bytes(keys, &place(id), &content)?;
        (count, after) = (count + 1, id);
    }
    Ok(count)
}
