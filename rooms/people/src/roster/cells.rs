//! What a cell says, without the marks that typists and programs leave around it.

use sheets::Cell;
use text::half_width;

/// Half-width, without any space, quote mark in front or `="…"` around it.
/// A formula that failed says nothing.
pub(super) fn plain(cell: &Cell) -> String {
    unwrapped(cell).chars().filter(|c| !c.is_whitespace()).collect()
}

/// As [`plain`], with its spaces.
pub(super) fn unwrapped(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => unwrap(&half_width(text)),
        Cell::Error(_) => String::new(),
        other => other.display(),
    }
}

fn unwrap(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix(['\'', '’', '‘']).unwrap_or(text).trim();
    let inner = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(text).trim().to_owned()
}

/// Signs that people put where nothing is to be said.
pub(super) fn says_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "空" | "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_and_spaces_go() {
        let plain = |text: &str| super::plain(&Cell::Text(text.into()));
        assert_eq!(plain("'13042319550911814X"), "13042319550911814X");
        assert_eq!(plain("＇１３０ ４２３"), "130423");
        assert_eq!(plain("=\"130423\""), "130423");
        assert_eq!(plain(" 汉　族 "), "汉族");
        assert_eq!(super::plain(&Cell::Number(13_144_521_862.0)), "13144521862");
        assert_eq!(super::plain(&Cell::Error("#N/A".into())), "");
    }
}
