//! What is kept of a file in memory, and when it is too much.

use crate::{Cell, Fault, MOST_ROWS, Row};

const MOST_CELLS: usize = 5_000_000;
const MOST_TEXT_BYTES: usize = 192 * 1024 * 1024;
/// What a text takes in memory besides its letters: two pointers, two counters, and the allocator's share.
const EACH_TEXT: usize = 64;

/// Counts over all sheets of one file.
pub(crate) struct Load<'w> {
    watch: &'w dyn Fn(usize),
    rows: usize,
    cells: usize,
    text_bytes: usize,
}

const WATCH_EACH: usize = 500;

impl<'w> Load<'w> {
    pub(crate) fn watched_by(watch: &'w dyn Fn(usize)) -> Self {
        Self { watch, rows: 0, cells: 0, text_bytes: 0 }
    }

    pub(crate) fn text(&mut self, bytes: usize) -> Result<(), Fault> {
        self.text_bytes += bytes + EACH_TEXT;
        if self.text_bytes > MOST_TEXT_BYTES { Err(Fault::Bomb) } else { Ok(()) }
    }

    pub(crate) fn cell(&mut self, row: &mut Row, column: u32, cell: Cell) -> Result<(), Fault> {
        if cell.is_blank() {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(Fault::Bomb);
        }
        row.cells.push((column, cell));
        Ok(())
    }

    /// Drops rows without content, so that formatted emptiness costs nothing.
    pub(crate) fn row(&mut self, rows: &mut Vec<Row>, mut row: Row) -> Result<(), Fault> {
        if row.cells.is_empty() {
            return Ok(());
        }
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return Err(Fault::TooManyRows);
        }
        if self.rows.is_multiple_of(WATCH_EACH) {
            (self.watch)(self.rows);
        }
        if !row.cells.is_sorted_by_key(|(column, _)| *column) {
            row.cells.sort_by_key(|(column, _)| *column);
        }
        row.cells.shrink_to_fit();
        rows.push(row);
        Ok(())
    }
}
