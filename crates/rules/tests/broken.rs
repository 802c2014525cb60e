//! Every class of mistake has a file here, and the report about it is compared letter by letter.

use rules::{Names, Report, Rules, Sources, Vocabulary, check_coverage, check_sources};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// The names that the shipped regulations use.
fn vocabulary() -> Vocabulary {
    let mut words = Vocabulary::default();
    let add = |names: &mut Names, list: &[String]| {
        names.extend(list.iter().map(|n| (n.clone(), format!("〔{n}〕"))));
    };
    for duty in Rules::built_in().duties() {
        add(&mut words.bearer_conditions, &duty.applies);
        add(&mut words.bearer_conditions, &duty.requires);
        add(&mut words.fact_conditions, &duty.accepts);
        add(&mut words.record_kinds, &duty.serves);
        add(&mut words.events, duty.start.as_slice());
        add(&mut words.figures, duty.needed_figure.as_slice());
        for names in [&mut words.unit_kinds, &mut words.post_kinds, &mut words.person_classes] {
            add(names, &duty.binds);
        }
    }
    for name in
        ["voters", "present", "full-members", "members", "committee-members", "committee-present"]
    {
        add(&mut words.figures, &[name.to_owned()]);
    }
    for name in ["by-bearer", "between-seats", "seat-and-member", "between-members", "talked-with"]
    {
        add(&mut words.marks, &[name.to_owned()]);
    }
    words
}

/// The shipped regulations; their cases use more names than their duties, and `duty` tests them.
fn shipped() -> Sources {
    let all = Sources::built_in();
    all.paths().filter(|p| !p.contains("/cases/")).map(|p| (p, all.text(p).unwrap())).collect()
}

/// The shipped regulations with the broken file laid over them: what is reported comes from that file.
fn report(name: &str) -> Report {
    let text = fs::read_to_string(folder().join(format!("{name}.toml"))).unwrap();
    let path = text.lines().next().unwrap().trim_start_matches("# file: ").to_owned();
    if path == "coverage.toml" {
        let value = "branch/founding-members.toml";
        let shipped = Sources::built_in();
        let pair = [(value, shipped.text(value).unwrap()), (path.as_str(), text.as_str())];
        return check_coverage(pair.into_iter().collect());
    }
    check_sources(shipped().with(&path, &text), &vocabulary())
}

fn golden(name: &str) {
    let found = format!("{}\n", report(name).plain());
    let file = folder().join(format!("{name}.txt"));
    let wanted = fs::read_to_string(&file).unwrap_or_default();
    if found != wanted {
        let new = file.with_extension("txt.tmp");
        fs::write(&new, &found).unwrap();
        panic!(
            "{name} reads differently; look at {} and move it if right:\n{found}",
            new.display()
        );
    }
}

macro_rules! broken {
    ($($name:ident $file:literal)*) => { $(
        #[test]
        fn $name() {
            golden($file);
        }
    )* };
}

broken! {
    unknown_names_are_found_and_a_near_one_is_offered "unknown-names"
    overlapping_versions_are_found "overlap"
    a_number_without_an_article_is_found "no-article"
    contradictory_duties_are_found "contradiction"
    forbidden_measures_are_refused_with_the_article "forbidden"
    a_clock_that_makes_no_sense_is_found "clock"
    bad_cases_are_found "bad-case"
    failing_value_and_vote_cases_are_found "failing-case"
    an_unknown_key_is_found "unknown-key"
    a_broken_line_is_found "syntax"
    an_unknown_word_in_a_fixed_list_is_found "unknown-word"
    a_local_rule_needs_an_end_and_a_level "local"
    a_value_of_the_wrong_shape_is_found "value-shape"
    an_unlisted_rule_fails_the_coverage "coverage"
}

#[test]
fn every_broken_file_is_read() {
    let listed = include_str!("broken.rs");
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".toml") {
            assert!(listed.contains(&format!("\"{name}\"")), "{name} is not tested");
        }
    }
}
