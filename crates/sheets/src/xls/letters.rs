//! Texts in BIFF: bytes of a code page before BIFF8, UTF-16 (often with its zeros left out) since.

use crate::{Fault, Format};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

const BROKEN: Fault = Fault::Broken("文字");

#[derive(Clone, Copy)]
pub(super) struct Letters {
    pub(super) format: Format,
    pub(super) page: &'static Encoding,
}

impl Letters {
    pub(super) fn page(number: u16) -> &'static Encoding {
        match number {
            950 => BIG5,
            932 => SHIFT_JIS,
            949 => EUC_KR,
            65001 => UTF_8,
            1252 | 32769 => WINDOWS_1252,
            _ => GB18030,
        }
    }

    /// A text after its length in one byte.
    pub(super) fn short(self, data: &[u8]) -> Result<String, Fault> {
        let (length, rest) = data.split_first().ok_or(BROKEN)?;
        self.text(usize::from(*length), rest, &[])
    }

    /// A text after its length in two bytes.
    pub(super) fn long(self, data: &[u8], more: &[&[u8]]) -> Result<String, Fault> {
        let (length, rest) = data.split_first_chunk::<2>().ok_or(BROKEN)?;
        self.text(usize::from(u16::from_le_bytes(*length)), rest, more)
    }

    fn text(self, length: usize, rest: &[u8], more: &[&[u8]]) -> Result<String, Fault> {
        if self.format == Format::Biff8 {
            let mut pieces = Pieces { piece: rest, more };
            let flags = pieces.byte()?;
            return pieces.units(length, flags & 1 == 1);
        }
        let bytes = rest.get(..length).ok_or(BROKEN)?;
        Ok(self.page.decode_without_bom_handling(bytes).0.into_owned())
    }
}

/// Data that goes on in further pieces.
pub(super) struct Pieces<'a> {
    pub(super) piece: &'a [u8],
    pub(super) more: &'a [&'a [u8]],
}

impl Pieces<'_> {
    fn turn(&mut self) -> Result<(), Fault> {
        let (first, rest) = self.more.split_first().ok_or(BROKEN)?;
        (self.piece, self.more) = (first, rest);
        Ok(())
    }

    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        while self.piece.is_empty() {
            self.turn()?;
        }
        let (first, rest) = self.piece.split_first().ok_or(BROKEN)?;
        self.piece = rest;
        Ok(*first)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Fault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Result<u32, Fault> {
        Ok(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Fault> {
        while count > self.piece.len() {
            count -= self.piece.len();
            self.turn()?;
        }
        self.piece = &self.piece[count..];
        Ok(())
    }

    /// One entry of the table of texts, with its runs and its pronunciation passed over.
    pub(super) fn entry(&mut self) -> Result<String, Fault> {
        let length = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) * 4 } else { 0 };
        let phonetic = if flags & 4 != 0 { self.u32()? as usize } else { 0 };
        let text = self.units(length, flags & 1 == 1)?;
        self.skip(runs.saturating_add(phonetic))?;
        Ok(text)
    }

    /// Characters; where they go on in the next piece it says anew whether they are wide.
    fn units(&mut self, length: usize, mut wide: bool) -> Result<String, Fault> {
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.piece.is_empty() {
                self.turn()?;
                wide = self.byte()? & 1 == 1;
            }
            units.push(if wide { self.u16()? } else { u16::from(self.byte()?) });
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_piece_with_another_width() {
        let mut pieces = Pieces { piece: &[3, 0, 0, b'a'], more: &[&[1, 0, 0x4E, 0x8C, 0x4E, 9]] };
        assert_eq!(pieces.entry().unwrap(), "a一二");
        assert_eq!(pieces.byte(), Ok(9));
        assert!(pieces.entry().is_err());
    }

    #[test]
    fn runs_are_passed_over() {
        let data = [1, 0, 8, 1, 0, b'a', 1, 2, 3, 4, 7];
        let mut pieces = Pieces { piece: &data, more: &[] };
        assert_eq!(pieces.entry().unwrap(), "a");
        assert_eq!(pieces.byte(), Ok(7));
    }
}
