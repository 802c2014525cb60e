//! Papers and books as PDF, where the program has the part that sets them.

#[cfg(feature = "pdf")]
pub use self::here::{book, paper};
#[cfg(not(feature = "pdf"))]
pub use self::nowhere::{book, paper};

#[cfg(feature = "pdf")]
mod here {
    use std::sync::OnceLock;

    use act::{Ctx, Error, Result};
    use documents::{Book, Fonts, Paper};

    use crate::FontFolder;

    /// Found once for a process.
    fn fonts(ctx: &Ctx) -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        let folder = ctx.core.maybe_part::<FontFolder>();
        FONTS.get_or_init(|| Fonts::find(folder.map(|it| it.0.as_path())))
    }

    pub fn paper(ctx: &Ctx, paper: &Paper) -> Result<Option<Vec<u8>>> {
        documents::pdf(paper, fonts(ctx)).map(Some).map_err(Error::broken)
    }

    pub fn book(ctx: &Ctx, book: &Book) -> Result<Option<Vec<u8>>> {
        documents::book_pdf(book, fonts(ctx)).map(Some).map_err(Error::broken)
    }
}

/// A build without typesetting.
#[cfg(not(feature = "pdf"))]
#[expect(clippy::unnecessary_wraps, reason = "the same as where there is typesetting")]
mod nowhere {
    use act::{Ctx, Result};
    use documents::{Book, Paper};

    pub fn paper(_: &Ctx, _: &Paper) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    pub fn book(_: &Ctx, _: &Book) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }
}
