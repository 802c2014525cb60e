//! Whatever leaves as a file either passes `exports::leave` or stands here with the reason why it need not.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Folders (or files) of pages whose files are noted before they go out.
const NOTED: &[&str] = &[
    "crates/leaving/src/lib.rs",
    "rooms/people/src/member/export/pages.rs",
    "rooms/record/src/handbook/pages.rs",
];

/// Files that need no mark, each with its reason.
const FREE: &[(&str, &str)] = &[
    (
        "crates/leaving/src/paper.rs",
        "one thing on paper, its look is noted where it shows persons; lists of names pass it",
    ),
    ("crates/imports/src/finding.rs", "faults of the file that he has just brought himself"),
    ("rooms/account/src/exported/pages.rs", "was noted and marked when it was asked for"),
    ("rooms/people/src/correction/copy.rs", "his own data"),
    (
        "rooms/record/src/attachment/pages.rs",
        "a file that was attached, as it is; each look is noted",
    ),
    ("rooms/record/src/feed/pages.rs", "his own calendar"),
    ("rooms/record/src/plan/sheet.rs", "a year plan: days and titles"),
    (
        "rooms/record/src/filing/travel.rs",
        "a letter and its files, for whom they were sent to; each look is noted",
    ),
    ("rooms/situation/src/missing/export/mod.rs", "units, duties and sums"),
    ("rooms/study/src/sheet/mod.rs", "a study plan: months, topics, and who leads each"),
];

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_reply_that_is_a_file_is_noted_or_says_why_not() {
    let house = house();
    let mut all = Vec::new();
    for part in ["rooms", "crates/imports", "crates/exports", "crates/leaving", "app/src"] {
        sources(&house.join(part), &mut all);
    }
    let answers = |path: &PathBuf| fs::read_to_string(path).unwrap().contains("Reply::File {");
    let name = |path: &PathBuf| path.strip_prefix(&house).unwrap().display().to_string();
    let found: BTreeSet<String> = all.iter().filter(|it| answers(it)).map(name).collect();
    let known = NOTED.iter().copied().chain(FREE.iter().map(|(path, _)| *path));
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    assert_eq!(found, known, "a file leaves that this list does not know, or no longer leaves");
}

#[test]
fn what_is_noted_does_pass_it() {
    let house = house();
    for path in NOTED {
        let mut beside = Vec::new();
        sources(house.join(path).parent().unwrap(), &mut beside);
        let whole = beside
            .iter()
            .chain(&[house.join("rooms/people/src/member/actions.rs")])
            .filter(|it| !it.ends_with("member/actions.rs") || path.contains("member"))
            .any(|it| fs::read_to_string(it).unwrap().contains("exports::leave("));
        assert!(whole, "{path}");
        let text = fs::read_to_string(house.join(path)).unwrap();
        assert!(!text.contains("exports::ask(w, ctx, &order, None)"), "{path}");
    }
}
