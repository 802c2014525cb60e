//! The list of OWASP ASVS is whole: every requirement of levels 1 and 2 once, with a state.

use std::{collections::BTreeMap, fs, path::PathBuf};

/// OWASP ASVS 5.0.0: how many requirements its sections have at levels 1 and 2 together, by chapter.
const OF_CHAPTERS: [(u32, usize); 17] = [
    (1, 27),
    (2, 11),
    (3, 19),
    (4, 10),
    (5, 9),
    (6, 35),
    (7, 18),
    (8, 7),
    (9, 7),
    (10, 29),
    (11, 14),
    (12, 9),
    (13, 13),
    (14, 9),
    (15, 13),
    (16, 16),
    (17, 7),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(paper: &str) -> String {
    fs::read_to_string(root().join(paper)).unwrap_or_else(|_| panic!("{paper} is not there"))
}

/// Cells of the rows of a paper's tables whose first sign is one of `head`.
fn rows(paper: &str, head: fn(char) -> bool) -> Vec<Vec<String>> {
    let text = read(paper);
    let is_row = |line: &&str| line.starts_with("| ") && line[2..].starts_with(head);
    let lines = text.lines().filter(is_row);
    let cells =
        |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    lines.map(cells).collect()
}

#[test]
fn every_requirement_of_levels_1_and_2_stands_once_and_has_a_state() {
    let mut many: BTreeMap<u32, usize> = BTreeMap::new();
    let mut seen = Vec::new();
    for row in rows("docs/security/asvs.md", |sign| sign.is_ascii_digit()) {
        let [number, level, about, state, by] = &row[..] else { panic!("five cells: {row:?}") };
        assert!(!seen.contains(number), "{number} stands twice");
        seen.push(number.clone());
        assert!(
            ["met", "not applicable", "**open**"].contains(&state.as_str()),
            "{number} is {state}"
        );
        assert!(!about.is_empty() && !by.is_empty(), "{number} says nothing");
        let chapter = number.split('.').next().and_then(|it| it.parse().ok());
        if level != "3" {
            *many.entry(chapter.expect("a chapter")).or_default() += 1;
        }
    }
    assert_eq!(many.into_iter().collect::<Vec<_>>(), OF_CHAPTERS);
}
