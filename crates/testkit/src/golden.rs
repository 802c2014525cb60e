//! Golden files: what the code says about itself, reviewed as a diff.

use std::path::Path;

/// Compares `text` with the golden file at `path` (from the crate's folder); `UPDATE_GOLDEN=1` rewrites it.
pub fn golden(path: impl AsRef<Path>, text: &str) {
    let path = path.as_ref();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("the golden folder can be made");
        }
        std::fs::write(path, text).expect("the golden file can be written");
        return;
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    if known == text {
        return;
    }
    let line = known.lines().zip(text.lines()).position(|(old, new)| old != new);
    let line = line.unwrap_or_else(|| known.lines().count().min(text.lines().count()));
    panic!(
        "{} differs at line {}:\n  known: {}\n  now:   {}\nIf that is meant: UPDATE_GOLDEN=1 and review the diff.",
        path.display(),
        line + 1,
        known.lines().nth(line).unwrap_or("(end)"),
        text.lines().nth(line).unwrap_or("(end)"),
    );
}
