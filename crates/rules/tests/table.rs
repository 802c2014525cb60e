//! The law in force as two tables, one line each, so that a diff shows what a change of the data changed.

use rules::{Counts, Duty, Rules};
use std::fmt::Write;
use std::path::Path;

/// Compares with the golden file; `UPDATE_GOLDEN=1` rewrites it.
fn golden(name: &str, found: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        return std::fs::write(&file, found).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = known.lines().zip(found.lines()).find(|(old, new)| old != new);
    assert!(
        known == found,
        "{name} differs, first at {differs:?}; if that is meant: UPDATE_GOLDEN=1 and review the diff"
    );
}

/// `1`, `56 class hours (education/secretary-hours)`, `1 for each of groups`
fn needed(rules: &Rules, duty: &Duty) -> String {
    let Some(key) = &duty.needed_value else {
        let number = duty.needed.unwrap_or(1).to_string();
        return match &duty.needed_figure {
            Some(figure) => format!("{number} for each of {figure}"),
            None => number,
        };
    };
    let unit = if duty.counts == Counts::Hours { " class hours" } else { "" };
    format!("{}{unit} ({key})", rules.number(key, duty.from).unwrap())
}

/// `year, usually Q4`, `after application-received`
fn rhythm(duty: &Duty) -> String {
    let word = format!("{:?}", duty.period).to_lowercase();
    match (&duty.start, &duty.clock, duty.window) {
        (Some(start), Some(clock), _) => {
            let side = if clock.before { "before" } else { "after" };
            let length = match (&clock.value, clock.is) {
                (Some(key), _) => key.clone(),
                (None, is) => is.unwrap_or_default().to_string(),
            };
            format!("{length} {:?} {side} {start}", clock.unit).to_lowercase()
        }
        (_, _, Some(window)) => format!("{word}, usually {window:?}"),
        _ => word,
    }
}

#[test]
fn the_duties_in_force_read_like_this() {
    let rules = Rules::built_in();
    let mut table = "| key | title | who | rhythm | modality | needed | article | confidence |\n\
        |---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for duty in rules.duties().iter().filter(|duty| duty.to.is_none()) {
        let (rhythm, needed) = (rhythm(duty), needed(rules, duty));
        let who = duty.binds.join(" ");
        let (modality, article) = (duty.modality.zh(), rules.source(&duty.text, &duty.article));
        let confidence = duty.confidence.zh();
        writeln!(
            table,
            "| {} | {} | {who} | {rhythm} | {modality} | {needed} | {article} | {confidence} |",
            duty.key, duty.title
        )
        .unwrap();
    }
    golden("duties.md", &table);
}

#[test]
fn the_values_in_force_read_like_this() {
    let rules = Rules::built_in();
    let mut table =
        "| key | title | is | article | confidence |\n|---|---|---|---|---|\n".to_owned();
    for value in rules.values() {
        for dated in value.versions.iter().filter(|dated| dated.to.is_none()) {
            let source = if dated.text.is_empty() {
                String::new()
            } else {
                rules.source(&dated.text, &dated.article)
            };
            let (is, confidence) = (dated.zh(), dated.confidence.zh());
            writeln!(
                table,
                "| {} | {} | {is}{} | {source} | {confidence} |",
                value.key,
                value.title,
                if dated.number().is_some() { value.unit.as_str() } else { "" }
            )
            .unwrap();
        }
    }
    golden("values.md", &table);
}
