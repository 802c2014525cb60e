//! Which records are reports upwards: data of `systems/*/reports.toml`.

use std::sync::LazyLock;

use act::Relation;
use record::{Kinds, RecordKind};
use rules::{Duty, Rules};
use serde::Deserialize;
use systems::Systems;

/// A kind of record that goes up to the body that leads its unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// Its key in `records.toml`.
    pub(crate) kind: String,
    /// The police line above reads it too.
    #[serde(default)]
    pub(crate) copy: bool,
    /// Who else is to have it and has no account here; "": nobody.
    #[serde(default)]
    pub(crate) by_hand: String,
    /// The kind of meeting it reports on; "": none. What was agreed there to be put right goes with it.
    #[serde(default)]
    pub(crate) rectifies: String,
    /// Where it stands to whom it goes.
    pub(crate) text: String,
    pub(crate) article: String,
    #[expect(dead_code, reason = "says in the data how sure it is")]
    confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    report: Vec<Report>,
}

static REPORTS: LazyLock<Vec<Report>> = LazyLock::new(|| {
    let files = Systems::built_in().each::<File>("reports.toml");
    let files = files.map_err(|it| it.plain()).expect("the shipped reports are tested to load");
    files.into_iter().flat_map(|(_, file)| file.report).collect()
});

/// In the order of the requirements.
pub(crate) fn reports() -> &'static [Report] {
    &REPORTS
}

/// What is read along a relation: by lead all, by line what the line gets a copy of.
pub(crate) fn along(relation: Relation) -> impl Iterator<Item = &'static Report> {
    reports().iter().filter(move |it| relation == Relation::Lead || it.copy)
}

pub(crate) fn keys() -> Vec<String> {
    reports().iter().map(|it| it.kind.clone()).collect()
}

impl Report {
    /// `None` for a record that goes nowhere.
    pub(crate) fn find(kind: &str) -> Option<&'static Self> {
        reports().iter().find(|it| it.kind == kind)
    }

    /// The one that answers a duty.
    pub(crate) fn of_duty(duty: &Duty) -> Option<&'static Self> {
        reports().iter().find(|it| duty.serves.contains(&it.kind))
    }

    pub(crate) fn record(&self) -> &'static RecordKind {
        Kinds::built_in().find(&self.kind).expect("the shipped reports are tested")
    }

    pub(crate) fn short(&self) -> &'static str {
        &self.record().short
    }

    /// The text that says to whom it goes.
    pub(crate) fn source(&self, rules: &Rules) -> String {
        rules.source(&self.text, &self.article)
    }
}

/// Kinds of units that report anything.
pub(crate) fn sending() -> Vec<String> {
    let mut kinds: Vec<String> =
        reports().iter().flat_map(|it| it.record().units.clone()).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_is_a_filing_that_a_duty_asks_for() {
        for it in reports() {
            let kind = Kinds::built_in().find(&it.kind).expect("a kind of record");
            assert!(kind.is_filing() && !kind.to.is_empty(), "{}", it.kind);
            let mut duties = Rules::built_in().duties().iter();
            assert!(duties.any(|duty| duty.serves.contains(&it.kind)), "{}", it.kind);
            assert!(Rules::built_in().text(&it.text).is_some(), "{}", it.kind);
            let meeting = Kinds::built_in().find(&it.rectifies);
            assert!(
                it.rectifies.is_empty() || meeting.is_some_and(|it| it.rectifies),
                "{}",
                it.kind
            );
        }
        assert!(reports().len() >= 7, "R16, R27 and R51 say theirs");
    }
}
