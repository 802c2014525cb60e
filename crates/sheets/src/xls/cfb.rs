//! The compound file: sectors in chains, and a directory of named streams.

use crate::Fault;

const END: u32 = 0xFFFF_FFFA;
const BROKEN: Fault = Fault::Broken("复合文档");

pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    mini_sector: usize,
    /// Streams shorter than this live in the mini stream.
    mini_below: usize,
    next: Vec<u32>,
    mini_next: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let shift = |at| read_u16(bytes, at).filter(|s| (6..=12).contains(s)).map(|s| 1 << s);
        let mut file = Self {
            bytes,
            sector: shift(30).ok_or(BROKEN)?,
            mini_sector: shift(32).ok_or(BROKEN)?,
            mini_below: read_u32(bytes, 56).ok_or(BROKEN)? as usize,
            next: Vec::new(),
            mini_next: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        file.next = file.table()?;
        let directory = file.chain(read_u32(bytes, 48).ok_or(BROKEN)?)?;
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        file.mini_next = words(&file.chain(read_u32(bytes, 60).ok_or(BROKEN)?)?);
        if let Some(root) = file.entries.first() {
            file.mini = file.chain(root.start)?;
        }
        Ok(file)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// `None` where there is no such stream.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(entry) = self.find(name) else { return Ok(None) };
        let mut stream = if entry.size < self.mini_below {
            self.mini_chain(entry.start)?
        } else {
            self.chain(entry.start)?
        };
        stream.truncate(entry.size);
        Ok(Some(stream))
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// Which sector follows which: the first 109 pieces are named in the header, the rest in a chain.
    fn table(&self) -> Result<Vec<u32>, Fault> {
        let header = self.bytes.get(76..512).ok_or(BROKEN)?;
        let mut pieces = words(header);
        let mut more = read_u32(self.bytes, 68).ok_or(BROKEN)?;
        let mut steps = self.bytes.len() / self.sector;
        while more < END {
            steps = steps.checked_sub(1).ok_or(BROKEN)?;
            let mut list = words(self.at(more)?);
            more = list.pop().ok_or(BROKEN)?;
            pieces.extend(list);
        }
        let mut table = Vec::new();
        for piece in pieces.into_iter().filter(|piece| *piece < END) {
            if table.len() * 4 > self.bytes.len() {
                return Err(BROKEN);
            }
            table.extend(words(self.at(piece)?));
        }
        Ok(table)
    }

    fn at(&self, sector: u32) -> Result<&'a [u8], Fault> {
        let start = (sector as usize + 1).checked_mul(self.sector).ok_or(BROKEN)?;
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        self.bytes.get(start..end).ok_or(BROKEN)
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, Fault> {
        let mut data = Vec::new();
        let mut sector = start;
        while sector < END {
            data.extend_from_slice(self.at(sector)?);
            if data.len() > self.bytes.len() {
                return Err(BROKEN);
            }
            sector = *self.next.get(sector as usize).ok_or(BROKEN)?;
        }
        Ok(data)
    }

    fn mini_chain(&self, start: u32) -> Result<Vec<u8>, Fault> {
        let mut data = Vec::new();
        let mut sector = start;
        while sector < END {
            let at = sector as usize * self.mini_sector;
            data.extend_from_slice(self.mini.get(at..at + self.mini_sector).ok_or(BROKEN)?);
            if data.len() > self.mini.len() {
                return Err(BROKEN);
            }
            sector = *self.mini_next.get(sector as usize).ok_or(BROKEN)?;
        }
        Ok(data)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(read_u16(bytes, 64)?).checked_sub(2)?.min(62);
    let units = bytes[..length].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let name = char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect();
    let (start, size) = (read_u32(bytes, 116)?, read_u32(bytes, 120)? as usize);
    Some(Entry { name, start, size })
}

pub(super) fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}
