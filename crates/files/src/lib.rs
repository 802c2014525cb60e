//! Stored files: checked before they come in, kept under the digest of their content, given out as
//! attachments only.
//!
//! A caller first makes an [`Upload`] (no database: type, size, marks of secrecy), then stores it in
//! the act that the file belongs to. Who may have a file is decided by the room that refers to it.

mod first_text;
mod label;
mod media;
mod secrecy;
mod store;
mod upload;

pub use crate::{
    label::Label,
    store::{Stored, content, find},
    upload::{BYTES_AT_MOST, Upload, remove, store},
};
