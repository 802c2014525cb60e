//! A key of one person: what is sealed under it opens for nobody once the key is destroyed.
//!
//! A value lies under both his key and a key of the installation: a rotation still means something,
//! and the key of a person alone, or that of the installation alone, opens nothing.

use zeroize::Zeroize;

use crate::{Error, Keys, Purpose, Sealed, field, keyed_digest};

/// No key of the key file has this number: what begins with it lies under a person's own key.
const OWN: u8 = 0;

/// The key of one person, in the clear: only ever in memory, and wiped there.
#[derive(Clone)]
pub struct OwnKey([u8; 16]);

impl std::fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnKey")
    }
}

impl Drop for OwnKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl OwnKey {
    pub fn random() -> Self {
        Self(crate::bytes(16).try_into().expect("16 bytes were asked for"))
    }

    /// As it is stored: under the newest key of the installation, for this person alone.
    pub fn wrap(&self, keys: &Keys, person: i64) -> Sealed {
        field::seal_bytes(keys, &place(person), &self.0)
    }

    pub fn unwrap(keys: &Keys, person: i64, wrapped: &[u8]) -> Result<Self, Error> {
        let id = wrapped.first().copied().unwrap_or_default();
        let key = field::open_bytes(keys, &place(person), wrapped)?;
        key.try_into().map(Self).map_err(|_| Error::Unopenable(id))
    }

    /// Encrypts `plain` for `place`, as [`crate::seal`] does.
    pub fn seal(&self, keys: &Keys, place: &str, plain: &[u8]) -> Sealed {
        let (id, key) = keys.newest();
        let mut blob = vec![OWN, id];
        blob.extend(field::encrypt(&self.with(key.derived(Purpose::Field)), place, plain));
        Sealed(blob)
    }

    fn open(&self, keys: &Keys, place: &str, blob: &[u8]) -> Result<Vec<u8>, Error> {
        let id = blob.get(1).copied().unwrap_or_default();
        let key = keys.by_id(id).ok_or(Error::Unopenable(id))?;
        let opened = field::decrypt(
            &self.with(key.derived(Purpose::Field)),
            place,
            blob.get(2..).unwrap_or_default(),
        );
        opened.ok_or(Error::Unopenable(id))
    }

    fn with(&self, field: &[u8; 16]) -> [u8; 16] {
        let digest = keyed_digest(&self.0, field);
        digest[..16].try_into().expect("a digest has 32 bytes")
    }
}

/// How a value begins that is sealed under a person's key and the installation's key `newest`.
pub fn own_mark(newest: u8) -> [u8; 2] {
    [OWN, newest]
}

/// A person, and his key as it is stored: `None` once it is destroyed.
pub type Whose<'a> = (i64, Option<&'a [u8]>);

/// Opens a value, whichever way it was sealed; where it is nobody's, it is the installation's.
/// `None`: the key of whose it is is destroyed.
pub fn open_own<'a>(
    keys: &Keys,
    whose: impl Into<Option<Whose<'a>>>,
    place: &str,
    blob: &[u8],
) -> Result<Option<Vec<u8>>, Error> {
    let (person, wrapped) = match whose.into() {
        Some(whose) if blob.first() == Some(&OWN) => whose,
        _ => return field::open_bytes(keys, place, blob).map(Some),
    };
    let Some(wrapped) = wrapped else { return Ok(None) };
    OwnKey::unwrap(keys, person, wrapped)?.open(keys, place, blob).map(Some)
}

fn place(person: i64) -> String {
    format!("person_key.wrapped.{person}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "person.phone.7";

    #[test]
    fn a_value_opens_with_both_keys_and_where_it_was_sealed() {
        let (keys, own) = (Keys::for_tests(), OwnKey::random());
        let wrapped = own.wrap(&keys, 7).0;
        let sealed = own.seal(&keys, PLACE, b"13800000000").0;
        assert_eq!(sealed[..2], own_mark(1));
        let opened = |person, wrapped, place| open_own(&keys, (person, wrapped), place, &sealed);
        let plain = opened(7, Some(&wrapped[..]), PLACE).unwrap();
        assert_eq!(plain.as_deref(), Some(&b"13800000000"[..]));
        assert!(opened(7, Some(&wrapped), "person.phone.8").is_err());
        assert!(opened(8, Some(&wrapped), PLACE).is_err(), "a key stands for one person");
        let other = OwnKey::random().wrap(&keys, 7).0;
        assert!(opened(7, Some(&other), PLACE).is_err());
    }

    #[test]
    fn a_destroyed_key_leaves_nothing_and_no_error() {
        let keys = Keys::for_tests();
        let sealed = OwnKey::random().seal(&keys, PLACE, b"13800000000").0;
        assert_eq!(open_own(&keys, (7, None), PLACE, &sealed).unwrap(), None);
    }

    #[test]
    fn what_was_sealed_before_there_were_own_keys_opens_as_ever() {
        let keys = Keys::for_tests();
        let sealed = crate::seal(&keys, PLACE, "13800000000").0;
        let opened = open_own(&keys, (7, None), PLACE, &sealed).unwrap();
        assert_eq!(opened.as_deref(), Some(&b"13800000000"[..]));
    }

    #[test]
    fn damaged_values_are_refused() {
        let (keys, own) = (Keys::for_tests(), OwnKey::random());
        let wrapped = own.wrap(&keys, 7).0;
        for blob in [&[][..], &[0], &[0, 1], &[0, 1, 2, 3], &[0, 9, 0, 0]] {
            assert!(open_own(&keys, (7, Some(&wrapped[..])), PLACE, blob).is_err(), "{blob:?}");
        }
    }
}
