//! Papers as readers see them: the page, Word, the print page, and templates.

mod outgoing;
#[cfg(feature = "pdf")]
mod pdf;
mod print;
mod reader;
mod templates;
mod word;

mod minutes;
