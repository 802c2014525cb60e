//! Lists on their way out, and what is noted of those that went, under the newest key.

use act::{Acting, Result};
use crypto::Keys;
use db::Read;
use keyring::{Protected, Renewal};

use crate::{order::place, store};

const SAID: &str = "mark.said";

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Lists>()
}

/// For `keyring::Renewals`, too: scope and purpose of every list that went out.
pub fn mark_renewal() -> Renewal {
    Renewal::of::<Marks>()
}

struct Lists;

impl Protected for Lists {
    const WHAT: &'static str = "导出的名单";

    type Row = store::Sealed;

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::left_under_older(read, newest)
    }

    /// One at a time: they are large.
    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older(read, newest, after)
    }

    fn id((id, ..): &Self::Row) -> i64 {
        *id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for (id, asked, content) in rows {
            let anew = |column, blob| crypto::reseal(keys, &place(column, *id), blob);
            let content = content.as_deref().map(|blob| anew("content", blob)).transpose()?;
            let content = content.map(|sealed| sealed.0);
            store::replace_sealed(w, *id, asked, &anew("asked", asked)?.0, content.as_deref())?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, (id, asked, content): &Self::Row) -> Result<usize> {
        crypto::open_bytes(keys, &place("asked", *id), asked)?;
        if let Some(content) = content {
            crypto::open_bytes(keys, &place("content", *id), content)?;
        }
        Ok(1)
    }
}

struct Marks;

impl Protected for Marks {
    const WHAT: &'static str = "导出记录";

    type Row = (i64, Vec<u8>);

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::marks_under_older(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older_marks(read, newest, after)
    }

    fn id((id, _): &Self::Row) -> i64 {
        *id
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
        for (id, said) in rows {
            store::replace_said(w, *id, said, &crypto::reseal(keys, &place(SAID, *id), said)?.0)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, (id, said): &Self::Row) -> Result<usize> {
        crypto::open_bytes(keys, &place(SAID, *id), said)?;
        Ok(1)
    }
}
