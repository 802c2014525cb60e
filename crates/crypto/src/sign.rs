//! SM2 signatures over SM3, and the signing key wrapped under the master key.

use sm2::dsa::{
    Signature, SigningKey as Sm2Key, VerifyingKey,
    signature::{Signer, Verifier},
};

use crate::{Error, Keys, Purpose, Sealed, code, field, sm3};

/// Who signs, as GM/T 0009 wants it where nothing else was agreed.
const IDENTITY: &str = "1234567812345678";

/// A private SM2 key.
pub struct SigningKey(Sm2Key);

/// The key that anybody may have.
#[derive(Debug, Clone)]
pub struct PublicKey(VerifyingKey);

impl SigningKey {
    /// A new one, from the operating system's random bytes.
    pub fn random() -> Self {
        // All but one in 2^128 draws are below the order of the curve.
        std::iter::repeat_with(|| crate::bytes(32))
            .find_map(|draw| Self::from_bytes(&draw))
            .expect("some draw is a key")
    }

    /// `None` when these 32 bytes are no key.
    pub fn from_bytes(secret: &[u8]) -> Option<Self> {
        Sm2Key::from_slice(IDENTITY, secret).ok().map(Self)
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().clone())
    }

    /// Signs `text`: r and s, 32 bytes each.
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(text);
        signature.to_bytes().to_vec()
    }

    /// Wrapped under the newest key for signing keys; opens only for the same `place`.
    pub fn seal(&self, keys: &Keys, place: &str) -> Sealed {
        field::seal_for(keys, Purpose::Signing, place, &self.0.to_bytes())
    }

    /// What [`SigningKey::seal`] made.
    pub fn open(keys: &Keys, place: &str, blob: &[u8]) -> Result<Self, Error> {
        let secret = field::open_for(keys, Purpose::Signing, place, blob)?;
        Self::from_bytes(&secret).ok_or(Error::Unopenable(blob[0]))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.public().fingerprint())
    }
}

impl PublicKey {
    /// 65 bytes: an uncompressed point. `None` when it is not on the curve.
    pub fn from_bytes(point: &[u8]) -> Option<Self> {
        let is_whole = point.len() == 65;
        let key = is_whole.then(|| VerifyingKey::from_sec1_bytes(IDENTITY, point).ok());
        key.flatten().map(Self)
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let point = self.0.to_sec1_bytes();
        point.into_vec()
    }

    /// *False* when `text` was not signed so by the owner of this key.
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|it| self.0.verify(text, &it).is_ok())
    }

    /// What people compare: groups of characters out of the SM3 of the point.
    pub fn fingerprint(&self) -> String {
        code::groups(&sm3(&self.to_bytes()), 25)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_text_and_key_only() {
        let (key, other) = (SigningKey::random(), SigningKey::random());
        let signature = key.sign("封印".as_bytes());
        assert!(key.public().verify("封印".as_bytes(), &signature));
        assert!(!key.public().verify("封印 ".as_bytes(), &signature));
        assert!(!other.public().verify("封印".as_bytes(), &signature));
        assert!(!key.public().verify("封印".as_bytes(), &signature[..63]));
        assert_ne!(key.public().fingerprint(), other.public().fingerprint());
    }

    #[test]
    fn a_signing_key_opens_only_where_and_for_what_it_was_wrapped() {
        let (keys, key) = (Keys::for_tests(), SigningKey::random());
        let sealed = key.seal(&keys, "audit_key.secret.1").0;
        let opened = SigningKey::open(&keys, "audit_key.secret.1", &sealed).unwrap();
        assert!(key.public().verify(b"x", &opened.sign(b"x")));
        assert!(SigningKey::open(&keys, "audit_key.secret.2", &sealed).is_err());
        assert!(crate::open_bytes(&keys, "audit_key.secret.1", &sealed).is_err(), "no field");
    }

    #[test]
    fn rubbish_is_no_key() {
        assert!(SigningKey::from_bytes(&[0; 32]).is_none());
        assert!(SigningKey::from_bytes(&[255; 32]).is_none());
        assert!(PublicKey::from_bytes(&[4; 65]).is_none());
        let point = SigningKey::random().public().to_bytes();
        assert!(PublicKey::from_bytes(&point[..64]).is_none());
    }
}
