//! What is handed over: lines of JSON that verify without database, server or master key (docs/audit.md).

mod line;
mod verify;
mod write;

pub use self::{
    verify::verify_export,
    write::{Range, write_export},
};

/// The text under the signature of an export's last line.
fn end_text(lines: usize, digest: &[u8; 32]) -> String {
    format!("guantong audit export 1\n{lines}\n{}\n", crypto::hex(digest))
}

/// The running digest over every line, one after the other.
fn after_line(running: &[u8; 32], line: &str) -> [u8; 32] {
    crypto::sm3(&[&running[..], line.as_bytes()].concat())
}
