//! The keys of one installation, as a running server holds them: new values use the newest, old ones
//! keep theirs.

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    Error,
    file::{KeyFile, Passphrase},
    hex, is_same,
    key::{Key, Purpose},
    keyed_digest,
};

type Ring = Vec<(u8, Key)>;

/// The keys of one installation, oldest first. Copies share them: a rotation reaches all at once.
#[derive(Clone)]
pub struct Keys(Arc<Shared>);

struct Shared {
    ring: RwLock<Arc<Ring>>,
    /// `None` for the fixed keys of tests.
    file: Option<KeyFile>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys{:?}", self.ids())
    }
}

impl Keys {
    /// Reads `path`, or makes a first key there. *Locked* when a passphrase is wanted.
    pub fn open_or_create(path: &Path) -> Result<Self, Error> {
        Self::open(path, &|| Ok(None))
    }

    /// The same where the file may be wrapped: then `passphrase` is asked, once.
    pub fn open(path: &Path, passphrase: &Passphrase<'_>) -> Result<Self, Error> {
        let (file, ring) = KeyFile::open_or_create(path, passphrase)?;
        Ok(Self(Arc::new(Shared { ring: RwLock::new(Arc::new(ring)), file: Some(file) })))
    }

    /// Fixed keys, so that tests and the demo give the same bytes wherever randomness allows.
    pub fn for_tests() -> Self {
        let ring = Arc::new(vec![(1, Key::new([7; 32]))]);
        Self(Arc::new(Shared { ring: RwLock::new(ring), file: None }))
    }

    /// Reads the file again: *true* when it holds other keys than before. What cannot be read leaves
    /// the keys as they were.
    pub fn reload(&self) -> Result<bool, Error> {
        let Some(file) = &self.0.file else { return Ok(false) };
        let ring = file.read()?;
        let ids = |ring: &Ring| ring.iter().map(|(id, _)| *id).collect::<Vec<u8>>();
        let is_new = ids(&ring) != self.ids();
        if is_new {
            self.take(ring);
        }
        Ok(is_new)
    }

    /// Adds a key to the file and uses it from now on; its id.
    pub fn rotate(&self) -> Result<u8, Error> {
        let file = self.0.file.as_ref().expect("the fixed keys of tests are not rotated");
        let ring = file.add_key()?;
        self.take(ring);
        Ok(self.newest().0)
    }

    /// Writes the file anew under a passphrase, or plainly without one. The keys stay what they are.
    pub fn rewrap(&self, passphrase: Option<&str>) -> Result<(), Error> {
        let file = self.0.file.as_ref().expect("the fixed keys of tests have no file");
        file.rewrap(passphrase)
    }

    /// The ids, oldest first.
    pub fn ids(&self) -> Vec<u8> {
        self.ring().iter().map(|(id, _)| *id).collect()
    }

    /// By what a database knows each key again: nothing about the key follows from it.
    pub fn checks(&self) -> Vec<(u8, Vec<u8>)> {
        let check =
            |key: &Key| keyed_digest(key.derived(Purpose::Check), b"guantong")[..8].to_vec();
        self.ring().iter().map(|(id, key)| (*id, check(key))).collect()
    }

    /// The id of the key that new values are under.
    pub fn newest_id(&self) -> u8 {
        self.newest().0
    }

    /// Under which key a protected value was sealed.
    pub fn id_of(blob: &[u8]) -> Option<u8> {
        blob.first().copied()
    }

    pub(crate) fn newest(&self) -> (u8, Key) {
        self.ring().last().cloned().expect("a key file holds at least one key")
    }

    pub(crate) fn by_id(&self, id: u8) -> Option<Key> {
        self.ring().iter().find(|(known, _)| *known == id).map(|(_, key)| key.clone())
    }

    /// Digest for equality search: the same text gives the same 32 bytes under the newest key.
    pub fn lookup(&self, text: &str) -> Vec<u8> {
        let (_, key) = self.newest();
        keyed_digest(key.derived(Purpose::Lookup), text.as_bytes()).to_vec()
    }

    /// Digests under every key, newest first: what a look-up tries during a rotation.
    pub fn lookups(&self, text: &str) -> Vec<Vec<u8>> {
        let digest = |key: &Key| keyed_digest(key.derived(Purpose::Lookup), text.as_bytes());
        self.ring().iter().rev().map(|(_, key)| digest(key).to_vec()).collect()
    }

    /// A code for what `text` says, which nobody makes who has no key: the same text gives the same code.
    pub fn code(&self, text: &str) -> String {
        let (_, key) = self.newest();
        code_of(&key, text)
    }

    /// Whether `code` is that of `text` under any key.
    pub fn is_code(&self, text: &str, code: &str) -> bool {
        let is_its = |key: &Key| is_same(code_of(key, text).as_bytes(), code.as_bytes());
        self.ring().iter().rev().any(|(_, key)| is_its(key))
    }

    /// Keyed digest of an event's detail.
    pub fn event_digest(&self, detail: &[u8]) -> [u8; 32] {
        let (_, key) = self.newest();
        keyed_digest(key.derived(Purpose::Event), detail)
    }

    /// The same under every key, newest first: what was sealed before a rotation is checked with these.
    pub fn event_digests(&self, detail: &[u8]) -> Vec<[u8; 32]> {
        let digest = |key: &Key| keyed_digest(key.derived(Purpose::Event), detail);
        self.ring().iter().rev().map(|(_, key)| digest(key)).collect()
    }

    /// Whether `digest` is the keyed digest of `detail` under any key.
    pub fn is_event_digest(&self, detail: &[u8], digest: &[u8]) -> bool {
        let made = |key: &Key| keyed_digest(key.derived(Purpose::Event), detail);
        self.ring().iter().rev().any(|(_, key)| made(key)[..] == *digest)
    }

    fn ring(&self) -> Arc<Ring> {
        self.0.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take(&self, ring: Ring) {
        *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

/// Sixteen bytes of the digest: short enough for a picture that a phone reads, far too long to be guessed.
fn code_of(key: &Key, text: &str) -> String {
    hex(&keyed_digest(key.derived(Purpose::Code), text.as_bytes())[..16])
}
