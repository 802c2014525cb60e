//! The paper as a PDF, set by typst. Words reach typst as data, never as markup.

mod data;
mod fonts;
mod world;

pub use fonts::{FontReport, Fonts, fonts_found};

use crate::{Book, Error, Paper, Result};
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// A PDF with the page of GB/T 9704 and the fonts it needs inside. Equal papers give equal bytes.
pub fn pdf(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>> {
    set(&data::of(paper), fonts)
}

/// A book as a PDF: cover, contents with page numbers and links, bookmarks.
pub fn book_pdf(book: &Book, fonts: &Fonts) -> Result<Vec<u8>> {
    set(&data::of_book(book), fonts)
}

fn set(data: &data::Data, fonts: &Fonts) -> Result<Vec<u8>> {
    let faces = fonts.faces_for(&data.words)?;
    let world = world::World::new(data.inputs(&faces), faces);
    let typeset = typst::compile::<PagedDocument>(&world)
        .output
        .and_then(|document| typst_pdf::pdf(&document, &options()));
    // typst remembers what it has set; papers differ, so the memory would only grow.
    comemo::evict(0);
    typeset.map_err(|errors| Error::Typeset(sentence(&errors)))
}

/// Our own name alone: the paper tells nobody which version of which program set it.
fn options() -> PdfOptions {
    PdfOptions { creator: Smart::Custom(Some("贯通".into())), ..PdfOptions::default() }
}

fn sentence(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.join("；")
}
