//! Stored files: checked before they come in, kept under the digest of their content, given out as
//! attachments only.
//!
//! A caller first makes an [`Upload`] (no database: type, size, marks of secrecy), then stores it in
//! the act that the file belongs to. Who may have a file is decided by the room that refers to it.

mod first_text;
mod media;
mod pdf_text;
mod picture;
mod picture_notes;
mod scanner;
mod secrecy;
mod store;
mod upload;
mod xml;

pub use systems::Label;

/// The words in a file's content, as far as they can be had; none for what is no file of ours.
pub fn texts(content: &[u8]) -> Vec<String> {
    let media = media::Media::of(content);
    let pieces = media.map_or_else(|_| Vec::new(), |media| first_text::of(media, content));
    pieces.into_iter().map(|piece| piece.text).collect()
}

/// Whether words in it can be found at all: not in pictures, scans, what is encrypted.
pub fn shows_text(content: &[u8]) -> bool {
    match media::Media::of(content) {
        Ok(media) if media.is_picture() => false,
        Ok(media::Media::Pdf) => pdf_text::shows_text(content),
        Ok(_) => true,
        Err(_) => false,
    }
}

/// *Invalid* at `field` where a list carries a mark of state secrecy in its name or its text: for lists, which are read
/// and not kept as files.
pub fn refuse_marked(field: &str, name: &str, content: &[u8]) -> act::Result<()> {
    let pieces = match media::Media::of(content) {
        Ok(media) => first_text::of(media, content),
        Err(_) => first_text::loosely(content),
    };
    match secrecy::mark(name, &pieces) {
        Some(mark) => Err(act::Error::invalid(field, text::marked_file(mark))),
        None => Ok(()),
    }
}

/// Plain text, whatever its coding; `None` for what is no text.
pub fn text(content: &[u8]) -> Option<String> {
    first_text::decode(content).map(std::borrow::Cow::into_owned)
}

pub use crate::{
    media::media_type,
    scanner::Scanner,
    store::{Stored, all, content, find},
    upload::{BYTES_AT_MOST, Upload, remove, store, take_out},
};
