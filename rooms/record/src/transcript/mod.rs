//! Minutes out of text that is there already: a transcript of what was said, laid out on the agenda, or minutes that were
//! written in Word. Both are shown first; nothing is written before the recorder takes them over, and the file is kept
//! nowhere (docs/adr/0147).

mod actions;
mod lay;
mod manuscript;
mod pages;
mod parse;
mod sent;
mod upload;
mod who;

pub(crate) use self::pages::routes;
pub use self::parse::{Turn, parse};

/// Letters of one file: three hours of talk.
const CHARS_AT_MOST: usize = 100_000;
