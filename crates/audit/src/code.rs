//! The head of the chain as a code that can be printed, read out, and typed again years later.

use calendar::Day;
use crypto::code;

/// Characters of the seal's digest: a hundred bits.
const DIGEST_LETTERS: usize = 20;
/// Characters by which a slip of the pen is told from a broken chain.
const CHECK_LETTERS: usize = 2;

/// What a printed code says: on that day the seal of this number had a digest that begins so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub day: Day,
    pub seal: i64,
    letters: String,
}

impl Code {
    pub fn of(day: Day, seal: i64, digest: &[u8]) -> Self {
        Self { day, seal, letters: code::letters(digest, DIGEST_LETTERS).iter().collect() }
    }

    /// Whether this was printed over that digest.
    pub fn is_of(&self, digest: &[u8]) -> bool {
        *self == Self::of(self.day, self.seal, digest)
    }

    /// What was typed, or what is wrong with it.
    pub fn read(typed: &str) -> Result<Self, String> {
        let shape = || "封印码要像20261128-1024-后面五组字母数字，整行照抄，包括横线".to_owned();
        let mut parts = typed.trim().splitn(3, '-');
        let (day, seal) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let letters = code::plain(parts.next().unwrap_or_default());
        if day.len() != 8 || letters.len() != DIGEST_LETTERS + CHECK_LETTERS || !day.is_ascii() {
            return Err(shape());
        }
        let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
        let day = day.parse().map_err(|_| shape())?;
        let seal = seal.parse().ok().filter(|it| *it > 0).ok_or_else(shape)?;
        let (letters, check) = letters.split_at(DIGEST_LETTERS);
        let read = Self { day, seal, letters: letters.to_owned() };
        if read.check() == check {
            Ok(read)
        } else {
            Err("封印码抄错了一两个字符，请对着纸再抄一遍".into())
        }
    }

    fn check(&self) -> String {
        let text = format!("{} {} {}", self.day, self.seal, self.letters);
        code::letters(&crypto::sm3(text.as_bytes()), CHECK_LETTERS).iter().collect()
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let day = self.day.to_string().replace('-', "");
        write!(f, "{day}-{}", self.seal)?;
        for group in 0..DIGEST_LETTERS / 5 {
            write!(f, "-{}", &self.letters[group * 5..group * 5 + 5])?;
        }
        write!(f, "-{}", self.check())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_code_is_read_again_also_when_typed_carelessly() {
        let digest = crypto::sm3(b"head");
        let code = Code::of("2026-11-28".parse().unwrap(), 1024, &digest);
        let printed = code.to_string();
        assert_eq!(Code::read(&printed), Ok(code.clone()));
        assert_eq!(Code::read(&format!(" {} ", printed.to_lowercase())), Ok(code.clone()));
        assert!(code.is_of(&digest) && !code.is_of(&crypto::sm3(b"other")));
    }

    #[test]
    fn a_slip_of_the_pen_is_told_from_a_broken_chain() {
        let printed = Code::of("2026-11-28".parse().unwrap(), 7, &crypto::sm3(b"x")).to_string();
        let last_group = printed.rfind('-').unwrap();
        for at in (0..last_group).filter(|at| printed.as_bytes()[*at] != b'-') {
            let mut wrong = printed.clone().into_bytes();
            wrong[at] = if wrong[at] == b'3' { b'4' } else { b'3' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert!(Code::read(&wrong).is_err(), "{wrong}");
        }
        assert!(Code::read("").is_err() && Code::read("20261128-7-汉字").is_err());
    }
}
