//! How wide the columns of a table are: the shares that were given, but never so narrow that a date, a figure or
//! a short word breaks. Worked out once, so that all renderers break the same cells alike.

use crate::Table;
use crate::text::wide;

/// The type area, in points.
pub(crate) const AREA: f64 = 156.0 * 72.0 / 25.4;
/// Where a line may end; it has no width and no glyph.
#[cfg(any(feature = "pdf", test))]
pub(crate) const BREAK: char = '\u{200b}';
/// Left and right of the words, and their rules.
pub(crate) const SIDES: f64 = 11.0;
/// Cells this short, in characters, stay on one line; longer ones have lines of so many at least.
const SHORT: f64 = 4.0;
/// So long is 督〔2026〕1号, which stays whole too.
const NUMBER: f64 = 8.0;
/// Signs that belong to the figures before them.
const MEASURES: &str = "年月日号时分个人项次件名学%〔〕";

impl Table {
    /// The width of every column in points.
    pub(crate) fn columns_wide(&self) -> Vec<f64> {
        let shares = self.shares();
        let all: f64 = shares.iter().map(|share| f64::from(*share)).sum();
        let given = shares.iter().map(|share| AREA * f64::from(*share) / all.max(1.0)).collect();
        let wordy = self.wordy();
        let least = wordy.iter().enumerate().map(|(at, wordy)| self.least(at, *wordy)).collect();
        widened(given, least)
    }

    fn least(&self, column: usize, wordy: bool) -> f64 {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let lines = cells.flat_map(|cell| cell.lines());
        let of_cells = lines.map(|line| longest_piece(line, wordy)).fold(1.0, f64::max);
        let head = self.head.get(column).map_or(0.0, |head| of_head(head));
        of_cells.max(head) * self.size() + SIDES
    }
}

/// A head of three characters stays whole, a longer one has two lines.
fn of_head(head: &str) -> f64 {
    let wide = wide(head);
    if wide <= 3.0 { wide } else { (wide / 2.0).ceil().min(SHORT) }
}

/// The longest part of a cell that must not break. In sentences figures may stand in the next line, so only
/// words in Latin letters count.
fn longest_piece(cell: &str, wordy: bool) -> f64 {
    if wide(cell) <= SHORT && !cell.contains(|c: char| c.is_ascii_digit()) {
        return wide(cell);
    }
    if !wordy && wide(cell) <= NUMBER && cell.contains(|c: char| c.is_ascii_digit()) {
        // Some programs set figures apart from characters.
        return wide(cell) + 0.6;
    }
    let pieces = pieces(cell, !wordy);
    pieces.map(|piece| wide(&piece)).fold(SHORT, f64::max)
}

fn pieces(cell: &str, measured: bool) -> impl Iterator<Item = String> {
    let mut pieces = vec![String::new()];
    for c in cell.chars() {
        let last = pieces.last_mut().expect("there is always one");
        let figures = last.chars().any(|c| c.is_ascii_digit());
        let joins =
            c.is_ascii_graphic() || (measured && MEASURES.contains(c) && (figures || c == '〔'));
        let open = last.ends_with(|it: char| it.is_ascii_graphic() || MEASURES.contains(it));
        if joins && (open || last.is_empty()) { last.push(c) } else { pieces.push(c.to_string()) }
    }
    pieces.into_iter()
}

/// Columns that are too narrow take from those with room, each by how much it has.
fn widened(given: Vec<f64>, least: Vec<f64>) -> Vec<f64> {
    let lacks: f64 = given.iter().zip(&least).map(|(given, least)| (least - given).max(0.0)).sum();
    let spare: f64 = given.iter().zip(&least).map(|(given, least)| (given - least).max(0.0)).sum();
    if lacks > spare {
        // Not even the least has room: all are as narrow as they must.
        let all: f64 = least.iter().sum();
        return least.iter().map(|least| least * AREA / all).collect();
    }
    let part = if spare > 0.0 { lacks / spare } else { 0.0 };
    let wide = |(given, least): (f64, f64)| {
        if given < least { least } else { given - (given - least) * part }
    };
    given.into_iter().zip(least).map(wide).collect()
}

/// Words of a cell for a column of this width: what does not break by itself may break after each sign, so that
/// nothing is set over its neighbour.
#[cfg(any(feature = "pdf", test))]
pub(crate) fn breakable(cell: &str, (column, size): (f64, f64)) -> String {
    let room = (column - SIDES) / size;
    let open = |piece: String| {
        if wide(&piece) <= room {
            return piece;
        }
        let after = if piece.contains(['-', '/']) { &['-', '/'][..] } else { &[] };
        let breaks = |c: char| after.is_empty() || after.contains(&c);
        piece.chars().flat_map(|c| [Some(c), breaks(c).then_some(BREAK)]).flatten().collect()
    };
    pieces(cell, false).map(open).collect()
}

#[cfg(test)]
mod tests {
    use super::{AREA, breakable};
    use crate::Table;

    #[test]
    fn columns_keep_their_shares_where_there_is_room() {
        let table = Table::new(["甲", "乙"]).widths([1, 3]).row(["一", "二"]);
        let wide = table.columns_wide();
        assert!((wide[0] - AREA / 4.0).abs() < 0.01 && (wide[1] - AREA * 0.75).abs() < 0.01);
    }

    #[test]
    fn a_date_a_number_and_a_short_word_do_not_break() {
        let table = Table::new(["序号", "题目", "编号", "期限", "怎么样"])
            .widths([1, 20, 1, 1, 1])
            .row(["1", "关于做好冬季安全防范工作的批示", "督〔2026〕1号", "12月25日", "有说明"]);
        let wide = table.columns_wide();
        assert!((wide.iter().sum::<f64>() - AREA).abs() < 0.01, "{wide:?}");
        // Latin figures are 0.64 of a character wide where the fonts of the standard are missing.
        for (column, characters) in [(0, 2.0), (2, 7.2), (3, 4.56), (4, 3.0)] {
            assert!(wide[column] >= characters * 14.0 + 10.0, "{column}: {wide:?}");
        }
    }

    #[test]
    fn what_is_too_long_for_its_column_may_break_after_its_signs() {
        assert_eq!(breakable("2026-12-25", (50.0, 14.0)), "2026-\u{200b}12-\u{200b}25");
        assert_eq!(breakable("2026-12-25", (150.0, 14.0)), "2026-12-25");
        assert_eq!(breakable("中文abc", (30.0, 14.0)), "中文a\u{200b}b\u{200b}c\u{200b}");
    }
}
