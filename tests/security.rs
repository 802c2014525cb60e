//! The list of OWASP ASVS is whole: every requirement of levels 1 and 2 once, with a state.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

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
        // What would be open below level 3 is mended before it lands.
        assert!(["met", "not applicable"].contains(&state.as_str()), "{number} is {state}");
        assert!(!about.is_empty() && !by.is_empty(), "{number} says nothing");
        let chapter = number.split('.').next().and_then(|it| it.parse().ok());
        if level != "3" {
            *many.entry(chapter.expect("a chapter")).or_default() += 1;
        }
    }
    assert_eq!(many.into_iter().collect::<Vec<_>>(), OF_CHAPTERS);
}

/// A reason that names a test or a place in the code names one that is there.
#[test]
fn what_the_papers_of_security_name_is_there() {
    let known = functions();
    let mut lost = Vec::new();
    for paper in [
        "asvs.md",
        "asvs-level-3.md",
        "djbh.md",
        "djbh.zh-CN.md",
        "threat-model.md",
        "cryptography.md",
    ] {
        let text = read(&format!("docs/security/{paper}"));
        for named in text.split('`').skip(1).step_by(2) {
            let is_lost = match named.strip_suffix('…') {
                Some(head) if is_test(head) => !known.iter().any(|it| it.starts_with(head)),
                None if is_test(named) => !known.contains(named),
                _ => {
                    is_path(named) && !root().join(named.split([' ', ',']).next().unwrap()).exists()
                }
            };
            if is_lost {
                lost.push(format!("{paper}: {named}"));
            }
        }
    }
    assert!(lost.is_empty(), "not there:\n  {}", lost.join("\n  "));
}

/// Our tests say a sentence: three underscores at least.
fn is_test(named: &str) -> bool {
    named.matches('_').count() >= 3
        && named.chars().all(|it| it.is_ascii_lowercase() || it == '_' || it.is_ascii_digit())
}

fn is_path(named: &str) -> bool {
    const FOLDERS: [&str; 12] = [
        "app/",
        "bench/",
        "crates/",
        "data/",
        "docs/",
        "fuzz/",
        "migrations/",
        "packaging/",
        "rooms/",
        "scripts/",
        "systems/",
        "tests/",
    ];
    FOLDERS.iter().any(|it| named.starts_with(it)) && !named.contains(['{', '*', '…'])
}

/// Names of every function of ours.
fn functions() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["app", "bench", "crates", "demo", "rooms", "tests"] {
        collect(&root().join(folder), &mut found);
    }
    // And of every setting.
    let settings = read("app/src/settings.rs");
    found.extend(
        settings.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').map(str::to_owned),
    );
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("a source file is text");
            let names = text.split("fn ").skip(1).filter_map(|it| it.split(['(', '<']).next());
            found.extend(names.map(str::to_owned));
        }
    }
}
