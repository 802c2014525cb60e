//! A certificate and its key, read and checked, each fault in words that say what to do.

use std::{fs, path::Path};

use calendar::Instant;
use tokio_rustls::rustls::{
    client::verify_server_name,
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem, pem::PemObject},
    server::ParsedCertificate,
    sign::CertifiedKey,
};

use super::TlsFiles;

/// From when until when a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    pub from: Instant,
    pub until: Instant,
}

impl Validity {
    /// What is wrong with it at that moment.
    pub fn fault(&self, now: Instant) -> Option<String> {
        if now > self.until {
            return Some(format!("证书{}就到期了，浏览器会拒绝打开。请换新证书", self.until.zh()));
        }
        let is_early = now < self.from;
        is_early.then(|| format!("证书{}才生效。请核对这台机器的时间，或者换证书", self.from.zh()))
    }

    pub fn days_left(&self, now: Instant) -> i64 {
        now.seconds_until(self.until) / (24 * 3600)
    }
}

pub(super) fn load(files: &TlsFiles) -> Result<(CertifiedKey, Validity), String> {
    let chain = chain(&files.certificate)?;
    let key = any_supported_type(&key(&files.key)?)
        .map_err(|_| told(&files.key, "里的私钥不是RSA、ECDSA或Ed25519，换一种密钥重新申请证书"))?;
    let own = &chain[0];
    let validity = validity(own).ok_or_else(|| told(&files.certificate, "里的证书读不懂"))?;
    if let Some(host) = &files.host {
        check_host(own, host).map_err(|words| told(&files.certificate, &words))?;
    }
    let pair = CertifiedKey::new(chain, key);
    pair.keys_match().map_err(|_| {
        let key = files.key.display();
        told(
            &files.certificate,
            &format!("和私钥 {key} 不是一对。请核对两个文件是不是同一次申请的"),
        )
    })?;
    Ok((pair, validity))
}

fn told(path: &Path, words: &str) -> String {
    format!("{} {words}", path.display())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| told(path, &format!("读不出来：{error}")))
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = read(path)?;
    let found: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&text).collect();
    match found {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        _ => Err(told(
            path,
            "里没有证书。要PEM格式：以-----BEGIN CERTIFICATE-----开头，本站的证书在前，上级证书在后",
        )),
    }
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let text = read(path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|_| {
        let is_sealed = String::from_utf8_lossy(&text).contains("ENCRYPTED");
        let words = if is_sealed {
            "里的私钥带口令，打不开。请存成不带口令的，并且只让本服务的用户能读（chmod 600）"
        } else {
            "里没有私钥。要PEM格式：以-----BEGIN PRIVATE KEY-----开头"
        };
        told(path, words)
    })
}

fn check_host(own: &CertificateDer<'_>, host: &str) -> Result<(), String> {
    let name = ServerName::try_from(host).map_err(|_| format!("对不上：“{host}”不是域名或地址"))?;
    let parsed = ParsedCertificate::try_from(own).map_err(|_| "里的证书读不懂".to_owned())?;
    verify_server_name(&parsed, &name).map_err(|_| {
        format!("不是给{host}的。浏览器用这个网址打开会报错，请换证书或者改public_origin")
    })
}

/// X.509: Certificate { tbs { [version], serial, algorithm, issuer, validity { from, until } … } … }.
fn validity(der: &[u8]) -> Option<Validity> {
    let (certificate, _) = element(der, SEQUENCE)?;
    let (tbs, _) = element(certificate, SEQUENCE)?;
    let rest = element(tbs, VERSION).map_or(tbs, |(_, rest)| rest);
    let (_, rest) = element(rest, INTEGER)?;
    let (_, rest) = element(rest, SEQUENCE)?;
    let (_, rest) = element(rest, SEQUENCE)?;
    let (span, _) = element(rest, SEQUENCE)?;
    let (from, rest) = time(span)?;
    let (until, _) = time(rest)?;
    Some(Validity { from, until })
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The content of a DER element with this tag at the beginning, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    (found == tag).then(|| rest.split_at_checked(length))?
}

/// `261120010000Z` or `20261120010000Z`, and what follows it.
fn time(der: &[u8]) -> Option<(Instant, &[u8])> {
    let (century, (digits, rest)) = match element(der, UTC_TIME) {
        // RFC 5280: two digits of a year up to 49 are of this century.
        Some((digits, rest)) => (if digits.first()? < &b'5' { "20" } else { "19" }, (digits, rest)),
        None => ("", element(der, GENERALIZED_TIME)?),
    };
    let text = format!("{century}{}", std::str::from_utf8(digits).ok()?);
    let part = |from: usize, to: usize| text.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let iso = format!("{year}-{month}-{day}T{hour}:{minute}:{second}.000Z");
    Some((iso.parse().ok()?, rest))
}
