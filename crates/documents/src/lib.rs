//! Official papers: one `Paper`, three renderers (PDF behind feature `pdf`, Word, print HTML); a `Book` of them, two.

mod book;
mod columns;
mod docx;
mod error;
mod extent;
mod html;
mod lines;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod reading;
mod template;
mod text;
mod title;
mod words;

pub use book::{Book, Part};
pub use docx::{book_docx, docx};
pub use error::Error;
pub use html::html;
pub use paper::{Block, Level, Masthead, Motion, Paper, Table};
#[cfg(feature = "pdf")]
pub use pdf::{FontReport, Fonts, book_pdf, fonts_found, pdf};
pub use reading::read_docx;
pub use template::{Fill, Template};
pub use text::{Run, Text};

pub type Result<T> = std::result::Result<T, Error>;
