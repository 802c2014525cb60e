//! A scanner for malicious software that the installation runs: clamd, asked by its INSTREAM command over a local socket or
//! TCP (`upload_scanner` in the settings, docs/adr/0114). Without that line nothing is asked.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    os::unix::net::UnixStream,
    path::PathBuf,
    time::Duration,
};

use act::{Core, Error, Result};

use crate::Upload;

/// How long one answer may take; clamd itself gives up after two minutes.
const PATIENCE: Duration = Duration::from_mins(1);
const CHUNK: usize = 64 * 1024;
const ANSWER_AT_MOST: u64 = 4 * 1024;

/// Where the scanner listens: a part of `Core`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    Socket(PathBuf),
    /// Address and port.
    Address(String),
}

/// What it said.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Clean,
    Found,
}

impl Scanner {
    /// `/run/clamav/clamd.ctl` or `127.0.0.1:3310`.
    pub fn read(value: &str) -> Option<Self> {
        if value.starts_with('/') {
            return Some(Self::Socket(value.into()));
        }
        let (host, port) = value.rsplit_once(':')?;
        (!host.is_empty() && port.parse::<u16>().is_ok()).then(|| Self::Address(value.to_owned()))
    }

    fn ask(&self, content: &[u8]) -> io::Result<Said> {
        match self {
            Self::Socket(path) => {
                let stream = UnixStream::connect(path)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                exchange(stream, content)
            }
            Self::Address(address) => {
                let stream = TcpStream::connect(address)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                exchange(stream, content)
            }
        }
    }
}

/// Chunks with their lengths before them, an empty one at the end, then one line of answer.
fn exchange(mut stream: impl Read + Write, content: &[u8]) -> io::Result<Said> {
    stream.write_all(b"zINSTREAM\0")?;
    for chunk in content.chunks(CHUNK) {
        stream.write_all(&(chunk.len() as u32).to_be_bytes())?;
        stream.write_all(chunk)?;
    }
    stream.write_all(&0_u32.to_be_bytes())?;
    let mut answer = Vec::new();
    stream.take(ANSWER_AT_MOST).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    match answer.trim_matches(['\0', '\n', ' ']) {
        "stream: OK" => Ok(Said::Clean),
        found if found.ends_with(" FOUND") => Ok(Said::Found),
        other => Err(io::Error::other(format!("the scanner says: {other}"))),
    }
}

/// *Invalid* at `field` where the scanner finds something; and where it does not answer, for what nobody looked at does not
/// come in.
pub(crate) fn scan(core: &Core, field: &str, upload: &Upload) -> Result<()> {
    let Some(scanner) = core.maybe_part::<Scanner>() else { return Ok(()) };
    match scanner.ask(&upload.content) {
        Ok(Said::Clean) => Ok(()),
        Ok(Said::Found) => {
            let words =
                "杀毒程序在这个文件里查出了恶意代码，没有保存。请不要再打开它，告诉系统管理员";
            Err(Error::invalid(field, words))
        }
        Err(cause) => {
            tracing::warn!(%cause, "the scanner of uploads does not answer");
            let words = "现在查不了病毒，没有保存。过几分钟再传；还不行，请告诉系统管理员，杀毒程序没有应答";
            Err(Error::invalid(field, words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_path_is_read() {
        let path = Scanner::Socket("/run/clamav/clamd.ctl".into());
        assert_eq!(Scanner::read("/run/clamav/clamd.ctl"), Some(path));
        let address = Scanner::Address("127.0.0.1:3310".into());
        assert_eq!(Scanner::read("127.0.0.1:3310"), Some(address));
        for odd in ["", "clamd", ":3310", "host:", "host:99999"] {
            assert_eq!(Scanner::read(odd), None, "{odd}");
        }
    }
}
