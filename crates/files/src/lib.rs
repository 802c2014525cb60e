//! Stored files: checked before they come in, kept under the digest of their content, given out as
//! attachments only.
//!
//! A caller first makes an [`Upload`] (no database: type, size, marks of secrecy), then stores it in
//! the act that the file belongs to. Who may have a file is decided by the room that refers to it.

mod first_text;
mod media;
mod pdf_text;
mod picture;
mod secrecy;
mod store;
mod upload;

pub use systems::Label;

/// The words in a file's content, as far as they can be had; none for what is no file of ours.
pub fn texts(content: &[u8]) -> Vec<String> {
    media::Media::of(content).map_or_else(|_| Vec::new(), |media| first_text::of(media, content))
}

pub use crate::{
    media::media_type,
    store::{Stored, all, content, find},
    upload::{BYTES_AT_MOST, Upload, remove, store, take_out},
};
