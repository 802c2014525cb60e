//! The papers about security say what is there: every requirement once, every file that they name.

use std::{collections::BTreeMap, fs, path::PathBuf};

const PAPERS: [&str; 4] = [
    "SECURITY.md",
    "docs/security/asvs.md",
    "docs/security/djbh.md",
    "docs/security/threat-model.md",
];
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

/// Cells of the rows of a paper's tables that begin with `head`.
fn rows(paper: &str, head: &str) -> Vec<Vec<String>> {
    let text = read(paper);
    let lines = text.lines().filter(|line| line.starts_with(&format!("| {head}")));
    let cells =
        |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    lines.map(cells).collect()
}

#[test]
fn every_requirement_of_levels_1_and_2_stands_once_and_has_a_state() {
    let mut many: BTreeMap<u32, usize> = BTreeMap::new();
    let mut seen = Vec::new();
    for row in rows("docs/security/asvs.md", "V") {
        let [number, level, about, state, by] = &row[..] else { panic!("five cells: {row:?}") };
        assert!(!seen.contains(number), "{number} stands twice");
        seen.push(number.clone());
        assert!(["met", "n/a", "open"].contains(&state.as_str()), "{number} is {state}");
        assert!(!about.is_empty() && !by.is_empty(), "{number} says nothing");
        let chapter = number[1..].split('.').next().and_then(|it| it.parse().ok());
        if level != "3" {
            *many.entry(chapter.expect("a chapter")).or_default() += 1;
        }
    }
    assert_eq!(many.into_iter().collect::<Vec<_>>(), OF_CHAPTERS);
}

#[test]
fn what_the_papers_name_is_there() {
    let mut missing = Vec::new();
    for paper in PAPERS {
        let text = read(paper);
        for named in text.split('`').skip(1).step_by(2) {
            let is_path = named.contains('/') && !named.starts_with('/') && !named.contains(' ');
            if is_path && !root().join(named).exists() {
                missing.push(format!("{paper}: {named}"));
            }
        }
    }
    assert!(missing.is_empty(), "not there:\n  {}", missing.join("\n  "));
}
