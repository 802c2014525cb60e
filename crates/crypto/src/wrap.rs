//! From a passphrase to the key that wraps master keys: argon2id with a salt of its own.

use argon2::{Algorithm, Argon2, Params, Version};

/// 64 MiB, three passes: about a sixth of a second once per start, and per guess.
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 3;
const HEAD: &str = "guantong-keys argon2id";

/// How a key file is wrapped.
#[derive(Clone)]
pub(crate) struct Wrapping {
    stated: Stated,
    key: [u8; 16],
}

/// What the first line of a wrapped file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    memory_kib: u32,
    passes: u32,
    salt: Vec<u8>,
}

impl Wrapping {
    /// A fresh salt for this passphrase.
    pub(crate) fn under(passphrase: &str) -> Self {
        let salt = crate::bytes(16);
        Stated { memory_kib: MEMORY_KIB, passes: PASSES, salt }.with(passphrase)
    }

    /// What the text of a key file states; `None` when it is not wrapped, or says so wrongly.
    pub(crate) fn named_in(text: &str) -> Option<Stated> {
        let rest = text.lines().next()?.strip_prefix(HEAD)?;
        let mut parts = rest.split_whitespace();
        let mut part = |name: &str| parts.next()?.strip_prefix(name);
        let memory_kib = part("m=")?.parse().ok()?;
        let passes = part("t=")?.parse().ok()?;
        let salt = crate::unhex(part("salt=")?)?;
        let fits = (8..=1 << 21).contains(&memory_kib) && (1..=64).contains(&passes);
        (fits && salt.len() >= 8).then_some(Stated { memory_kib, passes, salt })
    }

    pub(crate) fn key(&self) -> &[u8; 16] {
        &self.key
    }

    /// The first line of the file.
    pub(crate) fn head(&self) -> String {
        let Stated { memory_kib, passes, salt } = &self.stated;
        format!("{HEAD} m={memory_kib} t={passes} salt={}\n", crate::hex(salt))
    }
}

impl Stated {
    pub(crate) fn with(self, passphrase: &str) -> Wrapping {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(16));
        let params = params.expect("the parameters were looked at");
        let mut key = [0; 16];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &self.salt, &mut key)
            .expect("argon2 takes any passphrase and a salt of eight bytes or more");
        Wrapping { stated: self, key }
    }

    /// Whether a file still is wrapped as it was.
    pub(crate) fn is_like(&self, wrapping: &Wrapping) -> bool {
        *self == wrapping.stated
    }
}
