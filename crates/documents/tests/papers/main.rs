//! Papers as readers see them: the page, Word, the print page, and templates.

#[cfg(feature = "pdf")]
mod book;
#[cfg(feature = "pdf")]
mod forms;
#[cfg(feature = "pdf")]
mod measure;
#[cfg(feature = "pdf")]
mod pdf;
mod print;
mod reader;
mod reading;
mod templates;
mod word;

mod minutes;
mod outgoing;
