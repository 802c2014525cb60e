//! A paper as a file.

use act::{Ctx, Error, Result};
use documents::Paper;
use exports::Format;
use web::Reply;

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
