//! One master key, and the keys derived from it, each for one purpose.

use zeroize::Zeroize;

use crate::keyed_digest;

/// What a derived key is for; one master key never serves two purposes directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Encrypting fields (SM4, 16 bytes).
    Field,
    /// Equality search over an encrypted field.
    Lookup,
    /// Keyed digests of events.
    Event,
    /// Wrapping the key that signs the heads of the audit chain.
    Signing,
    /// The value by which a database knows its keys again.
    Check,
    /// Codes that are shown for a minute and stored nowhere.
    Code,
}

impl Purpose {
    pub const ALL: [Self; 6] =
        [Self::Field, Self::Lookup, Self::Event, Self::Signing, Self::Check, Self::Code];
}

/// One master key; wiped from memory when nobody holds it any more.
#[derive(Clone)]
pub(crate) struct Key {
    master: [u8; 32],
    derived: [[u8; 16]; Purpose::ALL.len()],
}

impl Drop for Key {
    fn drop(&mut self) {
        self.master.zeroize();
        self.derived.zeroize();
    }
}

impl Key {
    pub(crate) fn new(master: [u8; 32]) -> Self {
        let derive = |purpose: Purpose| {
            let digest = keyed_digest(&master, format!("guantong {purpose:?}").as_bytes());
            digest[..16].try_into().expect("a digest has 32 bytes")
        };
        Self { master, derived: Purpose::ALL.map(derive) }
    }

    pub(crate) fn random() -> Self {
        Self::new(crate::bytes(32).try_into().expect("32 bytes were asked for"))
    }

    pub(crate) fn master(&self) -> &[u8; 32] {
        &self.master
    }

    /// The 16-byte key for one purpose.
    pub(crate) fn derived(&self, purpose: Purpose) -> &[u8; 16] {
        &self.derived[purpose as usize]
    }
}
