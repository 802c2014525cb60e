//! A paper as a file.

use act::{Ctx, Error, Result};
use documents::Paper;
use exports::Format;
use web::{Markup, Page, Reply, Req, Section};

use crate::typeset;

/// Where an operator puts fonts of his own; they win over those of the machine. A part of `Core`.
pub struct FontFolder(pub std::path::PathBuf);

/// A paper as a file under a name without its end. A build without typesetting sends who wants a PDF to the print
/// page, which any browser saves as one.
pub fn file(ctx: &Ctx, paper: &Paper, (name, kind): (&str, Format), print: &str) -> Result<Reply> {
    let content = match kind {
        Format::Pdf => typeset::paper(ctx, paper)?,
        _ => Some(documents::docx(paper).map_err(Error::broken)?),
    };
    let Some(content) = content else {
        let words = "这台服务器没有装排版部件；请在打印页另存为PDF，或者下载Word";
        return Ok(Reply::to(print).saying(words));
    };
    Ok(Reply::File {
        name: format!("{name}.{}", kind.key()),
        media_type: kind.media_type(),
        content,
    })
}

/// A paper with the page that shows it as it will be printed, and its files as Word and PDF.
pub struct Printed {
    pub paper: Paper,
    /// Of the page, and the name of the files.
    pub title: String,
    /// What paper it is on and what it is for: `A4，可以存档。`
    pub words: &'static str,
    /// Where the page is, and where the files are without their format.
    pub print: String,
    pub files: String,
    pub crumbs: Vec<(String, String)>,
    pub section: Section,
}

impl Printed {
    pub fn page(self) -> Result<Page> {
        let sheet = (self.words, Markup(documents::html(&self.paper)));
        let page = Page::of_paper(self.title, sheet, web::word_and_pdf(&self.files))?;
        Ok(page.under(self.crumbs).section(self.section))
    }

    /// In the `format` of the address.
    pub fn file(&self, ctx: &Ctx, req: &Req) -> Result<Reply> {
        let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
        file(ctx, &self.paper, (&self.title, format), &self.print)
    }
}
