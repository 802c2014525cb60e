//! Making a backup: one snapshot, one pass, written beside its place, tried out, then put there.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use calendar::Instant;
use crypto::{Keys, Lock};
use db::{Db, Read};

use crate::{
    Error, Figures, Manifest, Opener, Result, Tell,
    archive::{Head, Writer},
    coding::{self, Record},
    manifest::{Preface, Summing, TableSum},
    put::Opened,
};

/// What a backup is made of besides the database.
pub struct Order<'o> {
    pub lock: &'o Lock,
    pub keys: &'o Keys,
    /// Name and content: the master key, the settings.
    pub files: Vec<(String, Vec<u8>)>,
    pub program: &'o str,
    pub now: Instant,
    /// An empty folder on a disk of this machine, where it is restored once for trial.
    pub scratch: &'o Path,
}

/// Writes a backup to `file`, which appears only when it was restored from the disk and compared.
pub fn make(db: &Db, order: &Order, file: &Path, tell: Tell) -> Result<Manifest> {
    if file.exists() {
        let cause = std::io::ErrorKind::AlreadyExists.into();
        return Err(Error::at(file)(cause));
    }
    let mut draft = file.as_os_str().to_owned();
    draft.push(".part");
    let draft = Path::new(&draft);
    let made = write(db, order, draft, tell)
        .and_then(|()| {
            Opened::read(draft, &Opener::Machine(order.keys))?.try_out(order.scratch, tell)
        })
        .and_then(|manifest| {
            fs::rename(draft, file).map_err(Error::at(file))?;
            sync_folder(file)?;
            Ok(manifest)
        });
    if made.is_err() {
        let _ = fs::remove_file(draft);
    }
    made
}

fn write(db: &Db, order: &Order, file: &Path, tell: Tell) -> Result<()> {
    let _ = fs::remove_file(file);
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let out = BufWriter::new(opened.map_err(Error::at(file))?);
    let database = db.name()?;
    let out = db.aside(|read| {
        let taking = Taking { order, file, read, database: &database };
        taking.all(out, tell)
    })?;
    let synced = out.into_inner().map_err(std::io::IntoInnerError::into_error);
    synced.and_then(|it: File| it.sync_all()).map_err(Error::at(file))
}

struct Taking<'t, 'c> {
    order: &'t Order<'t>,
    file: &'t Path,
    read: &'t Read<'c>,
    database: &'t str,
}

impl Taking<'_, '_> {
    fn all<W: Write>(&self, out: W, tell: Tell) -> Result<W> {
        let failed = Error::at(self.file);
        let order = self.order;
        let (head, key) = Head::new(order.now, order.program, order.lock, order.keys);
        let mut out = Writer::new(out, &head, &key).map_err(&failed)?;
        let migrations = self.read.migrations()?;
        let preface = json(&Preface { migrations: migrations.clone() });
        out.put(&Record::Preface(preface)).map_err(&failed)?;
        for (name, content) in &order.files {
            out.put(&Record::File(name.clone(), content.clone())).map_err(&failed)?;
        }
        let tables = self.tables(&mut out)?;
        let on = order.now.day();
        let seal = self.read.head()?.map(|(no, digest)| (no, crypto::hex(&digest)));
        let manifest = Manifest {
            made_at: order.now,
            program: order.program.to_owned(),
            database: self.database.to_owned(),
            migrations,
            tables,
            seal,
            on,
            figures: Figures { law: tell.law.to_owned(), sum: (tell.sum)(self.read, on)? },
        };
        out.put(&Record::Manifest(json(&manifest))).map_err(&failed)?;
        out.finish().map_err(&failed)
    }

    fn tables<W: Write>(&self, out: &mut Writer<W>) -> Result<Vec<TableSum>> {
        let mut sums = Vec::new();
        for table in self.read.tables()? {
            out.put(&Record::Table(json(&table))).map_err(Error::at(self.file))?;
            let (mut summing, mut failure) = (Summing::default(), None);
            let rows = self.read.each_row(&table, &mut |row| {
                let row = coding::cells(&row);
                summing.add(&row);
                out.put(&Record::Row(row)).map_err(|cause| {
                    failure = Some(Error::at(self.file)(cause));
                    db::Error::Full
                })
            });
            if let Some(failure) = failure {
                return Err(failure);
            }
            rows?;
            sums.push(summing.of(table));
        }
        Ok(sums)
    }
}

fn json<T: serde::Serialize>(it: &T) -> Vec<u8> {
    serde_json::to_vec(it).expect("plain data become JSON")
}

pub(crate) fn sync_folder(file: &Path) -> Result<()> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|it| it.sync_all()).map_err(Error::at(folder))
}
