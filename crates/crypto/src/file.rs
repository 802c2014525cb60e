//! The key file: outside the database, mode 0600, plain or wrapped under a passphrase.
//!
//! Plain: a line `id hex` per master key. Wrapped: a first line with the parameters of argon2id and
//! the salt, then `id hex` with each key encrypted (SM4-GCM) under what the passphrase gives.

use std::{
    fs,
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::{Error, field, key::Key, wrap::Wrapping};

/// Asked when a file is wrapped; `None` when nobody can be asked.
pub type Passphrase<'p> = dyn Fn() -> Result<Option<String>, Error> + 'p;

type Ring = Vec<(u8, Key)>;

pub(crate) struct KeyFile {
    path: PathBuf,
    /// How the keys in it are wrapped, with the key for it; `None` when they are plain.
    wrapping: Mutex<Option<Wrapping>>,
}

impl KeyFile {
    pub(crate) fn open_or_create(
        path: &Path,
        passphrase: &Passphrase<'_>,
    ) -> Result<(Self, Ring), Error> {
        let text = match fs::read_to_string(path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => create(path)?,
            text => text.map_err(|cause| unreadable(path, cause))?,
        };
        let wrapping = match Wrapping::named_in(&text) {
            None if is_wrapped_text(&text) => return Err(Error::Malformed(show(path))),
            None => None,
            Some(stated) => {
                let typed = passphrase()?.ok_or_else(|| Error::Locked(show(path)))?;
                Some(stated.with(&typed))
            }
        };
        let file = Self { path: path.to_owned(), wrapping: Mutex::new(wrapping) };
        let ring = file.parse(&text)?;
        Ok((file, ring))
    }

    pub(crate) fn read(&self) -> Result<Ring, Error> {
        let text = fs::read_to_string(&self.path).map_err(|cause| unreadable(&self.path, cause))?;
        self.parse(&text)
    }

    /// One more key, larger in number than all before. One process at a time.
    pub(crate) fn add_key(&self) -> Result<Ring, Error> {
        let _lock = self.lock()?;
        let mut ring = self.read()?;
        let last = ring.iter().map(|(id, _)| *id).max().unwrap_or_default();
        let id = last.checked_add(1).ok_or(Error::Exhausted)?;
        ring.push((id, Key::random()));
        self.write(&ring)?;
        Ok(ring)
    }

    pub(crate) fn rewrap(&self, passphrase: Option<&str>) -> Result<(), Error> {
        let _lock = self.lock()?;
        let ring = self.read()?;
        *self.wrapping.lock().unwrap_or_else(PoisonError::into_inner) =
            passphrase.map(Wrapping::under);
        self.write(&ring)
    }

    fn parse(&self, text: &str) -> Result<Ring, Error> {
        let wrapping = self.wrapping.lock().unwrap_or_else(PoisonError::into_inner);
        let stated = Wrapping::named_in(text);
        if stated.is_some() != wrapping.is_some()
            || stated.zip(wrapping.as_ref()).is_some_and(|(a, b)| !a.is_like(b))
        {
            return Err(Error::Rewrapped(show(&self.path)));
        }
        let malformed = || Error::Malformed(show(&self.path));
        let lines = text.lines().skip(usize::from(wrapping.is_some()));
        let mut ring = Vec::new();
        for line in lines {
            let (id, bytes) = parse_line(line).ok_or_else(malformed)?;
            let plain = match &*wrapping {
                None => bytes,
                Some(it) => field::decrypt(it.key(), &place(id), &bytes)
                    .ok_or_else(|| Error::WrongPassphrase(show(&self.path)))?,
            };
            ring.push((id, Key::new(plain.try_into().map_err(|_| malformed())?)));
        }
        let is_ordered = ring.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if ring.is_empty() || !is_ordered { Err(malformed()) } else { Ok(ring) }
    }

    fn write(&self, ring: &Ring) -> Result<(), Error> {
        let wrapping = self.wrapping.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |(id, key): &(u8, Key)| {
            let hex = match &*wrapping {
                None => crate::hex(key.master()),
                Some(it) => crate::hex(&field::encrypt(it.key(), &place(*id), key.master())),
            };
            format!("{id} {hex}\n")
        };
        let head = wrapping.as_ref().map(Wrapping::head).unwrap_or_default();
        let text = head + &ring.iter().map(line).collect::<String>();
        let draft = draft(&self.path);
        let written = write_private(&draft, text.as_bytes())
            .and_then(|()| hand_over(&draft, &self.path))
            .and_then(|()| fs::rename(&draft, &self.path))
            .and_then(|()| sync_folder(&self.path));
        written.map_err(|cause| {
            let _ = fs::remove_file(&draft);
            unreadable(&self.path, cause)
        })
    }

    fn lock(&self) -> Result<fs::File, Error> {
        let path = self.path.with_extension("lock");
        let mut options = fs::OpenOptions::new();
        options.create(true).truncate(false).write(true).mode(0o600);
        let file = options.open(&path).map_err(|cause| unreadable(&path, cause))?;
        hand_over(&path, &self.path).map_err(|cause| unreadable(&path, cause))?;
        file.lock().map_err(|cause| unreadable(&path, cause))?;
        Ok(file)
    }
}

/// Whether only the owner can read the key file; *false* also when it is not there.
pub fn is_private(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode().trailing_zeros() >= 6)
}

/// Whether the key file wants a passphrase; *false* also when it is not there.
pub fn is_wrapped(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| is_wrapped_text(&text))
}

fn is_wrapped_text(text: &str) -> bool {
    text.starts_with("guantong-keys")
}

/// The file appears whole or not at all, and stays through a power cut: what is encrypted from
/// now on cannot be read without it.
fn create(path: &Path) -> Result<String, Error> {
    let text = format!("1 {}\n", crate::token());
    let draft = draft(path);
    let made = write_private(&draft, text.as_bytes()).and_then(|()| fs::hard_link(&draft, path));
    let _ = fs::remove_file(&draft);
    made.and_then(|()| sync_folder(path)).map_err(|cause| unreadable(path, cause))?;
    Ok(text)
}

/// Where each wrapped key stands: it opens under no other number.
fn place(id: u8) -> String {
    format!("master.key.{id}")
}

fn draft(path: &Path) -> PathBuf {
    path.with_extension(&crate::token()[..8])
}

fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Written whole beside its place, then put there; by root, for whoever the folder belongs to.
pub fn put_private(file: &Path, content: &[u8]) -> std::io::Result<()> {
    let draft = draft(file);
    let written = write_private(&draft, content)
        .and_then(|()| hand_over(&draft, file.parent().unwrap_or(Path::new("."))))
        .and_then(|()| fs::rename(&draft, file));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

/// What root writes belongs to whoever owns `like`, if that is there: the service reads it under its own user.
pub fn hand_over(file: &Path, like: &Path) -> std::io::Result<()> {
    let Ok(theirs) = fs::metadata(like) else { return Ok(()) };
    let mine = fs::metadata(file)?;
    if mine.uid() != 0 || theirs.uid() == 0 {
        return Ok(());
    }
    chown(file, Some(theirs.uid()), Some(theirs.gid()))
}

fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn parse_line(line: &str) -> Option<(u8, Vec<u8>)> {
    let (id, hex) = line.split_once(' ')?;
    Some((id.parse().ok()?, crate::unhex(hex)?))
}

fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    Error::Unreadable { path: show(path), cause }
}

fn show(path: &Path) -> String {
    path.display().to_string()
}
