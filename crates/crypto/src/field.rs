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
    let (id, key) = keys.newest();
    let nonce = crate::bytes(12);
    let cipher = Sm4Gcm::new((&key.derive(Purpose::Field)).into());
    let payload = Payload { msg: plain, aad: place.as_bytes() };
    let nonce_ref: &Nonce<U12> = nonce.as_slice().try_into().expect("the nonce has 12 bytes");
    let text = cipher.encrypt(nonce_ref, payload).expect("SM4-GCM encrypts less than 64 GiB");
    let mut blob = Vec::with_capacity(13 + text.len());
    blob.push(id);
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&text);
    Sealed(blob)
}

/// Opens what [`seal`] made for the same `place`.
pub fn open(keys: &Keys, place: &str, blob: &[u8]) -> Result<String, Error> {
    let id = blob.first().copied().unwrap_or_default();
    String::from_utf8(open_bytes(keys, place, blob)?).map_err(|_| Error::Unopenable(id))
}

/// Opens what [`seal_bytes`] made for the same `place`.
pub fn open_bytes(keys: &Keys, place: &str, blob: &[u8]) -> Result<Vec<u8>, Error> {
    let id = blob.first().copied().unwrap_or_default();
    let unopenable = || Error::Unopenable(id);
    let key = keys.by_id(id).ok_or_else(unopenable)?;
    if blob.len() < 13 {
        return Err(unopenable());
    }
    let cipher = Sm4Gcm::new((&key.derive(Purpose::Field)).into());
    let payload = Payload { msg: &blob[13..], aad: place.as_bytes() };
    let nonce: &Nonce<U12> = (&blob[1..13]).try_into().map_err(|_| unopenable())?;
    cipher.decrypt(nonce, payload).map_err(|_| unopenable())
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
