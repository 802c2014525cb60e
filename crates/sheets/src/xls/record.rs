//! BIFF records: a type, a length, data, and pieces that continue it.

use super::cfb::{read_u16, read_u32};
use crate::Fault;

const CONTINUE: u16 = 0x3C;
const BROKEN: Fault = Fault::Broken("记录");

pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    /// Pieces after the first; a text may go on in them.
    pub(super) more: Vec<&'a [u8]>,
}

impl Record<'_> {
    pub(super) fn u16(&self, at: usize) -> Result<u16, Fault> {
        read_u16(self.data, at).ok_or(BROKEN)
    }

    pub(super) fn u32(&self, at: usize) -> Result<u32, Fault> {
        read_u32(self.data, at).ok_or(BROKEN)
    }

    pub(super) fn u8(&self, at: usize) -> Result<u8, Fault> {
        self.data.get(at).copied().ok_or(BROKEN)
    }

    pub(super) fn f64(&self, at: usize) -> Result<f64, Fault> {
        let bytes = self.data.get(at..at + 8).and_then(|b| b.try_into().ok());
        bytes.map(f64::from_le_bytes).ok_or(BROKEN)
    }

    pub(super) fn from(&self, at: usize) -> Result<&[u8], Fault> {
        self.data.get(at..).ok_or(BROKEN)
    }
}

/// Ends where the bytes end, even within a record: some writers pad with zeros.
pub(super) struct Records<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn piece(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (read_u16(self.rest, 0)?, usize::from(read_u16(self.rest, 2)?));
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.piece()?;
        let mut more = Vec::new();
        while read_u16(self.rest, 0) == Some(CONTINUE) {
            let Some((_, data)) = self.piece() else { break };
            more.push(data);
        }
        Some(Record { kind, data, more })
    }
}
