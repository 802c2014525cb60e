//! Cipher work for the whole product: SM3 digests, keyed digests, SM4-GCM fields, random tokens.
//!
//! Nothing here is invented: SM3, SM4, HMAC and GCM come from RustCrypto. This crate only says
//! how a protected field looks and where the master key lives.

mod field;
mod key;
mod random;
mod recovery;
mod stream;

pub use field::{Sealed, open, open_bytes, seal, seal_bytes};
pub use key::{Keys, Purpose};
pub use random::{bytes, token};
pub use recovery::{Lock, RecoveryCode};
pub use stream::Stream;

use hmac::{Hmac, KeyInit, Mac};
use sm3::{Digest, Sm3};

/// What can go wrong with keys and protected fields. The words are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("主密钥读不出来：{path}（{cause}）。请检查数据目录的属主和权限")]
    Unreadable { path: String, cause: std::io::Error },
    #[error("主密钥文件 {0} 的内容不对。请从备份恢复这个文件，不要新建：新密钥打不开已加密的字段")]
    Malformed(String),
    #[error("加密字段打不开：密钥编号 {0} 不在密钥文件里，或者数据被改动过")]
    Unopenable(u8),
}

/// SM3 digest, 32 bytes.
pub fn sm3(data: &[u8]) -> [u8; 32] {
    Sm3::digest(data).into()
}

/// HMAC-SM3, 32 bytes: equality search and event digests.
pub fn keyed_digest(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut mac = <Hmac<Sm3> as KeyInit>::new_from_slice(key).expect("HMAC takes any key length");
    mac.update(data);
    mac.finalize().into_bytes().into()
}

/// Whether two secrets are equal, in a time that does not say where they differ.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Lower-case hexadecimal.
pub fn hex(data: &[u8]) -> String {
    use std::fmt::Write;
    data.iter().fold(String::with_capacity(data.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What [`hex`] wrote; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|sign| sign.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_agrees_with_the_standard_vector() {
        // GB/T 32905-2016, example 1: the message "abc".
        let expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(hex(&sm3(b"abc")), expected);
    }

    #[test]
    fn a_keyed_digest_depends_on_the_key() {
        assert_ne!(keyed_digest(b"a", b"x"), keyed_digest(b"b", b"x"));
    }
}
