//! Names that join the product's kinds to those of the regulations.

use systems::Systems;

/// Classes of persons that a duty may bind.
pub(crate) const PERSON_CLASSES: &[(&str, &str)] = &[
    ("member", "正式党员"),
    ("probationary_member", "预备党员"),
    ("new_member", "转正一年内的党员"),
    ("branch_secretary", "党支部书记"),
    ("committee_member", "支部委员"),
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
pub(crate) fn starts(record_kind: &str) -> &'static [&'static str] {
    match record_kind {
        "election_meeting" => &["election-held"],
        "democratic_life_meeting" => &["life-meeting-held"],
        "appraisal" => &["appraisal-held"],
        _ => &[],
    }
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
