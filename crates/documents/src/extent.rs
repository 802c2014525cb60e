//! On how many pages a paper ends, worked out from its characters: 版记 belongs on an even page, and neither Word nor a
//! browser can be told so. All forms keep the same grid, so they agree but for a paper that ends within a line of a page.

use crate::columns::SIDES;
use crate::lines::{Line, attachments, lines};
use crate::text::ems;
use crate::{Paper, Table, title};

/// A line of the grid in points, and lines of a page.
const PITCH: f64 = 225.0 * 72.0 / 25.4 / 22.0;
const PAGE: f64 = 22.0;
const CHARS: f64 = 28.0;

impl Paper {
    /// Pages of its text, without attachments of their own and 版记.
    pub(crate) fn pages(&self) -> usize {
        (self.lines_high() / PAGE).ceil().max(1.0) as usize
    }

    /// Pages that begin between the end of its text and 版记, which stands at the bottom of an even page; where they are two,
    /// the first of them is empty.
    pub(crate) fn breaks(&self) -> usize {
        let pages = self.pages();
        let room = pages as f64 * PAGE - self.lines_high();
        match pages % 2 {
            1 => 1,
            _ if room < self.foot_high() => 2,
            _ => 0,
        }
    }

    /// Lines of the grid that 版记 takes, with what stands free above it.
    fn foot_high(&self) -> f64 {
        let copies = self.copies.as_ref().map_or(0.0, |it| ((ems(it) + 3.0) / CHARS).ceil());
        copies + if self.printed.is_some() { 1.0 } else { 0.0 } + 1.0
    }

    fn lines_high(&self) -> f64 {
        let head = if self.mark.is_some() { 10.0 } else { 0.0 };
        let title = title::set(&self.title).len() as f64 + 1.0;
        let to = self.addressee.as_ref().map_or(0.0, |to| (ems(to) + 1.0) / CHARS).ceil();
        let text: f64 = lines(self).iter().map(high).sum();
        let listed = attachments(self);
        let listed: f64 = listed.iter().map(|(_, words)| (ems(words) / 23.0).ceil()).sum();
        let listed = if listed > 0.0 { listed + 1.0 } else { 0.0 };
        head + title + to + text + listed + self.closed()
    }

    /// Lines from the end of the text to the note.
    fn closed(&self) -> f64 {
        let lines = self.signatures.len()
            + usize::from(!self.signatures.is_empty() && self.issuer.is_some())
            + usize::from(self.issuer.is_some())
            + usize::from(self.date.is_some())
            + usize::from(self.is_closed())
            + usize::from(self.sealed)
            + usize::from(self.note.is_some());
        lines as f64
    }
}

/// Lines of the grid that it takes.
fn high(line: &Line) -> f64 {
    match line {
        Line::Heading(_, words) => ((ems(words) + 2.0) / CHARS).ceil(),
        Line::Paragraph { text, .. } => ((ems(&text.to_plain()) + 2.0) / CHARS).ceil(),
        Line::Table { table, .. } => (table_high(table) + 16.0) / PITCH,
    }
}

fn table_high(table: &Table) -> f64 {
    let widths = table.columns_wide();
    let lines = |cell: &str, wide: f64| -> f64 {
        let room = ((wide - SIDES) / table.size()).floor().max(1.0);
        cell.lines().map(|line| (ems(line) / room).ceil().max(1.0)).sum::<f64>().max(1.0)
    };
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().zip(&widths).map(|(cell, wide)| lines(cell, *wide));
        cells.fold(1.0, f64::max) * table.line() + 4.5
    };
    [&table.head].into_iter().chain(&table.rows).map(row).sum()
}

#[cfg(test)]
mod tests {
    use crate::Paper;

    #[test]
    fn pages_are_counted_by_lines_of_the_grid() {
        let of = |lines: usize| Paper::new("标题").paragraph("国".repeat(28 * lines - 2)).pages();
        assert_eq!([of(1), of(20), of(21), of(42), of(43)], [1, 1, 2, 2, 3]);
        let closed = |lines: usize| {
            Paper::new("标题").paragraph("国".repeat(28 * lines - 2)).issued_by("党委").pages()
        };
        assert_eq!([closed(18), closed(19)], [1, 2]);
    }
}
