//! A protected field: key id, nonce and cipher text in one blob, bound to where it stands.

use aes_gcm::{
    AesGcm, Nonce,
    aead::{Aead, KeyInit, Payload, consts::U12},
};
use sm4::Sm4;

use crate::{Error, Keys, Purpose};

type Sm4Gcm = AesGcm<Sm4, U12>;

/// A protected value as stored: 1 byte key id, 12 bytes nonce, cipher text with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

/// Encrypts `plain` with the newest field key. `place` is `table.column.id`: a value copied to
/// another row or column does not open.
pub fn seal(keys: &Keys, place: &str, plain: &str) -> Sealed {
    seal_bytes(keys, place, plain.as_bytes())
}

/// The same for whole files.
pub fn seal_bytes(keys: &Keys, place: &str, plain: &[u8]) -> Sealed {
    seal_for(keys, Purpose::Field, place, plain)
}

/// Opens what [`seal`] made for the same `place`.
pub fn open(keys: &Keys, place: &str, blob: &[u8]) -> Result<String, Error> {
    let id = blob.first().copied().unwrap_or_default();
    String::from_utf8(open_bytes(keys, place, blob)?).map_err(|_| Error::Unopenable(id))
}

/// Opens what [`seal_bytes`] made for the same `place`.
pub fn open_bytes(keys: &Keys, place: &str, blob: &[u8]) -> Result<Vec<u8>, Error> {
    open_for(keys, Purpose::Field, place, blob)
}

/// The same value for the same `place`, under the newest key.
pub fn reseal(keys: &Keys, place: &str, blob: &[u8]) -> Result<Sealed, Error> {
    Ok(seal_bytes(keys, place, &open_bytes(keys, place, blob)?))
}

pub(crate) fn seal_for(keys: &Keys, purpose: Purpose, place: &str, plain: &[u8]) -> Sealed {
    let (id, key) = keys.newest();
    let mut blob = vec![id];
    blob.extend(encrypt(key.derived(purpose), place, plain));
    Sealed(blob)
}

pub(crate) fn open_for(
    keys: &Keys,
    purpose: Purpose,
    place: &str,
    blob: &[u8],
) -> Result<Vec<u8>, Error> {
    let id = blob.first().copied().unwrap_or_default();
    let opened = keys.by_id(id).and_then(|key| decrypt(key.derived(purpose), place, &blob[1..]));
    opened.ok_or(Error::Unopenable(id))
}

/// A fresh nonce of 12 bytes, the cipher text, its tag of 16 bytes.
pub(crate) fn encrypt(key: &[u8; 16], place: &str, plain: &[u8]) -> Vec<u8> {
    let nonce = crate::bytes(12);
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let nonce_ref: &Nonce<U12> = nonce.as_slice().try_into().expect("the nonce has 12 bytes");
    let text = Sm4Gcm::new(key.into()).encrypt(nonce_ref, payload);
    let text = text.expect("SM4-GCM encrypts less than 64 GiB");
    [nonce, text].concat()
}

/// `None` when it was not made so under this key for this place.
pub(crate) fn decrypt(key: &[u8; 16], place: &str, blob: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = blob.split_at_checked(12)?;
    let nonce: &Nonce<U12> = nonce.try_into().ok()?;
    let payload = Payload { msg: text, aad: place.as_bytes() };
    Sm4Gcm::new(key.into()).decrypt(nonce, payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_opens_only_where_it_was_sealed() {
        let keys = Keys::for_tests();
        let sealed = seal(&keys, "person.id_number.7", "11010519491231002X");
        assert_eq!(open(&keys, "person.id_number.7", &sealed.0).unwrap(), "11010519491231002X");
        assert!(open(&keys, "person.id_number.8", &sealed.0).is_err());
    }

    #[test]
    fn two_seals_of_one_text_differ() {
        let keys = Keys::for_tests();
        assert_ne!(seal(&keys, "a.b.1", "x"), seal(&keys, "a.b.1", "x"));
    }

    #[test]
    fn damaged_blobs_are_refused() {
        let keys = Keys::for_tests();
        assert!(open(&keys, "a.b.1", &[]).is_err());
        assert!(open(&keys, "a.b.1", &[1, 2, 3]).is_err());
        let mut sealed = seal(&keys, "a.b.1", "x").0;
        *sealed.last_mut().unwrap() ^= 1;
        assert!(open(&keys, "a.b.1", &sealed).is_err());
    }
}
