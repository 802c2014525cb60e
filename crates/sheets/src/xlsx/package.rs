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
    most_at_once: u64,
}

impl Gauge {
    fn new(unpacked: u64, at_once: u64) -> Self {
        Self { left: Cell::new(unpacked), at_once: Cell::new(at_once), most_at_once: at_once }
    }

    pub(super) fn next_event(&self) {
        self.at_once.set(self.most_at_once);
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
        Self::gauged(bytes, Gauge::new(MOST_UNPACKED, MOST_AT_ONCE))
    }

    fn gauged(bytes: &'a [u8], gauge: Gauge) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken("压缩包"))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::Event;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zip(part: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in [("[Content_Types].xml", "<Types/>"), ("part.xml", part)] {
            zip.start_file(path, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read_all(bytes: &[u8], unpacked: u64, at_once: u64) -> Result<(), Fault> {
        let mut package = Package::gauged(bytes, Gauge::new(unpacked, at_once))?;
        let mut part = package.part("part.xml")?.unwrap();
        while part.next()? != Event::Eof {}
        Ok(())
    }

    #[test]
    fn reading_stops_when_too_much_was_unpacked() {
        let bytes = zip(&format!("<a>{}</a>", "<b/>".repeat(100_000)));
        assert!(bytes.len() < 10_000);
        assert_eq!(read_all(&bytes, 500_000, 500_000), Ok(()));
        assert_eq!(read_all(&bytes, 300_000, 500_000), Err(Fault::Bomb));
    }

    #[test]
    fn reading_stops_when_one_text_is_too_long() {
        let bytes = zip(&format!("<a>{}</a>", " ".repeat(400_000)));
        assert_eq!(read_all(&bytes, 500_000, 500_000), Ok(()));
        assert_eq!(read_all(&bytes, 500_000, 300_000), Err(Fault::Bomb));
    }
}
