//! The keys of persons (docs/adr/0108): what belongs to one person alone is sealed under his.

use std::collections::HashMap;

use crypto::{Keys, OwnKey, Sealed};
use db::{Query, Read, Value, bind};

use crate::{Acting, Error, Result};

/// The keys of several persons; who is missing has a destroyed one.
pub struct OwnKeys(HashMap<i64, OwnKey>);

impl OwnKeys {
    pub fn of(&self, person: i64) -> Option<&OwnKey> {
        self.0.get(&person)
    }

    /// Under the key of whose it is, or the installation's where it is nobody's. `None`: his is destroyed.
    pub fn seal(
        &self,
        keys: &Keys,
        person: Option<i64>,
        place: &str,
        plain: &[u8],
    ) -> Option<Sealed> {
        match person {
            Some(person) => Some(self.of(person)?.seal(keys, place, plain)),
            None => Some(crypto::seal_bytes(keys, place, plain)),
        }
    }
}

/// For persons who are new: one key each, in the order of the ids.
pub fn make_own_keys(w: &Acting, keys: &Keys, persons: &[i64]) -> Result<Vec<OwnKey>> {
    let own: Vec<OwnKey> = persons.iter().map(|_| OwnKey::random()).collect();
    let wrapped = persons.iter().zip(&own).map(|(person, own)| (*person, own.wrap(keys, *person)));
    insert(w, wrapped)?;
    Ok(own)
}

/// The key under which something of this person is to be sealed; made where there is none yet.
/// *Conflict* when it is destroyed: a key does not come back.
pub fn own_key(w: &Acting, keys: &Keys, person: i64) -> Result<OwnKey> {
    let gone =
        || Error::Conflict("他的信息已经按保管期限清除，不能再往里写；要用，请重新登记".into());
    own_keys(w, keys, &[person])?.0.remove(&person).ok_or_else(gone)
}

/// The same for many.
pub fn own_keys(w: &Acting, keys: &Keys, persons: &[i64]) -> Result<OwnKeys> {
    let mut stored = stored(w, persons)?;
    let missing: Vec<i64> =
        persons.iter().copied().filter(|person| !stored.contains_key(person)).collect();
    if !missing.is_empty() {
        // Somebody may make the same key at this moment: whichever is stored counts.
        make_own_keys(w, keys, &missing)?;
        stored.extend(self::stored(w, &missing)?);
    }
    let kept = stored.into_iter().filter_map(|(person, wrapped)| Some((person, wrapped?)));
    let opened =
        kept.map(|(person, wrapped)| Ok((person, OwnKey::unwrap(keys, person, &wrapped)?)));
    opened.collect::<Result<_>>().map(OwnKeys)
}

/// Whoever has one keeps it.
fn insert(w: &Acting, keys: impl Iterator<Item = (i64, Sealed)>) -> Result<()> {
    let row = |(person, wrapped): (i64, Sealed)| bind![person, wrapped.0, w.now].to_vec();
    let cells: Vec<Value> = keys.flat_map(row).collect();
    let head = "INSERT INTO person_key (person, wrapped, made_at) VALUES ";
    for cells in cells.chunks(3 * 1000) {
        let mut query = Query::new(head, &[]);
        query.rows(3, cells).add(" ON CONFLICT (person) DO NOTHING", &[]);
        w.run_query(&query)?;
    }
    Ok(())
}

/// As they are stored; `None` is destroyed, who is missing has none yet.
fn stored(read: &Read, persons: &[i64]) -> Result<HashMap<i64, Option<Vec<u8>>>> {
    let mut found = HashMap::new();
    for part in persons.chunks(500) {
        let mut query = Query::new("SELECT person, wrapped FROM person_key WHERE person IN ", &[]);
        found.extend(query.in_list("", part).all::<(i64, Option<Vec<u8>>)>(read)?);
    }
    Ok(found)
}
