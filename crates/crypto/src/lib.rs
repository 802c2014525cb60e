//! Cipher work for the whole product: SM3 digests, keyed digests, SM4-GCM fields, SM2 signatures,
//! random tokens.
//!
//! Nothing here is invented: SM2, SM3, SM4, HMAC, GCM and argon2 come from RustCrypto, and agree with
//! OpenSSL (`tests/openssl.rs`). This crate only says how a protected field looks, where the master
//! key lives, and which key serves what.

/// Bytes as characters that people can copy.
pub mod code;
mod field;
mod file;
mod key;
mod own;
mod random;
mod recovery;
mod ring;
mod sign;
mod stream;
mod wrap;

pub use field::{Sealed, open, open_bytes, reseal, seal, seal_bytes};
pub use file::{Passphrase, hand_over, is_private, is_wrapped, put_private};
pub use key::Purpose;
pub use own::{OwnKey, Whose, open_own, own_mark};
pub use random::{bytes, token};
pub use recovery::{Lock, RecoveryCode};
pub use ring::Keys;
pub use sign::{PublicKey, SigningKey};
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
    #[error(
        "主密钥文件 {0} 有口令保护，需要口令才能打开。在终端里输入，或者在 settings.toml 写 passphrase_file"
    )]
    Locked(String),
    #[error("口令不对，或者主密钥文件 {0} 被改动过")]
    WrongPassphrase(String),
    #[error("主密钥文件 {0} 的口令换过了。请重新启动，用新口令打开")]
    Rewrapped(String),
    #[error("密钥已换过254次，编号用完了。请联系开发者")]
    Exhausted,
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

/// Bytes out of hexadecimal; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_hex = text.len().is_multiple_of(2) && text.bytes().all(|it| it.is_ascii_hexdigit());
    let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).ok();
    is_hex.then(|| (0..text.len()).step_by(2).map(byte).collect()).flatten()
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
