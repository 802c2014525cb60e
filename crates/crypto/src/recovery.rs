//! The recovery code of an installation, on paper, and the public key made from it (SM2): who holds the
//! machine can lock backups and not open them, who holds the code can open them on another machine.

use getrandom::SysRng;
use sm2::{
    PublicKey, SecretKey,
    pke::{DecryptingKey, EncryptingKey},
};

use crate::{hex, keyed_digest, sm3};

/// Without letters that are mistaken for digits.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BYTES: usize = 20;
const GROUP: usize = 4;
/// Signs of the code itself, and two more that a slip of the pen betrays.
const CODE_SIGNS: usize = BYTES * 8 / 5;
const CHECK_SIGNS: usize = 4;

/// 160 random bits, written as nine groups of four signs.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; BYTES]);

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

impl RecoveryCode {
    pub fn random() -> Self {
        Self(crate::bytes(BYTES).try_into().expect("as many bytes as asked for"))
    }

    /// As it is written down: `7K3M-…`.
    pub fn words(&self) -> String {
        let check = sm3(&self.0);
        let signs = [signs(&self.0), signs(&check)[..CHECK_SIGNS].to_vec()].concat();
        let groups = signs.chunks(GROUP).map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join("-")
    }

    /// `None` for a slip: a sign too few or too many, or one for another. O, I and L count as 0, 1 and 1.
    pub fn read(text: &str) -> Option<Self> {
        let plain: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).map(alike).collect();
        let known = plain.iter().map(|sign| SIGNS.iter().position(|it| it == sign));
        let values: Vec<usize> = known.collect::<Option<_>>()?;
        if values.len() != CODE_SIGNS + CHECK_SIGNS {
            return None;
        }
        let mut code = [0; BYTES];
        for (place, value) in values[..CODE_SIGNS].iter().enumerate() {
            for bit in 0..5 {
                let at = place * 5 + bit;
                code[at / 8] |= u8::from(value >> (4 - bit) & 1 == 1) << (7 - at % 8);
            }
        }
        let code = Self(code);
        let written: Vec<u8> = code.words().bytes().filter(u8::is_ascii_alphanumeric).collect();
        (written == plain).then_some(code)
    }

    fn secret(&self) -> SecretKey {
        // A digest that is no scalar of the curve is as rare as a guessed code.
        let tries = (0..=u8::MAX)
            .map(|turn| keyed_digest(&self.0, &[b"guantong backup ", &[turn][..]].concat()));
        let mut keys = tries.filter_map(|digest| SecretKey::from_slice(&digest).ok());
        keys.next().expect("one of 256 digests is a scalar of the curve")
    }

    /// The key that locks; it may lie beside the data.
    pub fn lock(&self) -> Lock {
        Lock(self.secret().public_key())
    }

    /// What [`Lock::seal`] locked; `None` under another code.
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        DecryptingKey::new(self.secret()).decrypt(sealed).ok()
    }
}

fn alike(sign: u8) -> u8 {
    match sign.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        b'U' => b'V',
        other => other,
    }
}

fn signs(bytes: &[u8]) -> Vec<u8> {
    let bits = bytes.len() * 8;
    let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
    (0..bits / 5)
        .map(|place| SIGNS[(0..5).fold(0, |sum, it| sum * 2 + bit(place * 5 + it))])
        .collect()
}

/// The public half.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock(PublicKey);

impl Lock {
    pub fn read(hex: &str) -> Option<Self> {
        let bytes = crate::unhex(hex.trim())?;
        PublicKey::from_sec1_bytes(&bytes).ok().map(Self)
    }

    pub fn hex(&self) -> String {
        hex(&self.0.to_sec1_bytes())
    }

    /// Eight signs by which paper and backup are told to belong together.
    pub fn mark(&self) -> String {
        hex(&sm3(&self.0.to_sec1_bytes()))[..8].to_uppercase()
    }

    pub fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let key = EncryptingKey::new(self.0);
        key.encrypt(&mut SysRng, plain).expect("the operating system gives random bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_on_paper_opens_what_its_lock_closed() {
        let code = RecoveryCode::random();
        let lock = Lock::read(&code.lock().hex()).unwrap();
        let sealed = lock.seal(b"a key of 16 byte");
        let typed = code.words().to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(RecoveryCode::read(&typed).unwrap().open(&sealed).unwrap(), b"a key of 16 byte");
        assert!(RecoveryCode::random().open(&sealed).is_none());
        assert_eq!(code.words().len(), 9 * 5 - 1);
    }

    #[test]
    fn a_slip_of_the_pen_is_noticed() {
        let words = RecoveryCode::random().words();
        assert!(RecoveryCode::read(&words[..words.len() - 1]).is_none());
        for place in (0..words.len()).filter(|at| &words[*at..=*at] != "-") {
            let mut other = words.clone().into_bytes();
            other[place] = if other[place] == b'7' { b'8' } else { b'7' };
            assert!(RecoveryCode::read(&String::from_utf8(other).unwrap()).is_none());
        }
    }
}
