//! Official papers: one `Paper`, three renderers (PDF behind feature `pdf`, Word, print HTML).

mod docx;
mod error;
mod html;
mod lines;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod template;
mod text;

pub use docx::docx;
pub use error::Error;
pub use html::html;
pub use paper::{Block, Level, Masthead, Motion, Paper, Table};
#[cfg(feature = "pdf")]
pub use pdf::{FontReport, Fonts, fonts_found, pdf};
pub use template::{Fill, Template};
pub use text::{Run, Text};

pub type Result<T> = std::result::Result<T, Error>;
