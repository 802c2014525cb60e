//! The copy of one's own data holds every class of personal data that is kept, or says here why it does not.

use std::collections::BTreeSet;

use systems::Systems;

/// What is nobody's copy, each with its reason.
const LEFT_OUT: &[(&str, &str)] =
    &[("upload", "a roster that another brought, of many persons, deleted after three days")];

#[test]
fn every_class_that_is_kept_is_gathered_by_a_room() {
    let gathered: BTreeSet<&str> = guantong::rooms()
        .into_iter()
        .flat_map(|room| room.own)
        .flat_map(|part| part.keeps.iter().copied())
        .collect();
    let kept: BTreeSet<&str> = Systems::built_in().keeps().iter().map(systems::Keep::key).collect();
    let left_out: BTreeSet<&str> = LEFT_OUT.iter().map(|(key, _)| *key).collect();
    let answered: BTreeSet<&str> = gathered.union(&left_out).copied().collect();
    assert_eq!(answered, kept, "systems/personal.toml and the rooms' parts of the copy differ");
    assert!(gathered.is_disjoint(&left_out));
}
