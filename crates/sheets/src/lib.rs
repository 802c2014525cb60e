//! Spreadsheets in and out: what stands in a file, cell by cell. Knows nothing of rosters.

mod book;
mod delimited;
mod fault;
mod format;
mod kind;
mod load;
mod mark;
pub mod write;
mod xls;
mod xlsx;

pub use book::{Book, Cell, DateSystem, Encoding, Format, Merge, Row, Sheet};
pub use fault::Fault;
pub use mark::{Mark, code, id_of, trace};

/// Largest file that is looked at.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Most rows with any content, over all sheets of a file: 100,000 things, and some room for
/// titles, headings and totals.
pub const MOST_ROWS: usize = 100_500;

/// Reads a whole file; its content decides what it is, whatever its name says.
/// Macros are not run, only reported.
pub fn read(bytes: &[u8]) -> Result<Book, Fault> {
    read_watched(bytes, &|_| ())
}

/// As [`read`]; `watch` hears now and then how many rows with content have been read.
pub fn read_watched(bytes: &[u8], watch: &dyn Fn(usize)) -> Result<Book, Fault> {
    let load = &mut load::Load::watched_by(watch);
    if bytes.len() > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    match kind::of(bytes)? {
        kind::Kind::Zip => xlsx::read(bytes, load),
        kind::Kind::Compound => xls::read(bytes, load),
        kind::Kind::Text => delimited::read(bytes, load),
    }
}
