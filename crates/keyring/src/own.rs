//! The keys of persons: put under the newest key by a renewal, destroyed once for all.

use act::{Acting, Ctx, Result};
use crypto::{Keys, OwnKey};
use db::Read;

use crate::{Change, Opened, Protected, Renewal, store};

/// Destroys a person's key: what lies under it opens for nobody. False when that was done before.
pub fn destroy(w: &Acting, person: i64) -> Result<bool> {
    Ok(store::destroy(w, person)?)
}

/// For [`crate::Renewals`].
pub fn own_keys() -> Renewal {
    Renewal::of::<OwnKeys>()
}

/// The keys themselves, wrapped.
struct OwnKeys;

impl Protected for OwnKeys {
    const WHAT: &'static str = "个人密钥";
    const WORDS: &'static [&'static str] = &[];

    type Row = (i64, Vec<u8>);

    fn left(read: &Read, newest: &[u8]) -> db::Result<i64> {
        store::own_left(read, newest)
    }

    fn older(read: &Read, newest: &[u8], after: i64) -> db::Result<Vec<Self::Row>> {
        store::older_own(read, newest, after)
    }

    fn id((person, _): &Self::Row) -> i64 {
        *person
    }

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row], _: Change) -> Result<()> {
        for (person, wrapped) in rows {
            let anew = OwnKey::unwrap(keys, *person, wrapped)?.wrap(keys, *person).0;
            store::rewrap(w, *person, wrapped, &anew)?;
        }
        Ok(())
    }

    fn prove(keys: &Keys, (person, wrapped): &Self::Row) -> Result<usize> {
        OwnKey::unwrap(keys, *person, wrapped)?;
        Ok(1)
    }

    /// Keys, no words.
    fn words(_: &Keys, _: &Self::Row) -> Result<Vec<Opened>> {
        Ok(Vec::new())
    }
}

/// After keys were destroyed: they lie in no page and no log of the database any more. *False*: readers hold
/// the log for now.
pub fn forget(ctx: &Ctx) -> Result<bool> {
    Ok(ctx.core.db.forget(&["person_key"])?)
}
