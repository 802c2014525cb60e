//! The zip around an xlsx, and how much may come out of it.

use super::xml::Xml;
use crate::Fault;
use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;
use zip::result::ZipError;

/// A million formatted rows of twelve empty cells unpack to about half of this.
const MOST_UNPACKED: u64 = 640 * 1024 * 1024;
/// One tag or one text; a cell holds 32,767 characters at most.
const MOST_AT_ONCE: u64 = 8 * 1024 * 1024;

/// What may still be unpacked: of the whole file, and before the next tag ends.
pub(super) struct Gauge {
    left: Cell<u64>,
    at_once: Cell<u64>,
}

impl Gauge {
    pub(super) fn next_event(&self) {
        self.at_once.set(MOST_AT_ONCE);
    }

    pub(super) fn exceeded(&self) -> bool {
        self.left.get() == 0 || self.at_once.get() == 0
    }
}

pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    gauge: Rc<Gauge>,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken("压缩包"))?;
        let gauge = Gauge { left: Cell::new(MOST_UNPACKED), at_once: Cell::new(MOST_AT_ONCE) };
        let package = Self { zip, gauge: Rc::new(gauge) };
        package.refuse_others()?;
        Ok(package)
    }

    fn refuse_others(&self) -> Result<(), Fault> {
        let has = |path: &str| self.zip.index_for_name(path).is_some();
        if has("xl/workbook.bin") {
            return Err(Fault::Other("xlsb二进制表"));
        }
        if has("word/document.xml") {
            return Err(Fault::Other("Word文档"));
        }
        if has("content.xml") && has("mimetype") {
            return Err(Fault::Other("ODF格式的文件"));
        }
        if has("[Content_Types].xml") { Ok(()) } else { Err(Fault::Unknown) }
    }

    pub(super) fn macros(&self) -> bool {
        self.zip.file_names().flatten().any(|name| name.ends_with("vbaProject.bin"))
    }

    /// `None` where the file has no such part.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Xml<impl Read + '_>>, Fault> {
        match self.zip.by_name(path) {
            Ok(file) => {
                let read = Gauged { read: file, gauge: Rc::clone(&self.gauge) };
                Ok(Some(Xml::new(read, Rc::clone(&self.gauge))))
            }
            Err(ZipError::FileNotFound) => Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                Err(Fault::Protected)
            }
            Err(_) => Err(Fault::Broken("压缩包")),
        }
    }
}

struct Gauged<R> {
    read: R,
    gauge: Rc<Gauge>,
}

impl<R: Read> Read for Gauged<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.read.read(into)?;
        for gauge in [&self.gauge.left, &self.gauge.at_once] {
            gauge.set(gauge.get().saturating_sub(count as u64));
        }
        if self.gauge.exceeded() { Err(io::Error::other("too much")) } else { Ok(count) }
    }
}
