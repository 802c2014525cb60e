//! A database out of a backup, compared with what the backup says before anything of it counts.

use std::{
    fs,
    path::{Path, PathBuf},
};

use calendar::Day;
use db::{Db, Load, Read, Table, Target, Value};

use crate::{
    Error, Head, Manifest, Opener, Result,
    archive::Reader,
    coding::{self, Record},
    manifest::{Preface, sums},
};

/// Sums up the figures of the topmost units on a day: the same from the same rows.
#[derive(Clone, Copy)]
pub struct Tell<'t> {
    /// By which regulations and schema this program counts.
    pub law: &'t str,
    pub sum: &'t dyn Fn(&Read, Day) -> db::Result<String>,
}

/// A backup, opened as far as its first table.
pub struct Opened {
    pub head: Head,
    /// Name and content.
    pub files: Vec<(String, Vec<u8>)>,
    migrations: Vec<i64>,
    rest: Rest,
}

struct Rest {
    file: PathBuf,
    reader: Reader,
    /// Read and not yet used.
    next: Option<Record>,
}

impl Opened {
    pub fn read(file: &Path, opener: &Opener) -> Result<Self> {
        let (head, reader) = Reader::open(file, opener)?;
        let mut rest = Rest { file: file.to_owned(), reader, next: None };
        let Some(Record::Preface(preface)) = rest.take()? else {
            return Err(Error::Damaged("没有开头"));
        };
        let preface: Preface = from_json(&preface)?;
        let mut files = Vec::new();
        loop {
            match rest.take()? {
                Some(Record::File(name, content)) => files.push((name, content)),
                other => {
                    rest.next = other;
                    break;
                }
            }
        }
        Ok(Self { head, files, migrations: preface.migrations, rest })
    }

    /// Fills an empty database. Nothing of it stays unless rows, chain and figures are those of the backup.
    pub fn into_database(mut self, target: &Target, tell: Tell) -> Result<Manifest> {
        Db::load(target, &self.migrations, |load| {
            let manifest = self.rest.fill(load)?;
            let read = load.read();
            manifest.compare(&sums(&read)?, read.head()?)?;
            let is_comparable = manifest.figures.law == tell.law;
            if is_comparable && (tell.sum)(&read, manifest.on)? != manifest.figures.sum {
                return Err(Error::Differs("各级的数字".into()));
            }
            Ok(manifest)
        })
    }

    /// Restores into an empty folder for trial and takes it away again.
    pub fn try_out(self, scratch: &Path, tell: Tell) -> Result<Manifest> {
        let folder = trial(scratch)?;
        let tried = self.into_database(&Target::Folder(folder.clone()), tell);
        let _ = fs::remove_dir_all(&folder);
        tried
    }

    /// Restores into an empty folder, shows it, and takes it away again; what the figures say is not compared.
    pub fn look_into<T>(self, scratch: &Path, look: impl FnOnce(&Path) -> T) -> Result<T> {
        let folder = trial(scratch)?;
        let uncompared = Tell { law: "", sum: &|_, _| Ok(String::new()) };
        let looked =
            self.into_database(&Target::Folder(folder.clone()), uncompared).map(|_| look(&folder));
        let _ = fs::remove_dir_all(&folder);
        looked
    }
}

impl Rest {
    fn take(&mut self) -> Result<Option<Record>> {
        match self.next.take() {
            Some(record) => Ok(Some(record)),
            None => self.reader.next().map_err(Error::at(&self.file)),
        }
    }

    /// Every table with its rows, until the manifest, which is the last record.
    fn fill(&mut self, load: &mut Load) -> Result<Manifest> {
        loop {
            match self.take()? {
                Some(Record::Table(text)) => self.fill_table(load, &from_json(&text)?)?,
                Some(Record::Manifest(text)) => {
                    return match self.take()? {
                        None => from_json(&text),
                        Some(_) => Err(Error::Damaged("结尾之后还有内容")),
                    };
                }
                _ => return Err(Error::Damaged("没有结尾")),
            }
        }
    }

    fn fill_table(&mut self, load: &mut Load, table: &Table) -> Result<()> {
        let mut failure = None;
        let filled = load.fill(table, &mut || match self.next_row() {
            Ok(Some(row)) if row.len() != table.columns.len() => {
                failure = Some(Error::Damaged("行的宽度不对"));
                Ok(None)
            }
            Ok(row) => Ok(row),
            Err(error) => {
                failure = Some(error);
                Ok(None)
            }
        });
        match failure {
            Some(failure) => Err(failure),
            None => Ok(filled.map(|_| ())?),
        }
    }

    fn next_row(&mut self) -> Result<Option<Vec<Value>>> {
        match self.take()? {
            Some(Record::Row(bytes)) => {
                Ok(Some(coding::row(&bytes).map_err(Error::at(&self.file))?))
            }
            other => {
                self.next = other;
                Ok(None)
            }
        }
    }
}

fn from_json<T: serde::de::DeserializeOwned>(text: &[u8]) -> Result<T> {
    serde_json::from_slice(text).map_err(|_| Error::Damaged("说明读不懂"))
}

fn trial(scratch: &Path) -> Result<PathBuf> {
    let folder = scratch.join(format!(".trial-{}", &crypto::token()[..8]));
    make_private(&folder)?;
    Ok(folder)
}

/// A folder that nobody else may look into.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder).map_err(Error::at(folder))
}
