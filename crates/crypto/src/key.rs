//! The master key: made at first start, outside the database, mode 0600.

use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use crate::{Error, keyed_digest};

/// What a derived key is for; one master key never serves two purposes directly.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Encrypting fields (SM4, 16 bytes).
    Field,
    /// Equality search over an encrypted field.
    Lookup,
    /// Keyed digests of events.
    Event,
}

/// One master key.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// The 16-byte key for one purpose.
    pub(crate) fn derive(&self, purpose: Purpose) -> [u8; 16] {
        let label = format!("guantong {purpose:?}");
        let digest = keyed_digest(&self.0, label.as_bytes());
        digest[..16].try_into().expect("a digest has 32 bytes")
    }
}

/// The keys of one installation, oldest first. New fields use the newest, old ones keep theirs.
#[derive(Clone)]
pub struct Keys {
    keys: Vec<(u8, Key)>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<u8> = self.keys.iter().map(|(id, _)| *id).collect();
        write!(f, "Keys{ids:?}")
    }
}

impl Keys {
    /// Reads `path`, or makes a first key there. The file has a line `id hex` per key.
    pub fn open_or_create(path: &Path) -> Result<Self, Error> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| Error::Malformed(show(path))),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Self::create(path),
            Err(cause) => Err(Error::Unreadable { path: show(path), cause }),
        }
    }

    /// Whether only the owner can read the key file; *false* also when it is not there.
    pub fn is_private(path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|meta| meta.permissions().mode().trailing_zeros() >= 6)
    }

    /// Fixed keys, so that tests and the demo give the same bytes wherever randomness allows.
    pub fn for_tests() -> Self {
        Self { keys: vec![(1, Key([7; 32]))] }
    }

    /// The key used for new fields, with its id.
    pub fn newest(&self) -> (u8, &Key) {
        let (id, key) = self.keys.last().expect("a key file holds at least one key");
        (*id, key)
    }

    /// The key that an old field names.
    pub fn by_id(&self, id: u8) -> Option<&Key> {
        self.keys.iter().find(|(known, _)| *known == id).map(|(_, key)| key)
    }

    /// Digest for equality search: the same text gives the same 32 bytes under the newest key.
    pub fn lookup(&self, text: &str) -> Vec<u8> {
        let (_, key) = self.newest();
        keyed_digest(&key.derive(Purpose::Lookup), text.as_bytes()).to_vec()
    }

    /// Digests under every key, newest first: what a look-up tries during a rotation.
    pub fn lookups(&self, text: &str) -> Vec<Vec<u8>> {
        let digest = |key: &Key| keyed_digest(&key.derive(Purpose::Lookup), text.as_bytes());
        self.keys.iter().rev().map(|(_, key)| digest(key).to_vec()).collect()
    }

    /// Keyed digest of an event's detail.
    pub fn event_digest(&self, detail: &[u8]) -> [u8; 32] {
        let (_, key) = self.newest();
        keyed_digest(&key.derive(Purpose::Event), detail)
    }

    /// The same under every key, newest first: what was sealed before a rotation is checked with these.
    pub fn event_digests(&self, detail: &[u8]) -> Vec<[u8; 32]> {
        let digest = |key: &Key| keyed_digest(&key.derive(Purpose::Event), detail);
        self.keys.iter().rev().map(|(_, key)| digest(key)).collect()
    }

    /// The file appears whole or not at all, and stays through a power cut: what is encrypted from
    /// now on cannot be read without it.
    fn create(path: &Path) -> Result<Self, Error> {
        let unreadable = |cause| Error::Unreadable { path: show(path), cause };
        let line = format!("1 {}\n", crate::token());
        let draft = path.with_extension(&crate::token()[..8]);
        let made = write_private(&draft, &line).and_then(|()| fs::hard_link(&draft, path));
        let _ = fs::remove_file(&draft);
        made.and_then(|()| sync_folder(path)).map_err(unreadable)?;
        Self::parse(&line).ok_or_else(|| Error::Malformed(show(path)))
    }

    fn parse(text: &str) -> Option<Self> {
        let keys: Option<Vec<_>> = text.lines().map(parse_line).collect();
        keys.filter(|keys| !keys.is_empty()).map(|keys| Self { keys })
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn parse_line(line: &str) -> Option<(u8, Key)> {
    let (id, hex) = line.split_once(' ')?;
    if hex.len() != 64 || !hex.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some((id.parse().ok()?, Key(key)))
}

fn show(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_file_is_made_once_and_is_private() {
        let path = std::env::temp_dir().join(crate::token());
        let first = Keys::open_or_create(&path).unwrap();
        let again = Keys::open_or_create(&path).unwrap();
        assert_eq!(first.lookup("x"), again.lookup("x"));
        assert!(Keys::is_private(&path));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn many_first_starts_at_once_agree_on_one_key() {
        let folder = std::env::temp_dir().join(crate::token());
        fs::create_dir(&folder).unwrap();
        let path = folder.join("master.key");
        let made: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> =
                (0..8).map(|_| scope.spawn(|| Keys::open_or_create(&path))).collect();
            starts.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let kept = Keys::open_or_create(&path).unwrap().lookup("x");
        assert!(made.iter().any(Result::is_ok));
        assert!(made.iter().flatten().all(|keys| keys.lookup("x") == kept));
        assert!(!made.iter().any(|it| matches!(it, Err(Error::Malformed(_)))));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no draft stays behind");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_damaged_key_file_is_never_replaced() {
        let path = std::env::temp_dir().join(crate::token());
        fs::write(&path, "rubbish").unwrap();
        assert!(matches!(Keys::open_or_create(&path), Err(Error::Malformed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "rubbish");
        fs::remove_file(path).unwrap();
    }
}
