//! The keys of persons: made with the person, put under the newest key by a renewal, destroyed once for all.

use std::collections::HashMap;

use act::{Acting, Ctx, Error, Result};
use crypto::{Keys, OwnKey};
use db::Read;

use crate::{Protected, Renewal, store};

/// For persons who are new: one key each, in the order of the ids.
pub fn make(w: &Acting, keys: &Keys, persons: &[i64]) -> Result<Vec<OwnKey>> {
    let own: Vec<OwnKey> = persons.iter().map(|_| OwnKey::random()).collect();
    let wrapped = persons.iter().zip(&own).map(|(person, own)| (*person, own.wrap(keys, *person)));
    store::insert_own(w, wrapped)?;
    Ok(own)
}

/// The key under which something of this person is to be sealed; made where there is none yet.
/// *Conflict* when it is destroyed: a key does not come back.
pub fn own(w: &Acting, keys: &Keys, person: i64) -> Result<OwnKey> {
    let gone =
        || Error::Conflict("他的信息已经按保管期限清除，不能再往里写；要用，请重新登记".into());
    own_of(w, keys, &[person])?.remove(&person).ok_or_else(gone)
}

/// The same for many; who is missing in it has a destroyed key.
pub fn own_of(w: &Acting, keys: &Keys, persons: &[i64]) -> Result<HashMap<i64, OwnKey>> {
    let mut stored = store::own_of(w, persons)?;
    let missing: Vec<i64> =
        persons.iter().copied().filter(|person| !stored.contains_key(person)).collect();
    if !missing.is_empty() {
        // Somebody may make the same key at this moment: whichever is stored counts.
        make(w, keys, &missing)?;
        stored.extend(store::own_of(w, &missing)?);
    }
    let kept = stored.into_iter().filter_map(|(person, wrapped)| Some((person, wrapped?)));
    kept.map(|(person, wrapped)| Ok((person, OwnKey::unwrap(keys, person, &wrapped)?))).collect()
}

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

    fn renew(w: &Acting, keys: &Keys, rows: &[Self::Row]) -> Result<()> {
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
}

/// After keys were destroyed: they lie in no page and no log of the database any more. *False*: readers hold
/// the log for now.
pub fn forget(ctx: &Ctx) -> Result<bool> {
    Ok(ctx.core.db.forget(&["person_key"])?)
}
