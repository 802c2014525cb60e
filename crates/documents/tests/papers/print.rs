//! The print page.

use crate::minutes::minutes;
use crate::outgoing::reply;
use documents::{Paper, Table, Text, html};
use std::path::Path;
use std::{env, fs};

/// `UPDATE_GOLDEN=1` rewrites; the difference is read in review.
fn golden(name: &str, now: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, now).unwrap();
    }
    let then = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(now, then, "{name} has changed");
}

#[test]
fn print_pages_are_as_agreed() {
    golden("minutes.html", &html(&minutes()));
    golden("outgoing.html", &html(&reply()));
}

#[test]
fn no_field_brings_markup_onto_the_page() {
    let bad = "<script>\"'&";
    let paper = Paper::new(bad)
        .to(bad)
        .paragraph(Text::new().plain(bad).strong(bad))
        .pair(bad, bad)
        .table(Table::new([bad]).row([bad]))
        .attachment(bad)
        .sign(bad)
        .issued_by(bad)
        .copy_to(bad);

    let page = html(&paper);
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(page.matches("&#60;script&#62;&#34;&#39;&#38;").count(), 12, "{page}");
}
