//! The file: a readable head, then chunks under a key of its own, locked once for the recovery code and
//! once for this machine.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
};

use calendar::Instant;
use crypto::{Keys, Lock, RecoveryCode, Stream, hex, sm3, unhex};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, coding::Record, error::broken};

const FIRST_LINE: &str = "GUANTONG BACKUP 1\n";
const FAMILY: &str = "GUANTONG BACKUP ";
const CHUNK: usize = 1 << 20;
/// A chunk with its tag.
const CHUNK_AT_MOST: usize = CHUNK + 16;

/// What anybody may read at the beginning of a backup: nothing about people, units or figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    pub made_at: Instant,
    /// Version of the program.
    pub program: String,
    /// The lock it closes under: the same mark stands on the paper with the recovery code.
    pub lock: String,
    for_code: String,
    for_machine: String,
}

/// By what a backup is opened.
pub enum Opener<'k> {
    Code(&'k RecoveryCode),
    /// The master key of the machine that made it.
    Machine(&'k Keys),
}

type Key = [u8; 16];

impl Head {
    /// A head with a fresh key that only the two can unlock.
    pub(crate) fn new(made_at: Instant, program: &str, lock: &Lock, keys: &Keys) -> (Self, Key) {
        let key: Key = crypto::bytes(16).try_into().expect("as many bytes as asked for");
        let head = Self {
            made_at,
            program: program.to_owned(),
            lock: lock.mark(),
            for_code: hex(&lock.seal(&key)),
            for_machine: hex(&crypto::seal_bytes(keys, &place(made_at), &key).0),
        };
        (head, key)
    }

    fn key(&self, opener: &Opener) -> Result<Key> {
        let (opened, refusal) = match opener {
            Opener::Code(code) => (
                unhex(&self.for_code).and_then(|sealed| code.open(&sealed)),
                Error::WrongCode(self.lock.clone()),
            ),
            Opener::Machine(keys) => (
                unhex(&self.for_machine).and_then(|sealed| {
                    crypto::open_bytes(keys, &place(self.made_at), &sealed).ok()
                }),
                Error::OtherMachine,
            ),
        };
        opened.and_then(|key| key.try_into().ok()).ok_or(refusal)
    }

    /// Both lines as they stand in the file.
    fn lines(&self) -> String {
        let json = serde_json::to_string(self).expect("a head is plain text");
        format!("{FIRST_LINE}{json}\n")
    }
}

fn place(made_at: Instant) -> String {
    format!("backup.key.{made_at}")
}

/// Reads only the head.
pub fn head(file: &Path) -> Result<Head> {
    let mut input = BufReader::new(File::open(file).map_err(Error::at(file))?);
    Ok(read_head(&mut input)?.0)
}

fn read_head(input: &mut BufReader<File>) -> Result<(Head, String)> {
    let mut lines = String::new();
    for _ in 0..2 {
        let read = input.by_ref().take(64 * 1024).read_line(&mut lines);
        read.map_err(|_| Error::NotABackup)?;
    }
    let json = match lines.strip_prefix(FIRST_LINE) {
        Some(json) => json,
        None if lines.starts_with(FAMILY) => return Err(Error::Newer),
        None => return Err(Error::NotABackup),
    };
    let head = serde_json::from_str(json).map_err(|_| Error::NotABackup)?;
    Ok((head, lines))
}

/// A backup being written.
pub(crate) struct Writer<W: Write>(DeflateEncoder<Chunks<W>>);

impl<W: Write> Writer<W> {
    pub(crate) fn new(mut out: W, head: &Head, key: &Key) -> std::io::Result<Self> {
        let lines = head.lines();
        out.write_all(lines.as_bytes())?;
        let stream = Stream::new(key, sm3(lines.as_bytes()));
        let chunks = Chunks { out, stream, waiting: Vec::with_capacity(CHUNK) };
        Ok(Self(DeflateEncoder::new(chunks, Compression::fast())))
    }

    pub(crate) fn put(&mut self, record: &Record) -> std::io::Result<()> {
        record.write(&mut self.0)
    }

    pub(crate) fn finish(self) -> std::io::Result<W> {
        self.0.finish()?.finish()
    }
}

struct Chunks<W> {
    out: W,
    stream: Stream,
    waiting: Vec<u8>,
}

impl<W: Write> Chunks<W> {
    fn put(&mut self, is_last: bool) -> std::io::Result<()> {
        let chunk = self.stream.seal(&self.waiting, is_last);
        self.waiting.clear();
        self.out.write_all(&(chunk.len() as u32).to_be_bytes())?;
        self.out.write_all(&chunk)
    }

    fn finish(mut self) -> std::io::Result<W> {
        self.put(true)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Chunks<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // A full chunk waits until more comes: only then is it certain that it is not the last.
        if self.waiting.len() == CHUNK {
            self.put(false)?;
        }
        let fits = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..fits]);
        Ok(fits)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A backup being read.
pub(crate) struct Reader(BufReader<DeflateDecoder<Opening>>);

impl Reader {
    pub(crate) fn open(file: &Path, opener: &Opener) -> Result<(Head, Self)> {
        let mut input = BufReader::new(File::open(file).map_err(Error::at(file))?);
        let (head, lines) = read_head(&mut input)?;
        let stream = Stream::new(&head.key(opener)?, sm3(lines.as_bytes()));
        let mut opening = Opening { input, stream, next: None, plain: Vec::new(), at: 0 };
        opening.next = opening.read_chunk().map_err(Error::at(file))?;
        if opening.next.is_none() {
            return Err(Error::Damaged("没有内容"));
        }
        Ok((head, Self(BufReader::new(DeflateDecoder::new(opening)))))
    }

    /// `None` at the end.
    pub(crate) fn next(&mut self) -> std::io::Result<Option<Record>> {
        Record::read(&mut self.0)
    }
}

struct Opening {
    input: BufReader<File>,
    stream: Stream,
    /// The chunk after `plain`, still closed; `None` after the last.
    next: Option<Vec<u8>>,
    plain: Vec<u8>,
    at: usize,
}

impl Opening {
    fn read_chunk(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut length = [0; 4];
        match self.input.read(&mut length[..1])? {
            0 => return Ok(None),
            _ => self.input.read_exact(&mut length[1..]).map_err(|_| broken("提前结束"))?,
        }
        let length = u32::from_be_bytes(length) as usize;
        if length > CHUNK_AT_MOST {
            return Err(broken("长度不对"));
        }
        let mut chunk = vec![0; length];
        self.input.read_exact(&mut chunk).map_err(|_| broken("提前结束"))?;
        Ok(Some(chunk))
    }
}

impl Read for Opening {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.plain.len() {
            let Some(chunk) = self.next.take() else { return Ok(0) };
            self.next = self.read_chunk()?;
            let opened = self.stream.open(&chunk, self.next.is_none());
            (self.plain, self.at) = (opened.ok_or_else(|| broken("校验不过"))?, 0);
        }
        let fits = out.len().min(self.plain.len() - self.at);
        out[..fits].copy_from_slice(&self.plain[self.at..self.at + fits]);
        self.at += fits;
        Ok(fits)
    }
}
