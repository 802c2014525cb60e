//! Names that join the product's kinds to those of the regulations.

use std::sync::LazyLock;

use serde::Deserialize;
use systems::Systems;

/// What duties ask of a kind of record in `records.toml`; its other words are the record room's.
#[derive(Deserialize)]
pub(crate) struct RecordKind {
    pub(crate) key: String,
    pub(crate) title: String,
    #[serde(default)]
    expects: String,
    #[serde(default)]
    starts: Vec<String>,
    /// Filings: 报送, 公示.
    #[serde(default)]
    pub(crate) done: String,
}

impl RecordKind {
    /// Two talk with each other.
    pub(crate) fn is_talk(&self) -> bool {
        self.expects == "partner"
    }
}

#[derive(Deserialize)]
struct RecordFile {
    record: Vec<RecordKind>,
}

/// The kinds of records of every system, in the order of the requirements.
pub(crate) static RECORDS: LazyLock<Vec<RecordKind>> = LazyLock::new(|| {
    let files = Systems::built_in().each::<RecordFile>("records.toml");
    let files = files.expect("the shipped kinds are tested");
    files.into_iter().flat_map(|(_, file)| file.record).collect()
});

pub(crate) fn record(key: &str) -> Option<&'static RecordKind> {
    RECORDS.iter().find(|kind| kind.key == key)
}

/// Classes of persons that a duty may bind.
pub(crate) const PERSON_CLASSES: &[(&str, &str)] = &[
    ("member", "正式党员"),
    ("probationary_member", "预备党员"),
    ("new_member", "转正一年内的党员"),
    ("branch_secretary", "党支部书记"),
    ("committee_member", "支部委员"),
    ("risk_post_holder", "风险岗位人员"),
];

/// A post as regulations name it, by the kind of its unit: `branch_secretary`.
pub(crate) fn post_in(unit_kind: &str, post: &str) -> String {
    format!("{unit_kind}_{post}")
}

/// Whether it is a seat in the committee.
pub(crate) fn is_committee(post: &str) -> bool {
    Systems::built_in().post(post).is_some_and(|it| it.committee)
}

/// The events that a record of this kind is.
pub(crate) fn starts(record_kind: &str) -> &'static [String] {
    record(record_kind).map_or(&[], |kind| kind.starts.as_slice())
}

/// A secretary, or who stands in for one: alone they make no committee.
pub(crate) fn leads(post: &str) -> bool {
    matches!(post, "secretary" | "deputy_secretary" | "full_time_deputy_secretary")
}

/// A branch of whatever sort: its secretary is a 党支部书记.
pub(crate) fn is_branch(unit_kind: &str) -> bool {
    unit_kind == "branch" || unit_kind.ends_with("_branch") && unit_kind != "general_branch"
}

/// A dated figure of `org` as regulations call it.
pub(crate) fn figure(name: &str) -> String {
    match name {
        "committee" => "committee-members".to_owned(),
        "subgroups" => "groups".to_owned(),
        other => other.replace('_', "-"),
    }
}
