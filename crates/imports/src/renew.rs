//! Kept files under the newest key.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal};

use crate::{kept::place, store};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Files>()
}

struct Files;

impl Protected for Files {
    const WHAT: &'static str = "导入的文件";

    type Row = (i64, Vec<u8>);

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left_under_older(read, newest)
    }

    /// One at a time: they are large.
    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, newest, after)
    }

    fn id((id, _): &Self::Row) -> i64 {
        *id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for (id, content) in rows {
            let anew = crypto::reseal(keys, &place(*id), content)?.0;
            store::replace_content(w, *id, content, &anew)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, (id, content): &Self::Row) -> Result<usize> {
        crypto::open_bytes(keys, &place(*id), content)?;
        Ok(1)
    }
}
